import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'

/** The version of the file's shape: raised when a reader of the old one could not read the new one. */
export const transcriptVersion = 1

/** What the file says it is. */
export const transcriptFormat = 'treeline-transcript'

/**
 * The log itself, task by task, parents first: everything that happened, so that reading it back gives
 * the same transcript. The shape is `{ format, version, tasks: [{ id, displayId, parentId, …, events }] }`.
 */
export function transcriptJson(
  logs: { task: TaskSummary; events: TaskEvent[]; damage: string | null }[],
): string {
  const tasks = logs.map(({ task, events, damage }) => {
    const { id, displayId, parentId, rootId, mode, status, title, model, inputTokens, outputTokens, cost } =
      task
    const { createdAt, updatedAt } = task
    return {
      id,
      displayId,
      parentId,
      rootId,
      mode,
      status,
      title,
      model,
      inputTokens,
      outputTokens,
      cost,
      createdAt,
      updatedAt,
      ...(damage === null ? {} : { damage }),
      events: events.map(({ seq, at, body }) => ({ seq, at, ...body })),
    }
  })
  return `${JSON.stringify({ format: transcriptFormat, version: transcriptVersion, tasks }, null, 2)}\n`
}
