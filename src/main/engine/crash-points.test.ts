import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { attend } from '../testing/attend.ts'
import { recordCrashPoints } from '../testing/crash-points.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'
import { wholeStory } from '../testing/whole-story.ts'

const lines = (test: TestApp, name: string) => {
  const path = join(test.folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
}

it('killed after any commit, a tree comes to the same end, with nothing lost and nothing done twice', async () => {
  const test = await startTestApp({ script: wholeStory, files: { 'notes.txt': 'some\n' }, inMemory: true })
  onTestFinished(() => test.dispose())
  const points = recordCrashPoints(test, temporaryFolder())
  attend(test)
  test.create('The whole.', { approve: ['subtask_create', 'read', 'todo', 'retry'] })
  await test.until('SA-1', 'completed')
  expect(test.view('SA-1').result).toBe('The end. Looked.')
  expect(points.length).toBeGreaterThan(35)

  for (const [index, point] of points.entries()) {
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
