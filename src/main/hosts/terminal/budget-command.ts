import type { Budget, BudgetState } from '../../../contract/budget.ts'
import { amountWords } from '../../../contract/budget-words.ts'
import type { App } from '../../app.ts'
import type { Reader } from '../../reader.ts'
import { exitCode, UsageError } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'
import { limitNames, parseLimits, type TypedLimits } from './parse-limits.ts'
import { findTask } from './resume-command.ts'

/** What `budget` was told. */
export type BudgetOptions = TypedLimits & { json: boolean }

/** Whether a limit is to be changed, so that the data folder must be owned. */
export function changesBudget(options: BudgetOptions): boolean {
  return limitNames.some((limit) => options[limit] !== undefined)
}

/** `treeline budget` with limits: sets them. What they had paused goes on with `resume`. */
export function setBudgetCommand(app: App, id: string, options: BudgetOptions, output: Output): number {
  const task = findTask(app, id)
  app.engine.tasks.setBudget(
    task.id,
    parseLimits(options, (limit) => `--${limit}`),
    false,
  )
  print(app.engine.tasks.budget(task.id), options, output)
  return exitCode.completed
}

/** `treeline budget` without: what is allowed and what is used up, of the task and those above it. */
export function budgetCommand(reader: Reader, id: string, options: BudgetOptions, output: Output): void {
  const task = reader.store?.tasks.find(id) ?? null
  if (task === null) throw new UsageError(`There is no task ${id}. "treeline tasks" lists them.`)
  print(reader.budget(task.id), options, output)
}

function print(states: BudgetState[], { json }: BudgetOptions, output: Output): void {
  if (json) {
    output.out(jsonLine(states))
    return
  }
  for (const state of states) {
    output.out(`${state.displayId}  ${state.title}\n`)
    for (const limit of limitNames) output.out(`  ${limit.padEnd(12)} ${line(state, limit)}\n`)
    const most = state.top.map(({ displayId, requests, tokens }) => {
      return `${displayId} ${requests} ${requests === 1 ? 'request' : 'requests'}, ${amountWords('tokens', tokens)} tokens`
    })
    if (most.length > 0) output.out(`  most by      ${most.join('; ')}\n`)
  }
}

function line({ limits, spent, asking }: BudgetState, limit: keyof Budget): string {
  const allowed = limits[limit] === null ? 'no limit' : amountWords(limit, limits[limit])
  if (limit === 'depth') return allowed
  const used = limit === 'concurrency' ? asking : spent[limit]
  return `${used === null ? 'unknown' : amountWords(limit, used)} of ${allowed}`
}
