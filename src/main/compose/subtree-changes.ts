import { setImmediate as breathe } from 'node:timers/promises'
import { AppError } from '../../contract/app-error.ts'
import type { SubtreeChanges } from '../../contract/changes-api.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { Engine } from '../engine/engine.ts'
import type { Store } from '../store/store.ts'
import { mergeChanges, openParts, partsOf, type TaskWithParts } from './merge-changes.ts'

/** So many tasks of a subtree are looked at, and so many worktrees, in each of which git compares all files. */
const mostTasks = 1_000
const mostWorktrees = 12

/** Others get their turn after so many logs. */
const logsAtOnce = 10

type Parts = {
  store: Pick<Store, 'changes' | 'tasks'>
  engine: Pick<Engine, 'work'>
  now(): number
}

/**
 * What a task and everything below it changed in files. Reads of each log what is about files, and of worktrees that
 * are open what is in them. Rejects with AppError `not_found` where there is no such task.
 */
export async function subtreeChanges(
  { store, engine, now }: Parts,
  { taskId, limit }: { taskId: TaskId; limit: number },
  signal?: AbortSignal,
): Promise<SubtreeChanges> {
  const [top, ...rest] = store.tasks.subtree(taskId)
  if (top === undefined) throw new AppError('not_found', `There is no task ${taskId}.`)
  const all = [top, ...rest.filter(({ deletedAt }) => deletedAt === null)]
  const unread: SubtreeChanges['unread'] = []
  const tasks: TaskWithParts[] = []
  let looked = 0
  for (const [at, task] of all.slice(0, mostTasks).entries()) {
    if (at % logsAtOnce === logsAtOnce - 1) await breathe()
    signal?.throwIfAborted()
    const { parts, open, edited } = partsOf(store.changes.ofTask(task.id))
    if (open) {
      if (looked++ < mostWorktrees) {
        try {
          const work = await engine.work(task.id, signal)
          if (work !== null) parts.push(...openParts(work, edited, now()))
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          unread.push(untold(task, error.message))
        }
      } else unread.push(untold(task, 'Too many worktrees are open to look into all of them.'))
    }
    const { id, parentId, displayId, title } = task
    tasks.push({ taskId: id, parentId: task === top ? null : parentId, displayId, title, parts })
  }
  const files = mergeChanges(tasks)
  return {
    files: files.slice(0, limit),
    moreFiles: Math.max(0, files.length - limit),
    tasks: tasks.length,
    moreTasks: all.length - tasks.length,
    unread,
  }
}

function untold({ id, displayId }: TaskSummary, why: string): SubtreeChanges['unread'][number] {
  return { taskId: id, displayId, why }
}
