import type { TaskView, TranscriptItem } from './task-view.ts'

/** What a transcript says of a limit that was met. */
export type LimitNotice = Extract<Extract<TranscriptItem, { type: 'notice' }>['notice'], { type: 'limit' }>

/** The limit that a task is paused by; null when it is not paused, or by something else. */
export function pausedBy({ status, items }: Pick<TaskView, 'status' | 'items'>): LimitNotice | null {
  if (status !== 'paused') return null
  const at = items.findLastIndex((item) => item.type === 'notice' && item.notice.type === 'status')
  const before = items[at - 1]
  return before?.type === 'notice' && before.notice.type === 'limit' ? before.notice : null
}
