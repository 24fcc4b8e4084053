import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ProviderId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing, refusing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const piece = (message: string, mode = 'ask') => ({ name: 'new_task', arguments: { mode, message } })

/** A parent that has the pieces done in one turn and then says what it heard. */
const parent =
  (pieces: ReturnType<typeof piece>[], child: (conversation: Conversation) => ScriptedTurn) =>
  (conversation: Conversation): ScriptedTurn => {
    if (conversation.opening !== 'All.') return child(conversation)
    return conversation.turn === 0 ? { calls: pieces } : completing(`Heard: ${conversation.last}`)
  }

/** The reports in a task's transcript on subtasks that were taken up again. */
const again = (displayId: string) =>
  test
    .view(displayId)
    .items.flatMap((item) =>
      item.type === 'message' && item.text.includes('was taken up again') ? [item.text] : [],
    )

describe('a retry', () => {
  it('of a failed subtask goes on in another mode, with another model and a word, all at once', async () => {
    test = await startTestApp({
      script: parent([piece('Child.')], ({ last }) =>
        last === 'Child.' ? refusing('Never.') : completing(`Told: ${last}`),
      ),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(test.task('SA-2').status).toBe('failed')
    const batches: TaskEvent[][] = []
    test.app.engine.listen((events) => void batches.push(events))
    const model = { providerId: 'environment' as ProviderId, model: 'larger' }
    test.tasks.retry(test.id('SA-2'), { mode: 'code', model, message: 'Try this.' })
    expect(batches[0]?.map(({ body }) => body.type)).toEqual([
      'mode.switched',
      'model.changed',
      'message.added',
      'message.added',
      'status.changed',
    ])
    await test.until('SA-2', 'completed')
    const { body } = test.server.requests.at(-1) ?? {}
    expect([body?.model, body?.messages[0]?.content?.split('\n')[0]]).toEqual(['larger', 'Mode: code'])
    expect(test.view('SA-2').result).toBe('Told: Try this.')
    // The parent had gone on: its call keeps what it got, and the news stands in its transcript, once.
    expect(test.task('SA-1').status).toBe('completed')
    expect(test.calls('SA-1')[0]).toMatchObject({ outcome: 'error', subtask: { outcome: 'failed' } })
    expect(again('SA-1')).toEqual([expect.stringContaining('Told: Try this.')])
    expect(again('SA-1')[0]).toContain('<receipt')
    expect(test.faults()).toEqual([])
  })

  it('without anything asks again; one that completed is told to look again', async () => {
    test = await startTestApp({
      script: ({ turn, last }) =>
        turn === 0
          ? completing('Half of it.')
          : completing(last.includes('go on with this task') ? 'All.' : last),
    })
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    test.tasks.retry(test.id('SA-1'), { message: ' ' })
    expect(test.task('SA-1').status).toBe('in_progress')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('All.')
  })

  it('wakes a parent that has nothing else to do with what it comes to, failed or not, but not when cancelled', async () => {
    const gate = createGate()
    let child: ScriptedTurn = refusing('Never.')
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening === 'Child.') return child
        if (turn === 0) return { calls: [piece('Child.')] }
        return last.includes('Late.') ? completing('With it.') : { text: 'Hm.' }
      },
    })
    test.app.store.settings.setPreferences({ maxMistakes: 1 })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'awaiting_input')
    child = heldStream(completing('Never said.'), gate)
    test.tasks.retry(test.id('SA-2'), { message: '' })
    await gate.reached
    test.tasks.cancel(test.id('SA-2'), 'Enough.')
    expect([again('SA-1'), test.task('SA-1').status]).toEqual([[], 'awaiting_input'])
    gate.open()

    child = refusing('Still not.')
    const woken = test.event(
      ({ taskId, body }) => taskId === test.id('SA-1') && body.type === 'turn.committed',
    )
    test.tasks.retry(test.id('SA-2'), { message: 'Again.' })
    await woken
    expect(again('SA-1')).toEqual([expect.stringContaining('Still not.')])
    await test.until('SA-1', 'awaiting_input')

    child = completing('Late.')
    test.tasks.retry(test.id('SA-2'), { message: 'Again.' })
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('With it.')
    expect(again('SA-1')).toHaveLength(2)
  })

  it('of a failed subtask has its checks hold', async () => {
    let refuses = true
    const child = { ...piece('Child.').arguments, mode: 'code', checks: { exists: ['made.txt'] } }
    test = await startTestApp({
      script: parent([{ name: 'new_task', arguments: child }], ({ last }) => {
        if (refuses) return refusing('Never.')
        return last.includes('made.txt') && !last.includes('Created')
          ? calling('write_to_file', { path: 'made.txt', content: 'x\n' })
          : completing('Done.')
      }),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    refuses = false
    test.tasks.retry(test.id('SA-2'), { message: '' })
    await test.until('SA-2', 'completed')
    expect(test.calls('SA-2').map(({ name, outcome }) => [name, outcome])).toEqual([
      ['attempt_completion', 'error'],
      ['write_to_file', 'ok'],
      ['attempt_completion', 'ok'],
    ])
    expect(again('SA-1')).toHaveLength(1)
  })

  it('of a subtask whose parent is at work is read with its next turn', async () => {
    const gate = createGate()
    let refuses = true
    test = await startTestApp({
      script: async ({ opening, turn, last, body }) => {
        if (opening === 'Child.') return refuses ? refusing('Never.') : completing('Now it is.')
        if (turn === 0) return { calls: [piece('Child.')] }
        if (turn === 1) {
          await gate.pass()
          return completing('Without it.')
        }
        return completing(
          body.messages.some(({ content }) => content?.includes('Now it is.')) ? 'With it.' : last,
        )
      },
    })
    test.create('All.', { approve: 'all' })
    await gate.reached
    refuses = false
    test.tasks.retry(test.id('SA-2'), { message: '' })
    await test.until('SA-2', 'completed')
    expect(test.task('SA-1').status).toBe('in_progress')
    gate.open()
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('With it.')
    expect(again('SA-1')).toHaveLength(1)
  })

  it('is refused in words for a task that has not ended or is deleted, and changes nothing then', async () => {
    const gate = createGate()
    test = await startTestApp({ script: () => heldStream(completing('Done.'), gate) })
    test.create('Do it.', { approve: 'all' })
    await gate.reached
    const retry = (mode?: string) => () => test.tasks.retry(test.id('SA-1'), { mode, message: 'x' })
    expect(retry()).toThrow('SA-1 is in_progress and has not ended. Write to it, or stop it and resume it.')
    test.tasks.stop(test.id('SA-1'))
    expect(retry()).toThrow('SA-1 is paused and has not ended. Resume it instead.')
    test.tasks.cancel(test.id('SA-1'), '')
    const before = test.view('SA-1').lastSeq
    expect(retry('nobody')).toThrow('There is no mode "nobody".')
    expect(test.view('SA-1').lastSeq).toBe(before)
    const taskId = test.id('SA-1')
    test.tasks.remove(taskId)
    expect(() => test.tasks.retry(taskId, { message: '' })).toThrow('SA-1 is deleted. Restore it first.')
    expect(() => test.tasks.retry('tsk_none' as never, { message: '' })).toThrow('There is no task tsk_none.')
    gate.open()
  })
})

describe('a retry of a subtask in a worktree of its own', () => {
  const both = [piece('First.', 'code'), piece('Second.', 'code')]
  const write = (path: string, content: string) => calling('write_to_file', { path, content })
  const read = (path: string) => readFileSync(join(test.folder, path), 'utf8')

  it('that failed goes on there, and its work is taken over when it completes', async () => {
    test = await startTestApp({
      script: parent(both, ({ opening, turn, last }) => {
        if (turn === 0) return write(`${opening}txt`, 'half\n')
        if (opening === 'Second.') return completing('Done.')
        if (turn === 1 && last !== 'Go on.') return refusing('Never.')
        return turn === 1 ? write('more.txt', 'rest\n') : completing('Done.')
      }),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const { folder } = test.view('SA-2')
    expect(folder).not.toBe(test.folder)
    expect([existsSync(join(test.folder, 'First.txt')), read('Second.txt')]).toEqual([false, 'half\n'])
    await test.restart()
    test.tasks.retry(test.id('SA-2'), { message: 'Go on.' })
    await test.until('SA-2', 'completed')
    expect([read('First.txt'), read('more.txt')]).toEqual(['half\n', 'rest\n'])
    expect(test.view('SA-2')).toMatchObject({ folder: test.folder, worktree: null })
    expect(again('SA-1')).toHaveLength(1)
    expect(test.faults()).toEqual([])
  })

  it('that completed gets a new one, and what it does this time is taken over as well', async () => {
    test = await startTestApp({
      script: parent(both, ({ opening, turn, last }) => {
        if (last === 'Once more.') return write('again.txt', 'again\n')
        return turn === 0 ? write(`${opening}txt`, 'first\n') : completing('Done.')
      }),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(read('First.txt')).toBe('first\n')
    test.tasks.retry(test.id('SA-2'), { message: 'Once more.' })
    await test.event(({ body }) => body.type === 'worktree.opened')
    await test.until('SA-2', 'completed')
    expect(read('again.txt')).toBe('again\n')
    expect(test.view('SA-2')).toMatchObject({ folder: test.folder, worktree: null })
    expect(test.faults()).toEqual([])
  })

  it('below one whose work was taken over works where that went; one that shared its folder cannot', async () => {
    const nested = {
      'First.': [piece('Third.', 'code'), piece('Fourth.', 'code')],
      'Second.': [piece('Fifth.', 'code')],
    }
    test = await startTestApp({
      script: parent(both, ({ opening, turn, last }) => {
        if (last === 'Once more.') return write('again.txt', 'again\n')
        const calls = nested[opening as keyof typeof nested]
        return turn === 0 && calls !== undefined ? { calls } : completing('Done.')
      }),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const named = (title: string) => {
      const found = test.app.store.tasks.list().find((task) => task.title === title)
      if (found === undefined) throw new Error(title)
      return found.displayId
    }
    const third = named('Third.')
    expect(test.view(third)).toMatchObject({ isolated: true, worktree: null })
    await vi.waitFor(() => expect(existsSync(test.view(third).folder)).toBe(false))
    test.tasks.retry(test.id(third), { message: 'Once more.' })
    await test.event(({ body }) => body.type === 'worktree.opened')
    await test.until(third, 'completed')
    expect(read('again.txt')).toBe('again\n')
    expect(() => test.tasks.retry(test.id(named('Fifth.')), { message: '' })).toThrow(
      'worked in the worktree of a task above it',
    )
    expect(test.faults()).toEqual([])
  })
})
