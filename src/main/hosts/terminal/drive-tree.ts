import type { TaskId } from '../../../contract/ids.ts'
import { type LimitNotice, pausedBy } from '../../../contract/paused-by.ts'
import type { TaskEvent } from '../../../contract/task-event.ts'
import type { App } from '../../app.ts'
import { exitCode, exitCodeFor } from './exit-code.ts'
import { followTree, type Member } from './follow-tree.ts'
import { jsonLine, type Output } from './output.ts'
import { progressLine } from './progress-line.ts'
import { raiseWords } from './raise-words.ts'
import { doubtWords, openDoubt } from './unknown-outcome.ts'

/**
 * Runs a tree to its end while telling of it: one JSON event a line on stdout with `json`, else readable
 * progress on stderr; last the result. Ctrl-C stops the tree so that it can be resumed, and so does a reader
 * who goes away. Returns the exit code. `begin` sets the tree to work and returns its root; `data` is the data folder
 * as it was typed, for what is to be typed next. The result and the exit code are those of the root, or of the task it
 * is `about`.
 */
export async function driveTree(
  app: App,
  {
    json,
    output,
    begin,
    data,
    about,
  }: {
    json: boolean
    output: Output
    begin: () => TaskId | Promise<TaskId>
    data?: string | undefined
    about?: TaskId
  },
): Promise<number> {
  let rootId: TaskId | null = null
  const tell = (event: TaskEvent, { displayId, depth }: Member) => {
    const { taskId, seq, at, body } = event
    if (json) {
      output.out(jsonLine({ ...body, taskId, displayId, seq, at }))
      return
    }
    const line = progressLine(event)
    if (line !== null) output.err(`${'  '.repeat(depth)}${displayId}  ${line}\n`)
  }
  const start = async () => {
    rootId = await begin()
    // Whoever does not want to wait for what the prompt mentions.
    if (interrupted) app.engine.tasks.stop(rootId)
    return rootId
  }
  let interrupted = false
  const onInterrupt = () => {
    if (interrupted) process.exit(exitCode.interrupted)
    interrupted = true
    output.err('Stopping. What was done is kept; press Ctrl-C again to leave at once.\n')
    if (rootId !== null) app.engine.tasks.stop(rootId)
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  output.unread.addEventListener('abort', onInterrupt)
  try {
    const end = await followTree(app, start, tell)
    const root = (about === undefined ? null : app.store.tasks.get(about)) ?? end.root
    const { waiting } = end
    const { id: taskId, displayId, status } = root
    const result = app.engine.view(taskId).result
    if (json) output.out(jsonLine({ type: 'result', taskId, displayId, status, result }))
    else if (status === 'completed') output.out(`${result ?? ''}\n`)
    else output.err(`${displayId} is ${status}${root.statusReason ? `: ${root.statusReason}` : ''}.\n`)
    let others = 0
    const limits = new Map<string, LimitNotice>()
    for (const task of status === 'completed' ? [] : waiting) {
      // What the root is paused by has just been said.
      const said = task.id === taskId && task.statusReason !== null
      const words = task.status === 'paused' ? (task.statusReason ?? task.activity) : task.activity
      if (!said) output.err(`${task.displayId} waits for you (${task.status}): ${words}\n`)
      const doubt = openDoubt(app.engine.view(task.id))
      const limit = pausedBy(app.engine.view(task.id))
      if (doubt !== null) output.err(doubtWords(task, doubt, data))
      else if (limit === null) others++
      else limits.set(`${limit.budgetOf} ${limit.limit}`, limit)
    }
    for (const limit of limits.values()) {
      output.err(raiseWords(app.store.tasks.get(limit.budgetOf) ?? root, root, limit, data))
    }
    if (others > 0) {
      output.err(`Go on with: treeline resume ${displayId} --approve …\n`)
    }
    return interrupted ? exitCode.interrupted : exitCodeFor(status)
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
    output.unread.removeEventListener('abort', onInterrupt)
  }
}
