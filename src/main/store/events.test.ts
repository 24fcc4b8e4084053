import { expect, onTestFinished, test } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskEventBody, TaskEventOf } from '../../contract/task-event.ts'
import {
  callId,
  created,
  prepareGround,
  statusChanged,
  taskId,
  toolFinished,
  toolStarted,
  turnCommitted,
  turnId,
  turnRequested,
} from '../testing/sample-events.ts'
import { temporaryStore } from '../testing/sample-store.ts'
import { connectForWriting, type Database } from './database.ts'
import { databasePath } from './open-database.ts'

const a = taskId('A')
const b = taskId('B')
const titled = (title: string): TaskEventBody => ({ type: 'title.changed', title })

function prepare() {
  const { folder, store } = temporaryStore()
  const ground = prepareGround(store)
  const create = (id: typeof a) => ({ taskId: id, body: created(store, ground, id) })
  return { folder, store, create }
}

/** A second connection, to look and to do damage. */
function reach(folder: string): Database {
  const database = connectForWriting(databasePath(folder))
  onTestFinished(() => {
    database.close()
  })
  return database
}

test('numbers the events of each task from 1 and gives them back as they came', () => {
  const { store, create } = prepare()
  const first = store.events.append([create(a), create(b), { taskId: a, body: titled('One') }], 5)
  expect(first.map(({ taskId, seq, at }) => [taskId, seq, at])).toEqual([
    [a, 1, 5],
    [b, 1, 5],
    [a, 2, 5],
  ])
  const second = store.events.append([{ taskId: a, body: titled('Two') }], 6)
  expect(second).toEqual([{ taskId: a, seq: 3, at: 6, body: titled('Two') }])
  expect(store.events.read(a, 0, 100)).toEqual([first[0], first[2], second[0]])
  expect(store.events.read(b, 0, 100)).toEqual([first[1]])
})

test('reads what follows an event, at most so many', () => {
  const { store, create } = prepare()
  store.events.append([create(a), ...[2, 3, 4, 5].map((n) => ({ taskId: a, body: titled(`${n}`) }))], 1)
  const seqs = (after: number, limit: number) => store.events.read(a, after, limit).map(({ seq }) => seq)
  expect([seqs(0, 2), seqs(2, 2), seqs(4, 2), seqs(5, 2), seqs(99, 2)]).toEqual([[1, 2], [3, 4], [5], [], []])
  expect(store.events.read(b, 0, 10)).toEqual([])
})

test('reads no more for a screen once it has so much, and says whether more may follow', () => {
  const { store, create } = prepare()
  const long = (n: number) => ({ taskId: a, body: titled(`${n}`.repeat(1_000)) })
  store.events.append([create(a), ...[2, 3, 4, 5].map(long)], 1)
  const seqs = (after: number, limit: number, characters?: number) => {
    const { events, more } = store.events.readable(a, after, limit, characters)
    return [events.map(({ seq }) => seq), more]
  }
  expect(seqs(1, 10, 1_500)).toEqual([[2, 3], true])
  expect(seqs(3, 10, 1)).toEqual([[4], true])
  expect(seqs(3, 10, 5_000)).toEqual([[4, 5], false])
  expect(seqs(0, 3)).toEqual([[1, 2, 3], true])
  expect(seqs(0, 6)).toEqual([[1, 2, 3, 4, 5], false])
})

test('keeps any text as it is', () => {
  const { store, create } = prepare()
  const text = 'null \u0000, a lone half \ud83d, a tree 🌲, a line\u2028end, "quotes" and \\'
  const body: TaskEventBody = { type: 'task.completed', result: text }
  store.events.append([create(a), { taskId: a, body }], 1)
  expect(store.events.read(a, 1, 1)[0]?.body).toEqual(body)
})

test.each<[string, TaskEventBody]>([
  ['a status it does not have', statusChanged('paused', 'in_progress')],
  ['a forbidden move', statusChanged('queued', 'completed')],
  ['a call nobody made', toolStarted(callId('none'))],
  ['a turn nobody asked for', turnCommitted(turnId('none'))],
])('keeps nothing of a transaction with %s in the middle', (_what, impossible) => {
  const { folder, store, create } = prepare()
  store.events.append([create(a)], 1)
  const database = reach(folder)
  const everything = () =>
    ['events', 'tasks', 'usage', 'tool_calls'].map((table) =>
      database.prepare(`SELECT * FROM ${table}`).all(),
    )
  const before = everything()

  const entries = [
    { taskId: a, body: titled('Half') },
    create(b),
    { taskId: a, body: turnRequested(turnId(1)) },
    { taskId: a, body: impossible },
    { taskId: b, body: titled('After') },
  ]
  expect(() => store.events.append(entries, 2)).toThrow()
  expect(everything()).toEqual(before)
  expect(store.events.append([{ taskId: a, body: titled('Next') }], 3)[0]?.seq).toBe(2)
})

test('an append that fails inside a transaction takes back its own part only', () => {
  const { store, create } = prepare()
  store.transaction(() => {
    store.events.append([create(a)], 1)
    expect(() =>
      store.events.append(
        [
          { taskId: a, body: titled('Half') },
          { taskId: b, body: titled('No such task') },
        ],
        2,
      ),
    ).toThrow(`${b}, which is no task`)
    store.events.append([{ taskId: a, body: titled('Whole') }], 3)
  })
  expect(store.events.read(a, 0, 10).map(({ seq, at }) => [seq, at])).toEqual([
    [1, 1],
    [2, 3],
  ])
  expect(store.tasks.get(a)?.title).toBe('Whole')
})

test('a transaction that throws keeps nothing of all its writes', () => {
  const { store, create } = prepare()
  expect(() =>
    store.transaction(() => {
      store.events.append([create(a)], 1)
      store.drafts.set('new', 'text')
      throw new Error('thought better of it')
    }),
  ).toThrow('thought better of it')
  expect([store.tasks.list(), store.events.read(a, 0, 10), store.drafts.get('new')]).toEqual([[], [], ''])
})

test.each([
  ['is no JSON', `payload = '{"type":'`],
  ['is no event', `payload = '{"type":"title.changed","title":7}'`],
  ['is of an unknown type', `payload = '{"type":"task.sung"}'`],
])('names the event when a stored row %s, and goes on with everything else', (_what, damage) => {
  const { folder, store, create } = prepare()
  store.events.append(
    [create(a), create(b), ...[2, 3, 4].map((n) => ({ taskId: a, body: titled(`${n}`) }))],
    1,
  )
  reach(folder).exec(`UPDATE events SET ${damage} WHERE task_id = '${a}' AND seq = 3`)

  expect(() => store.events.read(a, 0, 10)).toThrow(
    expect.objectContaining({
      code: 'task_damaged',
      message: expect.stringMatching(/task tsk_A is damaged: event 3 in .*treeline\.db/),
    }),
  )
  expect(store.events.read(a, 0, 2)).toHaveLength(2)
  expect(store.events.read(b, 0, 10)).toHaveLength(1)
  expect(store.tasks.list().map(({ title }) => title)).toEqual(['Title of tsk_B', '4'])
})

test('shows a damaged log up to the damage, marks its task, and takes the mark away when it is whole', () => {
  const { folder, store, create } = prepare()
  store.events.append([create(a), ...[2, 3, 4].map((n) => ({ taskId: a, body: titled(`${n}`) }))], 1)
  const heard: TaskId[] = []
  store.damage.listen((taskId) => heard.push(taskId))
  const database = reach(folder)
  const setPayload = database.prepare('UPDATE events SET payload = ? WHERE task_id = ? AND seq = 3')
  setPayload.run('{', a)
  const { events, damage } = store.events.readable(a, 0, 10)
  expect([events.map(({ seq }) => seq), damage]).toEqual([[1, 2], expect.stringContaining('event 3')])
  expect(store.tasks.get(a)?.damage).toBe(damage)
  expect(heard).toEqual([a])
  // Half of a log says nothing of the other half.
  store.events.read(a, 0, 2)
  expect(store.events.readable(a, 0, 10, 1)).toMatchObject({ events: { length: 1 }, more: true })
  expect(store.tasks.get(a)?.damage).toBe(damage)

  setPayload.run(JSON.stringify(titled('3')), a)
  expect(store.events.readable(a, 0, 10)).toMatchObject({ events: { length: 4 }, damage: null })
  expect(store.tasks.get(a)?.damage).toBeNull()
  expect(heard).toEqual([a, a])
})

test('gives what calls came to by their ids, whatever else of the log is damaged', () => {
  const { folder, store, create } = prepare()
  const results = { one: 'One “whole” \ud83d\ude42\n', two: '', three: 'Three.' }
  const calls = Object.keys(results).map(callId)
  const bodies: TaskEventBody[] = [
    turnRequested(turnId(1)),
    turnCommitted(
      turnId(1),
      calls.map((call) => [call, 'read_file', {}]),
    ),
    ...calls.map(toolStarted),
    ...Object.entries(results).map(([call, result]) => ({
      ...(toolFinished(callId(call)) as TaskEventOf<'tool.finished'>),
      result,
    })),
  ]
  store.events.append([create(a), ...bodies.map((body) => ({ taskId: a, body }))], 1)
  reach(folder).exec(`UPDATE events SET payload = '{' WHERE seq = 2`)
  expect(store.events.results(a, [callId('one'), callId('two'), callId('four')])).toEqual({
    [callId('one')]: results.one,
    [callId('two')]: results.two,
  })
  expect(store.events.results(b, [callId('one')])).toEqual({})
})

test('notices an event that is gone', () => {
  const { folder, store, create } = prepare()
  store.events.append([create(a), ...[2, 3, 4].map((n) => ({ taskId: a, body: titled(`${n}`) }))], 1)
  reach(folder).exec(`DELETE FROM events WHERE seq = 3`)
  expect(() => store.events.read(a, 0, 10)).toThrow('event 3 in')
  expect(store.events.read(a, 3, 10)).toHaveLength(1)
})

test('what was appended is on the disk for whoever opens the folder next', () => {
  const { folder, store, create } = prepare()
  store.events.append([create(a)], 1)
  // Looks at the log as it lies there: nothing was folded in or closed.
  expect(reach(folder).prepare('SELECT task_id, seq FROM events').all()).toEqual([{ task_id: a, seq: 1 }])
})
