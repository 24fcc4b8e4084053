import { memo } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem as Item } from '../../../contract/task-view.ts'
import { TurnItem } from '../turn/turn-item.tsx'
import { MessageItem } from './message-item.tsx'
import { NoticeItem } from './notice-item.tsx'

/** One entry of the transcript, drawn anew only when it changed. */
export const TranscriptEntry = memo(function TranscriptEntry({
  taskId,
  item,
  last,
  queued,
  told,
}: {
  taskId: TaskId
  item: Item
  last: boolean
  queued: boolean
  /** Whether the next entry says why the task failed. */
  told: boolean
}) {
  switch (item.type) {
    case 'message':
      return <MessageItem taskId={taskId} message={item} queued={queued} />
    case 'turn':
      return <TurnItem taskId={taskId} turn={item} last={last} told={told} />
    case 'notice':
      return <NoticeItem taskId={taskId} item={item} last={last} />
    default: {
      const unknown: never = item
      throw new Error(`Unknown item ${JSON.stringify(unknown)}`)
    }
  }
})
