import type { EngineClient } from '../../e2e/support/engine-client.ts'
import type { TaskId } from '../../src/contract/ids.ts'
import { replayTask } from '../../src/contract/reduce-task.ts'
import type { TaskEventType } from '../../src/contract/task-event.ts'
import type { TaskStatus } from '../../src/contract/task-status.ts'
import type { TaskView } from '../../src/contract/task-view.ts'
import type { WorkAnswer } from '../../src/contract/work.ts'
import type { Place } from './place.ts'

/** What a step may use: the contract, and what is known of the task that it is about. */
export type Hand = { client: EngineClient; place: Place; taskId(opening: string): Promise<TaskId> }

/** One thing that a person does. It is done when this fact stands in that task's log. */
export type Step = {
  about: string
  fact: TaskEventType
  act(hand: Hand): Promise<unknown>
}

/** A task as its stream tells it at this moment. */
export async function viewOf(client: EngineClient, taskId: TaskId): Promise<TaskView> {
  const abort = new AbortController()
  try {
    for await (const { events } of await client.call.task.watch({ taskId }, { signal: abort.signal })) {
      const view = replayTask(events)
      if (view !== null) return view
    }
  } finally {
    abort.abort()
  }
  throw new Error('The stream of a task ended.')
}

/** The task as it is once it has one of these statuses. */
export async function until(
  client: EngineClient,
  taskId: TaskId,
  ...statuses: TaskStatus[]
): Promise<TaskView> {
  const { displayId } = await viewOf(client, taskId)
  await client.until(displayId, ...statuses)
  return viewOf(client, taskId)
}

/** Answers the question that a task asks; does nothing when it has been answered already. */
export async function answer(client: EngineClient, view: TaskView): Promise<void> {
  const asked = Object.values(view.calls).find((call) => call.status === 'awaiting_answer')
  if (asked === undefined) return
  await client.call.task.answerQuestion({ taskId: view.id, callId: asked.callId, answer: 'Yes.' })
}

/** Answers the approval that a task waits for; does nothing when that has been answered already. */
export async function approve(client: EngineClient, view: TaskView, work?: WorkAnswer): Promise<void> {
  const asked = Object.values(view.calls).find((call) => call.status === 'awaiting_approval')?.approval
  if (!asked) return
  const { approvalId, hash } = asked
  await client.call.task.decideApproval({ taskId: view.id, approvalId, hash, decision: 'approved', work })
}
