import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { ImageSource } from './image-source.ts'
import { transcriptJson } from './transcript-json.ts'
import { transcriptMarkdown } from './transcript-markdown.ts'

/** A transcript as a file to be. */
export type ExportedTranscript = { fileName: string; mediaType: string; content: string }

/** Where transcripts are read from. */
export type TranscriptSource = {
  tasks: { get(id: TaskId): TaskSummary | null; subtree(id: TaskId): TaskSummary[] }
  events: {
    readable(taskId: TaskId, afterSeq: number, limit: number): { events: TaskEvent[]; damage: string | null }
  }
}

const pageSize = 2_000

/** As what a transcript can be written. */
export type TranscriptFormat = 'md' | 'json' | 'html'

/**
 * One task, or it and everything below it, as Markdown or a page to read, or JSON to keep. The same log gives the
 * same bytes. A damaged log is exported up to the damage, which is said. Rejects with AppError `not_found` when
 * there is no such task.
 */
export async function exportTranscript(
  source: TranscriptSource,
  taskId: TaskId,
  { format, subtree, images }: { format: TranscriptFormat; subtree: boolean; images?: ImageSource },
): Promise<ExportedTranscript> {
  const task = source.tasks.get(taskId)
  if (task === null) throw new AppError('not_found', `There is no task ${taskId}.`)
  const tasks = subtree ? source.tasks.subtree(taskId) : [task]
  const logs = tasks.map((one) => ({ task: one, ...readLog(source, one.id) }))
  const fileName = `${task.displayId}${subtree ? '-subtree' : ''}.${format}`
  if (format === 'json') {
    return { fileName, mediaType: 'application/json', content: transcriptJson(logs, images) }
  }
  if (format === 'html') {
    // With the Markdown renderer, which nothing else here needs.
    const { transcriptPage } = await import('./html-page.ts')
    const tasks = logs.flatMap(({ events, damage }) => {
      const view = replayTask(events)
      return view === null ? [] : [{ view, damage }]
    })
    if (tasks.length === 0) throw new AppError('task_damaged', `Nothing of ${task.displayId} can be read.`)
    return { fileName, mediaType: 'text/html', content: transcriptPage(tasks, images) }
  }
  const views = logs.map(({ events }) => replayTask(events)).filter((view) => view !== null)
  const damaged = logs.flatMap(({ task: { displayId }, damage }) =>
    damage === null ? [] : [`\n> **The transcript of ${displayId} ends too soon.** ${damage}\n`],
  )
  return { fileName, mediaType: 'text/markdown', content: transcriptMarkdown(views) + damaged.join('') }
}

function readLog(source: TranscriptSource, taskId: TaskId): { events: TaskEvent[]; damage: string | null } {
  const events: TaskEvent[] = []
  for (;;) {
    const page = source.events.readable(taskId, events.length, pageSize)
    events.push(...page.events)
    if (page.damage !== null || page.events.length < pageSize) return { events, damage: page.damage }
  }
}
