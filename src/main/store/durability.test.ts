import { expect, onTestFinished, test } from 'vitest'
import type { ModeSnapshotId, TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { TaskEventBody } from '../../contract/task-event.ts'
import { sampleMode, taskId } from '../testing/sample-events.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { createEvents } from './events.ts'
import { migrations } from './migrations/all.ts'
import { createModes } from './modes.ts'
import { openDatabase } from './open-database.ts'
import { createWorkspaces } from './workspaces.ts'

/** SQLite's numbers for `PRAGMA synchronous`. */
const level = { 1: 'NORMAL', 2: 'FULL' } as Record<number, string>

function prepare() {
  const database = openDatabase(temporaryFolder(), false, migrations)
  onTestFinished(() => {
    database.close()
  })
  const workspaceId: WorkspaceId = createWorkspaces(database).open('/home/me/treeline', 1).id
  const modeSnapshotId: ModeSnapshotId = createModes(database).keep(sampleMode)
  const now = () => level[database.pragma('synchronous', { simple: true }) as number]
  const seen: (string | undefined)[] = []
  /** An event that notes how durable the commit will be that it is part of. */
  const noting = (id: TaskId, body: object): { taskId: TaskId; body: TaskEventBody } => ({
    taskId: id,
    get body() {
      seen.push(now())
      return body as TaskEventBody
    },
  })
  const created = {
    type: 'task.created',
    displayId: 'TR-1',
    parentId: null,
    rootId: taskId('A'),
    parentCallId: null,
    depth: 0,
    background: false,
    workspaceId,
    folder: '/home/me/treeline',
    mode: 'code',
    modeName: 'Code',
    modeSnapshotId,
    delegation: true,
    title: 'One',
    message: 'One',
    providerId: null,
    model: null,
  }
  const log = { asked: 0, failed: false, soon: () => void log.asked++ }
  return { events: createEvents(database, log), now, seen, noting, created, log }
}

const titled = { type: 'title.changed', title: 'Two' }

test('flushes every commit, except those that may wait, and goes back to flushing after each', () => {
  const { events, now, seen, noting, created } = prepare()
  const a = taskId('A')
  expect(now()).toBe('FULL')
  events.append([noting(a, created)], 1)
  events.append([noting(a, titled)], 2, 'ordered')
  expect(now()).toBe('FULL')
  events.append([noting(a, titled)], 3, 'flushed')
  events.append([noting(a, titled)], 4, 'ordered')
  expect([...new Set(seen)]).toHaveLength(2)
  expect(seen).toEqual(['FULL', 'NORMAL', 'FULL', 'NORMAL'])
  expect(now()).toBe('FULL')
})

test('goes back to flushing when what may wait fails', () => {
  const { events, now, noting } = prepare()
  expect(() => events.append([noting(taskId('gone'), titled)], 1, 'ordered')).toThrow()
  expect(now()).toBe('FULL')
})

test('has the log flushed soon after what did not wait for it, and waits again once that has failed', () => {
  const { events, seen, noting, created, log } = prepare()
  const a = taskId('A')
  events.append([noting(a, created)], 1)
  expect(log.asked).toBe(0)
  events.append([noting(a, titled)], 2, 'ordered')
  expect(log.asked).toBe(1)
  log.failed = true
  events.append([noting(a, titled)], 3, 'ordered')
  expect([seen.at(-1), log.asked]).toEqual(['FULL', 1])
})
