import { expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskEvent, TaskEventBody } from '../../contract/task-event.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { createRadar } from './radar.ts'
import type { FoundClash, TrialMerges } from './trial-merges.ts'

type Look = Parameters<TrialMerges['look']>[0] & {
  signal: AbortSignal
  end(found: FoundClash[] | Error): void
}

/** A parent in `/work` with two children in worktrees; time and merging stand still until a test moves them. */
function place() {
  const ids = ['parent', 'one', 'two'] as TaskId[]
  const tasks = new Map(
    ids.map((id, at) => [
      id,
      {
        id,
        displayId: `T-${at + 1}`,
        status: 'in_progress',
        parentId: at === 0 ? null : ids[0],
        folder: at === 0 ? '/work' : `/worktrees/${id}`,
      } as TaskSummary,
    ]),
  )
  const waits: (() => void)[] = []
  const looks: Look[] = []
  const logged: string[] = []
  const changed: string[] = []
  let tell: (events: TaskEvent[]) => void = () => {}
  let clock = 0
  const radar = createRadar(
    {
      store: {
        tasks: { get: (id: TaskId) => tasks.get(id) ?? null, withStatus: () => [] },
      } as never,
      trialMerges: {
        look: (order, signal) =>
          new Promise((resolve, reject) => {
            const end = (found: FoundClash[] | Error) =>
              found instanceof Error ? reject(found) : resolve(found)
            signal.addEventListener('abort', () => reject(signal.reason))
            looks.push({ ...order, signal, end })
          }),
      },
      delay: (_ms, signal) =>
        new Promise((resolve) => {
          waits.push(resolve)
          signal.addEventListener('abort', () => resolve())
        }),
      now: () => clock,
      log: (_level, message) => void logged.push(message),
    },
    {
      listen(listener) {
        tell = listener
        return () => {
          tell = () => {}
        }
      },
      view: () => {
        throw new Error('No log is read.')
      },
    },
    (taskId) => void changed.push(taskId),
  )
  const say = (taskId: string, body: object) =>
    tell([{ taskId: taskId as TaskId, seq: 1, at: 0, body: body as TaskEventBody }])
  for (const id of ['one', 'two'])
    say(id, { type: 'worktree.opened', folder: `/worktrees/${id}`, from: '/work', base: 'b', notes: [] })
  return {
    ...{ radar, looks, logged, changed, waits, say },
    edits: (taskId: string, type = 'edit') => say(taskId, { type: 'tool.finished', display: { type } }),
    /** The quiet is over. */
    async rest(ms = 1_500) {
      clock += ms
      waits.shift()?.()
      await settled()
    },
    clashes: (taskId: string) => radar.dress(tasks.get(taskId as TaskId) as TaskSummary).clashes,
  }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const found: FoundClash = { one: 'one' as TaskId, other: 'two' as TaskId, paths: ['a.ts'] }

it('looks when files have come to rest, once at a time, and only where something changed', async () => {
  const { radar, looks, edits, rest, waits, clashes, changed } = place()
  edits('one', 'todo')
  expect(waits).toHaveLength(0)
  edits('one')
  edits('two', 'command')
  expect(waits).toHaveLength(1)
  await rest()
  // Both were touched after the first: it waits for the second to rest too.
  expect([waits.length, looks.length]).toEqual([1, 0])
  await rest()
  expect(looks[0]).toMatchObject({
    into: { taskId: 'parent', folder: '/work' },
    tasks: [
      { taskId: 'one', folder: '/worktrees/one', base: 'b', stale: true },
      { taskId: 'two', folder: '/worktrees/two', base: 'b', stale: true },
    ],
  })
  // What comes meanwhile is looked at afterwards, and only that is read anew.
  edits('two')
  expect([waits.length, looks.length]).toEqual([0, 1])
  looks[0]?.end([found])
  await settled()
  expect(clashes('one')).toEqual([{ with: { taskId: 'two', displayId: 'T-3' }, paths: ['a.ts'] }])
  expect(changed).toEqual(['one', 'two'])
  await rest()
  expect(looks[1]?.tasks.map(({ stale }) => stale)).toEqual([false, true])
  looks[1]?.end([])
  await settled()
  expect([clashes('one'), clashes('two'), waits.length]).toEqual([undefined, undefined, 0])
  await radar.close()
})

it('looks all the same at what never rests', async () => {
  const { radar, looks, edits, rest } = place()
  edits('one')
  for (let times = 0; times < 9; times++) {
    edits('one')
    await rest(1_500)
  }
  expect(looks).toHaveLength(0)
  edits('one')
  await rest(1_500)
  expect(looks).toHaveLength(1)
  await radar.close()
})

it('lets go at once of a task that ends, and of everything when the app does', async () => {
  const { radar, looks, say, edits, rest, clashes, logged } = place()
  edits('one')
  await rest()
  looks[0]?.end([found])
  await settled()
  edits('two')
  await rest()
  say('two', { type: 'status.changed', from: 'in_progress', to: 'completed', reason: null })
  expect([clashes('one'), looks[1]?.signal.aborted]).toEqual([undefined, true])
  await settled()
  await rest()
  expect(looks[2]?.tasks.map(({ taskId }) => taskId)).toEqual(['one'])
  await radar.close()
  expect([looks[2]?.signal.aborted, logged]).toEqual([true, []])
  edits('one')
  await settled()
  expect(looks).toHaveLength(3)
})

it('logs what fails, and reads those folders anew the next time', async () => {
  const { radar, looks, edits, rest, logged } = place()
  edits('one')
  await rest()
  looks[0]?.end(new Error('No such folder.'))
  await settled()
  expect(logged).toEqual(['Work for /work was not looked at for clashes: Error: No such folder.'])
  edits('two')
  await rest()
  expect(looks[1]?.tasks.map(({ stale }) => stale)).toEqual([true, true])
  looks[1]?.end([])
  await radar.close()
})
