import { isEnded, isStopped } from '../../../contract/task-status.ts'
import type { TaskSummary } from '../../../contract/task-summary.ts'
import type { App } from '../../app.ts'
import { driveTree } from './drive-tree.ts'
import { exitCode, UsageError } from './exit-code.ts'
import type { Output } from './output.ts'
import { parseApprove } from './parse-approve.ts'

/**
 * `treeline resume`: goes on with one task's tree, or with every root that was paused, interrupted or left
 * waiting. `--approve` holds for the tree from now on. Returns the exit code of the worst end.
 */
export async function resumeCommand(
  app: App,
  id: string | undefined,
  options: { approve?: string; json: boolean; data?: string },
  output: Output,
): Promise<number> {
  const toggles = parseApprove(options.approve)
  const trees = id === undefined ? openTrees(app) : [findTask(app, id)]
  if (trees.length === 0) {
    output.err('Nothing is paused, interrupted or waiting.\n')
    return exitCode.completed
  }
  let worst: number = exitCode.completed
  for (const task of trees) {
    const begin = () => {
      if (toggles !== undefined) {
        app.store.settings.setAutoApprove({ scope: 'task', taskId: task.rootId }, toggles)
      }
      app.engine.tasks.resume(task.rootId)
      return task.rootId
    }
    const code = await driveTree(app, { json: options.json, output, begin, data: options.data })
    worst = Math.max(worst, code)
  }
  return worst
}

/** The task that an id names. Throws UsageError when there is none. */
export function findTask({ store }: Pick<App, 'store'>, id: string): TaskSummary {
  const task = store.tasks.find(id)
  if (task === null) throw new UsageError(`There is no task ${id}. "treeline tasks" lists them.`)
  return task
}

/** Roots in whose tree something was stopped, or waits with nobody at work on it. */
function openTrees({ store }: App): TaskSummary[] {
  return store.tasks.list().filter(({ parentId, id }) => {
    if (parentId !== null) return false
    const open = store.tasks.subtree(id).filter(({ status }) => !isEnded(status))
    return open.some(({ status }) => isStopped(status) || status !== 'awaiting_subtask')
  })
}
