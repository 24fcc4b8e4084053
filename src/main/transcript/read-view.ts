import type { TaskId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { TranscriptSource } from './export-transcript.ts'

const pageSize = 2_000

/** A task as its log tells it, up to the damage if there is some. Null when nothing of it can be read. */
export function readView({ events }: Pick<TranscriptSource, 'events'>, taskId: TaskId): TaskView | null {
  const log: TaskEvent[] = []
  for (;;) {
    const page = events.readable(taskId, log.length, pageSize)
    log.push(...page.events)
    if (page.damage !== null || page.events.length < pageSize) return replayTask(log)
  }
}
