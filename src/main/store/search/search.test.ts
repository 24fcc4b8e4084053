import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type SearchOrder, type SearchPage, searchOrderSchema } from '../../../contract/search.ts'
import type { TaskEventBody } from '../../../contract/task-event.ts'
import {
  callId,
  created,
  messageId,
  prepareGround,
  statusChanged,
  taskId,
  turnCommitted,
  turnId,
  turnRequested,
} from '../../testing/sample-events.ts'
import { temporaryStore } from '../../testing/sample-store.ts'
import { connectForReading, connectForWriting } from '../database.ts'
import type { Store } from '../store.ts'
import { createSearch } from './search.ts'
import { openSearchIndex, removeSearchIndex, searchIndexPath } from './search-index.ts'

const [a, b, c] = [taskId('A'), taskId('B'), taskId('C')]

function open() {
  const { folder, store } = temporaryStore()
  const ground = prepareGround(store)
  const search = createSearch({ folder, log: () => {} })
  onTestFinished(() => search.dispose())
  const ask = (text: string, more: Partial<SearchOrder> = {}) =>
    search.query(searchOrderSchema.parse({ text, ...more }))
  return { folder, store, ground, search, ask }
}

let clock = 1_000
const say = (store: Store, id: typeof a, ...bodies: TaskEventBody[]) =>
  store.events.append(
    bodies.map((body) => ({ taskId: id, body })),
    ++clock,
  )

/** What was found where: "SA-1 turn: … [marked] …". */
const lines = ({ tasks }: SearchPage) =>
  tasks.flatMap(({ displayId, hits }) =>
    hits.map(({ place, pieces }) => {
      const words = pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('')
      return `${displayId} ${place}: ${words}`
    }),
  )

const message = (text: string): TaskEventBody => ({
  type: 'message.added',
  messageId: messageId(text.slice(0, 8)),
  from: 'person',
  text,
})

function story(store: Store, ground: ReturnType<typeof prepareGround>): void {
  say(store, a, created(store, ground, a, { title: 'Heron one', message: 'Look after the heron.' }))
  say(store, a, turnRequested(turnId(1)))
  const calls: [ReturnType<typeof callId>, string, object][] = [
    [callId(1), 'execute_command', { command: 'npm test -- heron.test.ts' }],
    [callId(2), 'write_to_file', { path: 'src/heron/wing.ts', content: 'a crane is no heron' }],
    [callId(3), 'new_task', { mode: 'code', message: 'Count herons.' }],
  ]
  say(store, a, { ...turnCommitted(turnId(1), calls), text: 'The heron stands still.' } as TaskEventBody)
  say(
    store,
    a,
    { type: 'tool.started', callId: callId(1), action: null, grant: { by: 'rule', rule: '' }, write: null },
    {
      type: 'tool.finished',
      callId: callId(1),
      outcome: 'ok',
      result: 'heron output',
      display: null,
      durationMs: 1,
    },
  )
  const link = { parentId: a, rootId: a, parentCallId: callId(3), depth: 1 }
  store.events.append(
    [
      {
        taskId: b,
        body: created(store, ground, b, {
          ...link,
          title: 'Count',
          message: 'Count the heron.',
          mode: 'ask',
        }),
      },
      {
        taskId: a,
        body: {
          type: 'subtask.started',
          ...{ callId: callId(3), childId: b, childDisplayId: 'TR-2', mode: 'ask' },
          ...{ message: 'Count the heron.', background: false },
        },
      },
      { taskId: b, body: statusChanged('queued', 'in_progress') },
      { taskId: b, body: { type: 'task.completed', result: 'One heron.' } },
      { taskId: b, body: statusChanged('in_progress', 'completed') },
      {
        taskId: a,
        body: {
          type: 'subtask.returned',
          ...{
            callId: callId(3),
            childId: b,
            childDisplayId: 'TR-2',
            outcome: 'completed',
            summary: 'One heron.',
          },
        },
      },
    ],
    ++clock,
  )
}

it('finds what was said, where it was said, and no outputs and files', async () => {
  const { store, ground, ask } = open()
  story(store, ground)
  const found = await ask('heron')
  expect(lines({ ...found, tasks: [...found.tasks].sort((x, y) => (x.id < y.id ? -1 : 1)) }).sort()).toEqual([
    'TR-1 subtask: Count the [heron].',
    'TR-1 summary: One [heron].',
    'TR-1 title: [Heron] one',
    'TR-1 turn: The [heron] stands still.',
    'TR-2 message: Count the [heron].',
    'TR-2 result: One [heron].',
  ])
  expect(found.tasks.map(({ displayId, more }) => [displayId, more])).toEqual([
    ['TR-1', 3],
    ['TR-2', 0],
  ])
  expect(found).toMatchObject({ hits: 9, found: 2, next: null, capped: false })
  const all = await ask('heron', { taskId: a })
  expect(all.tasks[0]?.hits.map(({ place, item, seq }) => [place, item, seq]).sort()).toEqual([
    ['call', 'call_1', 3],
    ['call', 'call_2', 3],
    ['message', 'msg_A', 1],
    ['subtask', 'call_3', 6],
    ['summary', 'call_3', 7],
    ['title', null, 1],
    ['turn', 'turn_1', 3],
  ])
  expect((await ask('output')).hits + (await ask('crane')).hits).toBe(0)
  expect(lines(await ask('heron/wing.ts'))).toEqual(['TR-1 call: src/[heron/wing.ts]'])
})

it('takes in what is new, goes on where it was, and finds the same when made anew', async () => {
  const { folder, store, ground, search, ask } = open()
  story(store, ground)
  expect((await ask('heron')).hits).toBe(9)
  say(store, a, message('A heron again.'), message('And a stork.'))
  const found = await ask('heron')
  expect(found.hits).toBe(10)
  expect(found.indexed).toEqual({ done: found.indexed.of, of: found.indexed.of, problem: null })
  expect(lines(await ask('stork'))).toEqual(['TR-1 message: And a [stork].'])

  search.dispose()
  removeSearchIndex(folder)
  const log = connectForReading(join(folder, 'treeline.db'))
  const index = openSearchIndex(folder, log)
  const steps: number[] = []
  do steps.push(index.step(3))
  while (steps.at(-1) === 3)
  expect(steps.length).toBeGreaterThan(3)
  index.close()
  log.close()
  const anew = createSearch({ folder, log: () => {} })
  expect(await anew.query(searchOrderSchema.parse({ text: 'heron' }))).toEqual(found)
  anew.dispose()
})

it('does not show deleted tasks, nor titles that were changed, and shows restored tasks', async () => {
  const { store, ground, ask } = open()
  story(store, ground)
  await ask('heron')
  say(store, b, { type: 'task.deleted' })
  expect((await ask('heron')).tasks.map(({ displayId }) => displayId)).toEqual(['TR-1'])
  say(store, b, { type: 'task.restored' })
  expect((await ask('heron')).found).toBe(2)
  say(store, a, { type: 'title.changed', title: 'Stork two' })
  const places = (await ask('heron', { taskId: a })).tasks[0]?.hits.map(({ place }) => place)
  expect(places).not.toContain('title')
  expect(lines(await ask('stork'))).toEqual(['TR-1 title: [Stork] two'])
})

it('finds only what the filters let through', async () => {
  const { store, ground, ask } = open()
  story(store, ground)
  const other = { ...ground, workspace: store.workspaces.open('/home/me/other', 2) }
  say(store, c, created(store, other, c, { title: 'Other', message: 'A heron elsewhere.' }))
  const ids = async (more: Partial<SearchOrder>) =>
    (await ask('heron', more)).tasks.map(({ id }) => id).sort()
  expect(await ids({})).toEqual([a, b, c])
  expect(await ids({ workspaceId: other.workspace.id })).toEqual([c])
  expect(await ids({ mode: 'ask' })).toEqual([b])
  expect(await ids({ statuses: ['completed', 'failed'] })).toEqual([b])
  expect(await ids({ statuses: ['failed'] })).toEqual([])
  expect((await ask('heron -elsewhere')).found).toBe(2)
  expect((await ask('"heron elsewhere"')).found).toBe(1)
  expect((await ask('elsew', { typing: true })).found).toBe(1)
  expect((await ask('elsew')).found).toBe(0)
})

it('gives page after page, each task once', async () => {
  const { store, ground, ask } = open()
  const ids = Array.from({ length: 7 }, (_, number) => taskId(`P${number}`))
  for (const id of ids) say(store, id, created(store, ground, id, { message: 'A plover.' }))
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: SearchPage = await ask('plover', { limit: 3, cursor })
    seen.push(...page.tasks.map(({ id }) => id))
    cursor = page.next
    expect(page.found).toBe(7)
  } while (cursor !== null)
  expect(seen).toEqual(ids.toReversed())
  expect((await ask('plover', { cursor: 'nonsense' })).tasks).toHaveLength(7)
})

it('begins anew when the log is another one, or the index is damaged or gone', async () => {
  const { folder, store, ground, search, ask } = open()
  story(store, ground)
  await ask('heron')
  search.dispose()
  const path = searchIndexPath(folder)
  expect(statSync(path).mode & 0o077).toBe(0)
  const kept = readFileSync(path)

  const other = temporaryStore()
  say(other.store, c, created(other.store, prepareGround(other.store), c, { message: 'A grebe.' }))
  const other1 = createSearch({ folder: other.folder, log: () => {} })
  writeFileSync(searchIndexPath(other.folder), kept)
  const query = (text: string) => other1.query(searchOrderSchema.parse({ text }))
  expect([(await query('heron')).hits, (await query('grebe')).hits]).toEqual([0, 1])
  other1.dispose()

  writeFileSync(path, 'This is no database at all.'.repeat(1_000))
  const after = createSearch({ folder, log: () => {} })
  expect((await after.query(searchOrderSchema.parse({ text: 'heron' }))).hits).toBe(9)
  after.dispose()
})

it('says so when what is new cannot be taken in for want of time, and stops when it is told to', async () => {
  const { store, ground, search } = open()
  say(store, a, created(store, ground, a, { message: 'First.' }))
  const many = Array.from({ length: 1_200 }, (_, number) => ({ taskId: a, body: message(`Word ${number}`) }))
  store.events.append(many, 5)
  const order = searchOrderSchema.parse({ text: 'word' })
  const page = await search.query(order, { patienceMs: 0 })
  expect(page.indexed).toEqual({ done: 500, of: 1_201, problem: null })
  const stop = new AbortController()
  const asked = search.query(order, { patienceMs: 60_000, signal: stop.signal })
  stop.abort(new Error('Typed on.'))
  await expect(asked).rejects.toThrow('Typed on.')
  await search.fill()
  const whole = await search.query(order)
  expect(whole.indexed.done).toBe(1_201)
  expect(whole).toMatchObject({ hits: 500, capped: true })
})

it('finds what was taken in before while another program holds the index, and says why the rest is missing', async () => {
  const { folder, store, ground, ask } = open()
  story(store, ground)
  await ask('heron')
  say(store, a, message('A heron again.'))
  const holder = connectForWriting(searchIndexPath(folder))
  onTestFinished(() => void holder.close())
  holder.exec('BEGIN IMMEDIATE')
  const page = await ask('heron')
  expect(page.hits).toBe(9)
  expect(page.indexed.of - page.indexed.done).toBe(1)
  expect(page.indexed.problem).toMatch(/^Another program is holding .*search\.db/)
  holder.exec('ROLLBACK')
  expect((await ask('heron')).hits).toBe(10)
})
