import { RotateCw } from 'lucide-react'
import { Spinner } from '../ui/spinner.tsx'
import type { PlanEntry } from './plan-rows.ts'
import { indent, rowHeight } from './timeline-row.tsx'

/** What stands below a subtask whose own subtasks are on their way, are none, or could not be had. */
export function TimelineNote({
  elementId,
  index,
  level,
  top,
  active,
  entry: { status, error },
}: {
  elementId: string
  index: number
  level: number
  top: number
  active: boolean
  entry: PlanEntry
}) {
  const words =
    status === 'loading'
      ? 'Loading its subtasks'
      : status === 'failed'
        ? `Its subtasks could not be loaded: ${error ?? 'no reason is known'} Press Enter to try again.`
        : 'It asked for no subtasks itself.'
  return (
    <div
      id={elementId}
      role="treeitem"
      tabIndex={active ? 0 : -1}
      aria-level={level + 1}
      data-index={index}
      style={{ top, height: `calc(${rowHeight}px * var(--space-scale))`, paddingLeft: 32 + level * indent }}
      className="absolute inset-x-0 flex items-center focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus"
    >
      <div
        className={`sticky left-8 flex max-w-xl items-center gap-2 text-small ${status === 'failed' ? 'text-failed-ink' : 'text-ink-2'}`}
      >
        {status === 'loading' ? <Spinner label="" size={12} /> : null}
        {status === 'failed' ? <RotateCw aria-hidden className="size-3.5 shrink-0" /> : null}
        <span className="line-clamp-2">{words}</span>
      </div>
    </div>
  )
}
