import type { TaskSummary } from '../../contract/task-summary.ts'
import type { EngineCore } from './core.ts'
import { type Entry, moveTo } from './journal.ts'
import type { TaskRuns } from './task-runs.ts'

/** What a host wants done at its start with tasks that the last run left open. */
export type AfterRestart = 'continue' | 'wait' | 'leave'

const interrupted = 'Treeline was closed while this was at work.'

/**
 * Puts right what the last run left: turns that were being streamed are aborted, tasks that were at work
 * become `interrupted`. Then, unless the host leaves them to another command, those that waited for a
 * person or a child wait again, and those that worked go on if the preferences say so.
 */
export function recover(core: EngineCore, runs: TaskRuns, after: AfterRestart): void {
  const { store } = core.deps
  const working = store.tasks.withStatus(['in_progress', 'queued'])
  for (const task of working) core.journal.append(interruption(core, task))
  if (after === 'leave') return
  for (const task of store.tasks.withStatus(['awaiting_approval', 'awaiting_input', 'awaiting_subtask'])) {
    if (task.status !== 'awaiting_input' || hasOpenQuestion(core, task)) runs.start(task.id)
  }
  if (after === 'wait') return
  for (const { id } of working) {
    core.journal.append(moveTo(core.journal.view(id), 'in_progress'))
    runs.start(id)
  }
}

function interruption({ journal }: EngineCore, { id }: TaskSummary): Entry[] {
  const view = journal.view(id)
  const streaming = view.items.findLast((item) => item.type === 'turn')
  const failure = { kind: 'interrupted' as const, message: interrupted, httpStatus: null, retryInMs: null }
  return [
    ...(streaming?.type === 'turn' && streaming.state === 'streaming'
      ? [{ taskId: id, body: { type: 'turn.aborted' as const, turnId: streaming.id, failure } }]
      : []),
    ...moveTo(view, 'interrupted', interrupted),
  ]
}

function hasOpenQuestion({ journal }: EngineCore, { id }: TaskSummary): boolean {
  return Object.values(journal.view(id).calls).some((call) => call.status === 'awaiting_answer')
}
