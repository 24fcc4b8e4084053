import { afterEach, describe, expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { reduceTask } from '../../contract/reduce-task.ts'
import type { TaskFrame, TreeFrame } from '../../contract/task-api.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { openStore } from '../store/open-store.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
const leaving = new AbortController()
afterEach(() => test.dispose())

/** Takes frames until one fits, and gives all that came, that one last. */
async function take<T>(frames: AsyncGenerator<T>, fits: (frame: T) => boolean): Promise<T[]> {
  const taken: T[] = []
  for (;;) {
    const { value, done } = await frames.next()
    if (done) throw new Error('The stream ended early.')
    taken.push(value)
    if (fits(value)) return taken
  }
}
const watchTask = (displayId: string, afterSeq = 0, signal = leaving.signal) =>
  test.app.engine.watch.task(test.id(displayId), afterSeq, signal)
const ends = ({ events }: TaskFrame) => events.some(({ body }) => body.type === 'task.completed')
const seqs = (frames: TaskFrame[]) => frames.flatMap(({ events }) => events.map(({ seq }) => seq))
const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
/** What a screen would show that had seen only these frames. */
const shown = (frames: TaskFrame[]) =>
  frames.flatMap(({ events }) => events).reduce<TaskView | null>(reduceTask, null)

const twoSteps = ({ turn }: Conversation) =>
  turn < 2 ? calling('list_files', { path: '.' }) : completing('Done.')

describe('a task’s stream', () => {
  it('brings every event once and in order, whenever it begins, and tells what the engine tells', async () => {
    test = await startTestApp({ script: twoSteps })
    test.create('Do it.', { mode: 'ask', approve: 'all' })
    const early = take(watchTask('SA-1'), ends)
    await test.event(({ body }) => body.type === 'tool.finished')
    const midway = take(watchTask('SA-1'), ends)
    await test.until('SA-1', 'completed')
    const late = take(watchTask('SA-1'), ends)
    const last = test.view('SA-1').lastSeq
    for (const frames of await Promise.all([early, midway, late])) {
      expect(seqs(frames)).toEqual(upTo(last))
      expect(shown(frames)).toEqual(test.view('SA-1'))
    }
  })

  it('goes on after any event without a gap or a repeat', async () => {
    test = await startTestApp({ script: twoSteps })
    test.create('Do it.', { mode: 'ask', approve: 'all' })
    await test.until('SA-1', 'completed')
    const last = test.view('SA-1').lastSeq
    for (const after of upTo(last - 2)) {
      const frames = await take(watchTask('SA-1', after), ({ events }) => events.at(-1)?.seq === last)
      expect(seqs(frames)).toEqual(upTo(last, after + 1))
    }
  })

  it('sends long logs in pieces, and what is live only after the last', async () => {
    const gate = createGate()
    test = await startTestApp({ script: () => heldStream({ text: 'Live.' }, gate) })
    test.create('Do it.', { approve: [] })
    await gate.reached
    const taskId = test.id('SA-1')
    await test.restart('continue', () => {
      const store = openStore({ folder: test.dataFolder })
      store.transaction(() => {
        for (let i = 0; i < 1_200; i++)
          store.events.append([{ taskId, body: { type: 'title.changed', title: `${i}` } }], i)
      })
      store.dispose()
    })
    const frames = await take(watchTask('SA-1'), ({ deltas }) => deltas.length > 0)
    expect(frames.slice(0, 2).map(({ events }) => events.length)).toEqual([500, 500])
    expect(seqs(frames)).toEqual(upTo(test.view('SA-1').lastSeq))
    expect(frames.slice(0, -1).every(({ deltas }) => deltas.length === 0)).toBe(true)
    expect(frames.at(-1)?.deltas.map(({ text }) => text)).toEqual(['Live.'])
    await test.restart('leave')
    gate.open()
  })

  it('says whether more follows, and keeps its word where the log ends with a full piece', async () => {
    test = await startTestApp({ script: () => completing('Done.') })
    test.create('Do it.', { mode: 'ask', approve: 'all' })
    await test.until('SA-1', 'completed')
    const taskId = test.id('SA-1')
    await test.restart('leave', () => {
      const store = openStore({ folder: test.dataFolder })
      const last = store.events.readable(taskId, 0, 500).events.length
      store.transaction(() => {
        for (let seq = last + 1; seq <= 1_000; seq++)
          store.events.append([{ taskId, body: { type: 'title.changed', title: `${seq}` } }], seq)
      })
      store.dispose()
    })
    const frames = await take(watchTask('SA-1'), ({ more }) => more === undefined)
    expect(frames.map(({ events, more }) => [events.length, more])).toEqual([
      [500, true],
      [500, true],
      [0, undefined],
    ])
  })

  it('sends no more in one piece than fits into memory many times', async () => {
    const long = 'All work and no play. '.repeat(10_000)
    test = await startTestApp({
      script: ({ turn }) =>
        turn < 6 ? { ...calling('list_files', { path: '.', turn }), text: long } : completing('Done.'),
    })
    test.create('Do it.', { mode: 'ask', approve: 'all' })
    await test.until('SA-1', 'completed')
    const frames = await take(watchTask('SA-1'), ({ more }) => more === undefined)
    expect(seqs(frames)).toEqual(upTo(test.view('SA-1').lastSeq))
    expect(frames.length).toBeGreaterThan(2)
    const sizes = frames.map(({ events }) => JSON.stringify(events).length)
    expect(Math.max(...sizes)).toBeLessThan(512 * 1024 + 2 * long.length)
  })

  it('tells a late watcher what is streaming so far, and then the rest, until the log has it', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: () => heldStream({ ...completing('Done.'), text: 'I have it.' }, gate),
    })
    test.create('Do it.', { approve: [] })
    await gate.reached
    const first = watchTask('SA-1')
    const heard = await take(first, ({ deltas }) => deltas.some(({ text }) => text.endsWith('it.')))
    const late = watchTask('SA-1')
    const [frame] = await take(late, ({ deltas }) => deltas.length > 0)
    expect(frame?.deltas).toMatchObject([{ channel: 'text', offset: 0, text: 'I have it.' }])
    gate.open()
    await take(late, ends)
    const texts = [...heard, ...(await take(first, ends))]
      .flatMap(({ deltas }) => deltas)
      .filter(({ channel }) => channel === 'text')
    let length = 0
    for (const { offset, text } of texts) {
      expect(offset).toBe(length)
      length += text.length
    }
    expect(length).toBe('I have it.'.length)
  })

  it('waits for a slow watcher: what came meanwhile is one frame, and the task was not held up', async () => {
    test = await startTestApp({ script: twoSteps })
    test.create('Do it.', { mode: 'ask', approve: 'all' })
    const frames = watchTask('SA-1')
    const { value } = await frames.next()
    await test.until('SA-1', 'completed')
    const rest = (await frames.next()).value as TaskFrame
    expect(seqs([value as TaskFrame, rest])).toEqual(upTo(test.view('SA-1').lastSeq))
  })

  it('ends when the watcher leaves, also while nothing happens, and leaves nothing behind', async () => {
    test = await startTestApp({ script: () => completing('Done.') })
    test.create('Do it.', { approve: [] })
    await test.until('SA-1', 'completed')
    const leave = new AbortController()
    const frames = watchTask('SA-1', test.view('SA-1').lastSeq, leave.signal)
    const next = frames.next()
    leave.abort()
    expect(await next).toEqual({ value: undefined, done: true })
    const gone = watchTask('SA-1', 0, AbortSignal.abort())
    expect(await gone.next()).toEqual({ value: undefined, done: true })
  })

  it('of a task that is not there says so', async () => {
    test = await startTestApp({ script: () => completing('Done.') })
    const frames = test.app.engine.watch.task('tsk_none' as TaskId, 0, leaving.signal)
    await expect(frames.next()).rejects.toThrow('There is no task tsk_none.')
  })
})

describe('the tree’s stream', () => {
  const tree = (signal = leaving.signal) => test.app.engine.watch.tree(signal)

  it('begins with all tasks and then brings what changed, as it stands', async () => {
    test = await startTestApp({ script: twoSteps })
    test.create('One.', { mode: 'ask', approve: 'all' })
    await test.until('SA-1', 'completed')
    const frames = tree()
    const first = (await frames.next()).value as TreeFrame
    expect(first).toEqual({ type: 'snapshot', tasks: test.app.store.tasks.list() })
    test.create('Two.', { mode: 'ask', approve: 'all' })
    const later = await take(frames, ({ tasks }) => tasks.some(({ status }) => status === 'completed'))
    expect(later.every((frame) => frame.type === 'changed' && frame.removed.length === 0)).toBe(true)
    expect(later.flatMap(({ tasks }) => tasks.map(({ displayId }) => displayId))).not.toContain('SA-1')
    expect(later.at(-1)?.tasks).toEqual([test.task('SA-2')])
  })

  it('misses nothing that happens between its frames', async () => {
    test = await startTestApp({ script: () => completing('Done.') })
    const frames = tree()
    await frames.next()
    test.create('One.', { approve: [] })
    test.create('Two.', { approve: [] })
    await test.until('SA-1', 'completed')
    await test.until('SA-2', 'completed')
    const { value } = await frames.next()
    const last = value as TreeFrame
    expect(last.tasks.map(({ displayId, status }) => [displayId, status]).sort()).toEqual([
      ['SA-1', 'completed'],
      ['SA-2', 'completed'],
    ])
  })

  it('ends when the watcher leaves', async () => {
    test = await startTestApp({ script: () => completing('Done.') })
    const leave = new AbortController()
    const frames = tree(leave.signal)
    await frames.next()
    const next = frames.next()
    leave.abort()
    expect(await next).toEqual({ value: undefined, done: true })
  })
})
