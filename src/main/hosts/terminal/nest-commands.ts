import type { App } from '../../app.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './output.ts'
import { findTask } from './resume-command.ts'

/** `treeline nest`: nests a root task under another, with all below it. Returns the exit code. */
export function nestCommand(app: App, id: string, under: string, output: Output): number {
  const task = findTask(app, id)
  const parent = findTask(app, under)
  app.engine.tasks.nest(task.id, parent.id)
  output.err(`${task.displayId} is nested under ${parent.displayId}.\n`)
  return exitCode.completed
}

/** `treeline unnest`: makes a nested task a root again. Returns the exit code. */
export function unnestCommand(app: App, id: string, output: Output): number {
  const { displayId, id: taskId } = findTask(app, id)
  app.engine.tasks.unnest(taskId)
  output.err(`${displayId} is a root task now.\n`)
  return exitCode.completed
}
