import type { App } from '../../app.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './output.ts'
import { findTask } from './resume-command.ts'

/** `treeline pin` and `treeline unpin`: puts a task first among those beside it, or back. Returns the exit code. */
export function pinCommand(app: App, id: string, pinned: boolean, output: Output): number {
  const { displayId, id: taskId } = findTask(app, id)
  app.engine.tasks.pin(taskId, pinned)
  output.err(pinned ? `${displayId} is pinned.\n` : `${displayId} is not pinned any more.\n`)
  return exitCode.completed
}

/** `treeline archive`: takes a root with all below it out of the usual list. Returns the exit code. */
export function archiveCommand(app: App, id: string, output: Output): number {
  const { displayId, id: taskId } = findTask(app, id)
  const { length } = app.engine.tasks.archive(taskId)
  output.err(`Archived ${displayId}${andBelow(length)}. "treeline unarchive ${displayId}" puts it back.\n`)
  return exitCode.completed
}

/** `treeline unarchive`: puts the tree that a task belongs to back into the list. Returns the exit code. */
export function unarchiveCommand(app: App, id: string, output: Output): number {
  const { id: taskId } = findTask(app, id)
  const [root, ...below] = app.engine.tasks.unarchive(taskId)
  output.err(`Put ${root?.displayId}${andBelow(below.length + 1)} back into the list.\n`)
  return exitCode.completed
}

const andBelow = (count: number): string => (count === 1 ? '' : ` and ${count - 1} below it`)
