import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { ImageSource } from './image-source.ts'

/** The version of the file's shape: raised when a reader of the old one could not read the new one. */
export const transcriptVersion = 1

/** What the file says it is. */
export const transcriptFormat = 'treeline-transcript'

/**
 * The log itself, task by task, parents first: everything that happened, so that reading it back gives
 * the same transcript. The shape is `{ format, version, tasks: [{ id, displayId, parentId, …, events }], images }`, the last with
 * the images of messages in base64 by their hash, where there are some.
 */
export function transcriptJson(
  logs: { task: TaskSummary; events: TaskEvent[]; damage: string | null }[],
  source?: ImageSource,
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
  const images = imagesOf(logs, source)
  const file = {
    format: transcriptFormat,
    version: transcriptVersion,
    tasks,
    ...(images === null ? {} : { images }),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** The images that messages refer to, as far as they are there; null when there is none. */
function imagesOf(
  logs: { events: TaskEvent[] }[],
  source: ImageSource | undefined,
): Record<string, string> | null {
  const found: Record<string, string> = {}
  for (const { events } of logs) {
    for (const { body } of events) {
      for (const { hash } of 'images' in body ? (body.images ?? []) : []) {
        const image = found[hash] === undefined ? source?.read(hash) : null
        if (image) found[hash] = image.bytes.toString('base64')
      }
    }
  }
  return Object.keys(found).length === 0 ? null : found
}
