import { Undo2 } from 'lucide-react'
import { memo } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem as Item } from '../../../contract/task-view.ts'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { useFold } from '../../ui/use-fold.ts'
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
  aside = false,
}: {
  taskId: TaskId
  item: Item
  last: boolean
  queued: boolean
  /** Whether the next entry says why the task failed. */
  told: boolean
  /** Whether it was set aside: then it is no part of the history any more. */
  aside?: boolean
}) {
  switch (item.type) {
    case 'message':
      return <MessageItem taskId={taskId} message={item} queued={queued} aside={aside} />
    case 'turn':
      return <TurnItem taskId={taskId} turn={item} last={last} told={told} />
    case 'notice':
      if (item.notice.type === 'rewound') return <SetAside taskId={taskId} items={item.notice.aside} />
      return <NoticeItem taskId={taskId} item={item} last={last} />
    default: {
      const unknown: never = item
      throw new Error(`Unknown item ${JSON.stringify(unknown)}`)
    }
  }
})

/** What was said and done after a message that was then put differently, folded away. */
function SetAside({ taskId, items }: { taskId: TaskId; items: readonly Item[] }) {
  const { open, bodyId, button } = useFold()
  const count = items.length === 1 ? 'one entry' : `${items.length} entries`
  return (
    <section aria-label="Set aside" className="min-w-0 text-small text-ink-3">
      <button
        {...button}
        className="flex max-w-full items-center gap-1.5 rounded-md px-1 py-0.5 text-left hover:bg-hover hover:text-ink"
      >
        <FoldArrow open={open} />
        <Undo2 aria-hidden className="size-3.5 shrink-0" />
        You put your message differently; {count} set aside. Files stay as they were changed.
      </button>
      {open ? (
        <div id={bodyId} className="mt-2 ml-2 flex flex-col gap-5 border-l-2 border-line pl-3">
          {items.map((item) => (
            <div key={item.id} data-item={item.id}>
              <TranscriptEntry taskId={taskId} item={item} last={false} queued={false} told={false} aside />
            </div>
          ))}
        </div>
      ) : null}
    </section>
  )
}
