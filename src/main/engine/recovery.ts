import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { brokenTurn } from './broken-turn.ts'
import type { EngineCore } from './core.ts'
import { moveTo } from './journal.ts'
import type { TaskRuns } from './task-runs.ts'
import { openDoubt } from './unknown-outcome.ts'

/** What a host wants done at its start with tasks that the last run left open. */
export type AfterRestart = 'continue' | 'wait' | 'leave'

const reason = 'Treeline was closed while this was at work.'

/**
 * Puts right what the last run left: turns that were being streamed are aborted, tasks that were at work
 * become `interrupted`. Then, unless the host leaves them to another command, those that waited for a
 * person or a child wait again, and with `continue` those that an end of the app interrupted go on. A task
 * whose log cannot be read is said to be so and holds up no other.
 */
export function recover(core: EngineCore, runs: TaskRuns, after: AfterRestart): void {
  const { store } = core.deps
  for (const task of store.tasks.withStatus(['in_progress', 'queued'])) interrupt(core, task)
  if (after === 'leave') return
  for (const task of store.tasks.withStatus(['awaiting_approval', 'awaiting_input', 'awaiting_subtask'])) {
    attempt(core, task.id, () => {
      if (task.status !== 'awaiting_input' || hasOpenQuestion(core, task.id)) runs.start(task.id)
    })
  }
  if (after === 'wait') return
  for (const { id } of store.tasks.withStatus(['interrupted'])) {
    attempt(core, id, () => {
      core.journal.append(moveTo(core.journal.view(id), 'in_progress'))
      runs.start(id)
    })
  }
}

/** Makes a task that is at work `interrupted`: the app is about to end, or has ended. */
export function interrupt(core: EngineCore, { id, status }: Pick<TaskSummary, 'id' | 'status'>): void {
  const { journal } = core
  const failure = attempt(core, id, () => {
    const view = journal.view(id)
    journal.append([...brokenTurn(view, 'interrupted', core.live), ...moveTo(view, 'interrupted', reason)])
  })
  if (failure === null) return
  const body = { type: 'status.changed' as const, from: status, to: 'interrupted' as const, reason: failure }
  attempt(core, id, () => journal.append([{ taskId: id, body }]))
}

/** Does something about one task that must not hold up the others. Returns what went wrong, or null. */
function attempt({ deps }: EngineCore, taskId: TaskId, work: () => void): string | null {
  try {
    work()
    return null
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    deps.log('error', `${taskId} was not put right: ${message}`)
    return message
  }
}

function hasOpenQuestion({ journal }: EngineCore, id: TaskId): boolean {
  const view = journal.view(id)
  return (
    openDoubt(view) !== null || Object.values(view.calls).some((call) => call.status === 'awaiting_answer')
  )
}
