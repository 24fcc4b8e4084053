import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { attend } from '../testing/attend.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { type CrashPoint, recordCrashPoints } from '../testing/crash-points.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

const call = (name: string, args: object) => ({ name, arguments: args })
const order = (message: string) => call('new_task', { mode: 'code', message })

/** A tree with something of everything: two children, a grandchild, reads, a write, a command, a question. */
function story({ opening, turn, last }: Conversation) {
  switch (opening) {
    case 'The whole.':
      if (turn === 0) return { calls: [call('update_todo_list', { todos: '- [ ] it' }), order('Work.')] }
      if (turn === 1) return calling('new_task', { mode: 'ask', message: 'Look.' })
      return completing(`The end. ${last.includes('Looked.') ? 'Looked.' : 'Lost.'}`)
    case 'Work.':
      if (turn === 0)
        return {
          calls: [
            call('read_file', { path: 'notes.txt' }),
            call('write_to_file', { path: 'made.txt', content: 'made\n' }),
          ],
        }
      if (turn === 1) return calling('execute_command', { command: 'echo ran >> runs.txt' })
      if (turn === 2) return calling('new_task', { mode: 'ask', message: 'Deeper.' })
      return completing(last.includes('Deep.') ? 'Worked.' : 'Lost.')
    case 'Look.':
      if (turn === 0)
        return calling('ask_followup_question', { question: 'Well?', follow_up: [{ text: 'No.' }] })
      return turn === 1 ? { text: 'I think.' } : completing('Looked.')
    default:
      return completing('Deep.')
  }
}

const lines = (test: TestApp, name: string) => {
  const path = join(test.folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
}

/** One commit of every kind; all of them with TREELINE_THOROUGH set. */
function chosen(points: CrashPoint[]): [number, CrashPoint][] {
  const kinds = new Set<string>()
  return [...points.entries()].filter(([_index, { events }]) => {
    const kind = events
      .map(({ body }) => `${body.type} ${body.type === 'tool.started' ? body.action : ''}`)
      .join()
    const isNew = !kinds.has(kind)
    kinds.add(kind)
    return isNew || process.env.TREELINE_THOROUGH !== undefined
  })
}

it('killed after any commit, a tree comes to the same end, with nothing lost and nothing done twice', async () => {
  const test = await startTestApp({ script: story, files: { 'notes.txt': 'some\n' } })
  onTestFinished(() => test.dispose())
  const points = recordCrashPoints(test, temporaryFolder())
  attend(test)
  test.create('The whole.', { approve: ['subtask_create', 'read', 'todo', 'retry'] })
  await test.until('SA-1', 'completed')
  expect(test.view('SA-1').result).toBe('The end. Looked.')
  expect(points.length).toBeGreaterThan(50)

  for (const [index, point] of chosen(points)) {
    const facts = point.events.map(({ body }) => body.type).join(', ')
    const where = `after commit ${index} (${facts})`
    await test.restart('continue', () => point.restore())
    const kept = points.slice(0, index + 1).flatMap(({ events }) => events)
    for (const { id } of test.app.store.tasks.list()) {
      const mine = kept.filter(({ taskId }) => taskId === id)
      expect(test.app.store.events.read(id, 0, mine.length), where).toEqual(mine)
    }
    attend(test)
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result, where).toBe('The end. Looked.')
    const tree = test.app.store.tasks.list().map(({ title, status }) => `${title} ${status}`)
    expect(tree.sort(), where).toEqual(
      ['Deeper.', 'Look.', 'The whole.', 'Work.'].map((t) => `${t} completed`),
    )
    expect(lines(test, 'made.txt'), where).toEqual(['made'])
    // Whether a command that was cut off had run is not known, and it is not run again.
    const worker = test.app.store.tasks.list().find(({ title }) => title === 'Work.')
    const unknown = test.calls(worker?.displayId ?? '').some((one) => one.outcome === 'unknown')
    expect(lines(test, 'runs.txt').length, where).toBeLessThanOrEqual(1)
    if (!unknown) expect(lines(test, 'runs.txt'), where).toEqual(['ran'])
    expect(test.faults(), where).toEqual([])
  }
}, 120_000)
