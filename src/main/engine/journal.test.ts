import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import * as sample from '../testing/sample-events.ts'
import { temporaryStore } from '../testing/sample-store.ts'
import { createJournal, moveTo } from './journal.ts'

const title = (taskId: TaskId, text: string) => ({
  taskId,
  body: { type: 'title.changed' as const, title: text },
})

function prepare() {
  const { store } = temporaryStore()
  const ground = sample.prepareGround(store)
  const logged: string[] = []
  const journal = createJournal(
    store,
    () => 1_000,
    (_level, message) => logged.push(message),
  )
  const create = (taskId: TaskId) => journal.append([{ taskId, body: sample.created(store, ground, taskId) }])
  return { store, journal, logged, create }
}
const titles = (events: TaskEvent[]) =>
  events.map(({ body }) => (body.type === 'title.changed' ? body.title : body.type))

it('writes, changes the views that are held, and tells, in this order', () => {
  const { store, journal, create } = prepare()
  const id = 'tsk_1' as TaskId
  create(id)
  const view = journal.view(id)
  const seen: string[] = []
  journal.listen((events) => seen.push(...titles(events), view.title, `${store.tasks.get(id)?.title}`))
  journal.append([title(id, 'One'), title(id, 'Two')])
  expect(seen).toEqual(['One', 'Two', 'Two', 'Two'])
  expect(journal.view(id)).toBe(view)
  journal.append([])
  expect(seen).toHaveLength(4)
})

it('changes nothing and tells nobody when the store refuses', () => {
  const { journal, create } = prepare()
  const id = 'tsk_1' as TaskId
  create(id)
  const view = journal.view(id)
  const seen: TaskEvent[] = []
  journal.listen((events) => seen.push(...events))
  expect(() => journal.append([title(id, 'One'), title('tsk_none' as TaskId, 'Two')])).toThrow()
  expect([view.title === 'One', view.lastSeq, seen]).toEqual([false, 1, []])
  journal.append([title(id, 'Three')])
  expect(view).toMatchObject({ title: 'Three', lastSeq: 2 })
})

const turn = (taskId: TaskId, name: string) => ({ taskId, body: sample.turnRequested(sample.turnId(name)) })

describe('facts that may wait', () => {
  /** A held view of a task, and what was told and stored so far. */
  function begun() {
    const prepared = prepare()
    const id = 'tsk_1' as TaskId
    prepared.create(id)
    const view = prepared.journal.view(id)
    const told: string[] = []
    prepared.journal.listen((events) => told.push(events.map(({ body }) => body.type).join(' ')))
    const stored = () => prepared.store.events.read(id, 1, 99).map(({ body }) => body.type)
    return { ...prepared, id, view, told, stored }
  }

  it('stand in the view at once, and in the log with the next that may not, in one commit', () => {
    const { journal, id, view, told, stored } = begun()
    journal.append([turn(id, 'one')])
    expect([view.items.length, view.lastSeq, stored(), told]).toEqual([2, 2, [], []])
    journal.append([title(id, 'Two')])
    expect(told).toEqual(['turn.requested title.changed'])
    expect(stored()).toEqual(['turn.requested', 'title.changed'])
    expect(view).toMatchObject({ title: 'Two', lastSeq: 3 })
  })

  it('are written when nothing else comes for a moment', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { journal, id, told, stored } = begun()
    journal.append([turn(id, 'one')])
    vi.advanceTimersByTime(10)
    expect([told, stored()]).toEqual([['turn.requested'], ['turn.requested']])
    journal.flush()
    expect(told).toHaveLength(1)
  })

  it('stand when what came with them is refused', () => {
    const { journal, id, view, told, stored } = begun()
    journal.append([turn(id, 'one')])
    expect(() => journal.append([title('tsk_none' as TaskId, 'Two')])).toThrow()
    expect([told, stored(), view.lastSeq]).toEqual([['turn.requested'], ['turn.requested'], 2])
    journal.append([title(id, 'Three')])
    expect(stored()).toEqual(['turn.requested', 'title.changed'])
  })

  it('are kept while nothing can be written, and written before what comes then', () => {
    const { store, journal, id, view, logged, stored } = begun()
    const { append } = store.events
    store.events.append = () => {
      throw new Error('The disk is full.')
    }
    journal.append([turn(id, 'one')])
    journal.flush()
    expect(logged).toEqual([expect.stringContaining('The disk is full.')])
    expect(() => journal.append([title(id, 'Two')])).toThrow('The disk is full.')
    expect(view.title).not.toBe('Two')
    store.events.append = append
    journal.append([title(id, 'Three')])
    expect(stored()).toEqual(['turn.requested', 'title.changed'])
    expect(view).toMatchObject({ title: 'Three', lastSeq: 3 })
  })

  it('are written at once where the view is not at hand', () => {
    const { journal, create, told, store } = begun()
    const other = 'tsk_2' as TaskId
    create(other)
    journal.append([turn(other, 'two')])
    expect(told).toEqual(['task.created', 'turn.requested'])
    expect(store.events.read(other, 1, 9)).toHaveLength(1)
  })
})

it('is not hindered by a listener that throws, and says so', () => {
  const { journal, logged, create } = prepare()
  const id = 'tsk_1' as TaskId
  const seen: TaskEvent[] = []
  journal.listen(() => {
    throw new Error('a bad listener')
  })
  journal.listen((events) => seen.push(...events))
  create(id)
  expect(seen).toHaveLength(1)
  expect(logged).toEqual([expect.stringContaining('a bad listener')])
})

it('tells everyone in the order of the log, even when a listener commits something itself', () => {
  const { journal, create } = prepare()
  const id = 'tsk_1' as TaskId
  create(id)
  const [first, second]: string[][] = [[], []]
  journal.listen((events) => {
    first?.push(...titles(events))
    if (titles(events).includes('One')) journal.append([title(id, 'Two')])
    if (titles(events).includes('Two')) journal.append([title(id, 'Three')])
  })
  journal.listen((events) => second?.push(...titles(events)))
  journal.append([title(id, 'One')])
  expect(first).toEqual(['One', 'Two', 'Three'])
  expect(second).toEqual(['One', 'Two', 'Three'])
})

it('tells a listener that has stopped nothing more, not even of the same commit', () => {
  const { journal, create } = prepare()
  const seen: TaskEvent[] = []
  let stop = () => {}
  journal.listen(() => stop())
  stop = journal.listen((events) => seen.push(...events))
  create('tsk_1' as TaskId)
  expect(seen).toEqual([])
})

it('reads a log of any length, and says when there is none', () => {
  const { store, journal, create } = prepare()
  const id = 'tsk_1' as TaskId
  create(id)
  store.transaction(() => {
    for (let i = 2; i <= 4_001; i++) store.events.append([title(id, `${i}`)], i)
  })
  expect(journal.view(id)).toMatchObject({ title: '4001', lastSeq: 4_001 })
  expect(() => journal.view('tsk_none' as TaskId)).toThrow('There is no task tsk_none.')
})

it('keeps a view as long as anybody holds it, and not longer', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const { journal, create } = prepare()
  const [held, dropped] = ['tsk_1', 'tsk_2'] as TaskId[] as [TaskId, TaskId]
  create(held)
  create(dropped)
  const view = journal.view(held)
  const gone = new WeakRef(journal.view(dropped))
  // A weak reference holds until the task that looked at it is over.
  await new Promise(setImmediate)
  collectGarbage()
  expect(gone.deref()).toBeUndefined()
  journal.append([title(held, 'Still held'), title(dropped, 'Read anew')])
  expect(view.title).toBe('Still held')
  expect(journal.view(held)).toBe(view)
  expect(journal.view(dropped)).toMatchObject({ title: 'Read anew', lastSeq: 2 })
})

it('moves a task only where it may go, and not to where it is', () => {
  const { journal, create } = prepare()
  const id = 'tsk_1' as TaskId
  create(id)
  const view = journal.view(id)
  expect(moveTo(view, 'queued')).toEqual([])
  journal.append(moveTo(view, 'in_progress', 'Because.'))
  expect(view).toMatchObject({ status: 'in_progress', statusReason: 'Because.' })
  expect(() => moveTo(view, 'queued')).toThrow('A task that is in_progress cannot become queued.')
})
