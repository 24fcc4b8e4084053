import type { App } from '../../app.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './output.ts'
import { findTask } from './resume-command.ts'

/** `treeline delete`: takes a task and all below it out of every list. Returns the exit code. */
export function deleteCommand(app: App, id: string, output: Output): number {
  const { displayId, id: taskId } = findTask(app, id)
  const { length } = app.engine.tasks.remove(taskId)
  const others = length === 1 ? '' : ` and ${length - 1} below it`
  output.err(`Deleted ${displayId}${others}. "treeline undelete ${displayId}" puts it back.\n`)
  return exitCode.completed
}

/** `treeline undelete`: puts a deleted task back, with what was deleted with it. Returns the exit code. */
export function undeleteCommand(app: App, id: string, output: Output): number {
  const { displayId, id: taskId } = findTask(app, id)
  const { length } = app.engine.tasks.restore(taskId)
  output.err(`Put back ${displayId}${length === 1 ? '' : ` and ${length - 1} below it`}.\n`)
  return exitCode.completed
}
