import type { App } from '../../app.ts'
import { UsageError } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'

export type ForkOptions = { at?: string; json: boolean; data?: string }

/** `treeline fork`: a new root task with the history of another, up to a turn or all of it. */
export async function forkCommand(
  app: App,
  id: string,
  { at, json }: ForkOptions,
  output: Output,
): Promise<number> {
  const task = app.store.tasks.find(id)
  if (task === null) throw new UsageError(`There is no task ${id}. "treeline tasks" lists them.`)
  const turn = at === undefined ? undefined : Number(at)
  if (turn !== undefined && !(Number.isInteger(turn) && turn > 0)) {
    throw new UsageError(`--at takes the number of a turn, from 1, not "${at}".`)
  }
  const fork = app.engine.tasks.fork(task.id, { turn })
  if (json) output.out(jsonLine(fork))
  else {
    output.out(`${fork.displayId}\n`)
    output.err(
      `${fork.displayId} has the history of ${task.displayId}; files stay as they are. Go on with: treeline resume ${fork.displayId}\n`,
    )
  }
  return 0
}
