import type { App } from '../../app.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './output.ts'
import { findTask } from './resume-command.ts'

/** `treeline condense`: has a summary stand for the older part of a task's history. */
export async function condenseCommand(app: App, id: string, output: Output): Promise<number> {
  const task = findTask(app, id)
  await app.engine.tasks.condense(task.id)
  output.err(`The history of ${task.displayId} is condensed.\n`)
  return exitCode.completed
}
