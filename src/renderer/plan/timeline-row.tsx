import { ChevronRight, Route } from 'lucide-react'
import { type CSSProperties, memo, useState } from 'react'
import { classNames } from '../ui/class-names.ts'
import { formatCost } from '../ui/format-cost.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { NodeFacts } from './node-facts.tsx'
import { NodeTime } from './node-time.tsx'
import type { PlanNode, PlanSegment } from './plan.ts'
import { PlanMark } from './plan-mark.tsx'
import { toneColour } from './tones.ts'

/** Height of every line in pixels. */
export const rowHeight = 44
/** How much further in each level stands, in pixels. */
export const indent = 16

/** A subtask as a line of the timeline. Its texts are made by the timeline, so that it is drawn anew only if they change. */
export const TimelineRow = memo(function TimelineRow(props: {
  elementId: string
  index: number
  node: PlanNode
  level: number
  expanded: boolean | null
  place: number
  of: number
  critical: boolean
  turns: boolean
  active: boolean
  top: number
  /** Epoch ms at which the axis begins. */
  origin: number
  /** Its name for those who do not see it. */
  label: string
  status: string
  depends: string
}) {
  const { node, level, expanded, critical, active } = props
  const [tip, setTip] = useState(false)
  return (
    <div
      id={props.elementId}
      role="treeitem"
      tabIndex={active ? 0 : -1}
      aria-label={props.label}
      aria-level={level + 1}
      aria-posinset={props.place}
      aria-setsize={props.of}
      aria-expanded={expanded ?? undefined}
      data-index={props.index}
      style={{ top: props.top, height: `calc(${rowHeight}px * var(--space-scale))` }}
      onFocus={(event) =>
        setTip(event.currentTarget === event.target && event.target.matches(':focus-visible'))
      }
      onBlur={() => setTip(false)}
      className={classNames(
        'group absolute inset-x-0 flex select-none outline-none',
        // Above the cells that stay in place.
        'after:pointer-events-none after:absolute after:inset-0 after:z-10 focus-visible:after:outline-2 after:-outline-offset-2 after:outline-focus',
        props.turns && 'border-t border-line-strong',
      )}
    >
      <div
        style={{ paddingLeft: 8 + level * indent }}
        className="sticky left-0 z-10 flex w-(--name) shrink-0 items-center gap-1.5 bg-surface pr-2 group-hover:bg-hover"
      >
        <span
          data-fold={expanded === null ? undefined : ''}
          className="flex size-4 shrink-0 items-center justify-center text-ink-3"
        >
          {expanded === null ? null : (
            <ChevronRight
              aria-hidden
              className={classNames('size-3.5 transition-transform duration-100', expanded && 'rotate-90')}
            />
          )}
        </span>
        <PlanMark status={node.status} />
        <span className="min-w-0 flex-1">
          <span className="flex min-w-0 items-center gap-1.5">
            {node.displayId === null ? null : (
              <span className="tabular shrink-0 text-micro text-ink-3">{node.displayId}</span>
            )}
            <ModeGlyph mode={node.mode} className="size-3.5 shrink-0 text-ink-3 @max-[560px]/plan:hidden" />
            <span className="min-w-0 truncate">{node.title}</span>
            {critical ? <CriticalMark /> : null}
          </span>
          <span className="block truncate text-micro text-ink-2">{props.status}</span>
        </span>
      </div>
      <div className="sticky left-(--name) z-10 flex w-(--figures) shrink-0 items-center overflow-hidden bg-surface pr-3 text-small text-ink-2 group-hover:bg-hover @max-[560px]/plan:hidden">
        <span className="w-16 shrink-0 text-right">
          <NodeTime node={node} />
        </span>
        <span className="tabular min-w-0 flex-1 text-right @max-[860px]/plan:hidden">
          {formatCost(node.cost)}
        </span>
      </div>
      <div className="relative mr-3 min-w-0 flex-1 group-hover:bg-hover/50">
        {node.segments.map((segment) => (
          <Bar key={`${segment.from} ${segment.tone}`} segment={segment} origin={props.origin} />
        ))}
        {critical && node.start !== null ? <CriticalLine node={node} origin={props.origin} /> : null}
        <Tooltip
          open={tip}
          onOpenChange={setTip}
          side="top"
          label={<NodeFacts node={node} status={props.status} depends={props.depends} critical={critical} />}
        >
          <span
            data-bar
            style={extent(node, props.origin)}
            className="plan-bar inset-y-1.5 scroll-ml-(--fixed)"
          />
        </Tooltip>
      </div>
    </div>
  )
})

/** The sign of the critical path, which is not told by colour alone. */
export function CriticalMark() {
  return (
    <span title="On the critical path" className="ml-auto flex shrink-0 pl-1">
      <Route aria-hidden className="size-3.5 text-ink" />
    </span>
  )
}

function Bar({ segment: { tone, waits, from, to }, origin }: { segment: PlanSegment; origin: number }) {
  const colour = toneColour[tone]
  const look = waits ? { '--hatch': colour, borderColor: colour } : { background: colour }
  return (
    <span
      aria-hidden
      style={{ ...times(from, to, origin), ...look }}
      className={classNames(
        'plan-bar top-1/2 -translate-y-1/2',
        waits ? 'plan-hatched h-2.5 rounded-sm border' : 'h-4 rounded-sm',
      )}
    />
  )
}

function CriticalLine({ node, origin }: { node: PlanNode; origin: number }) {
  const { start, end, stillSince } = node
  return (
    <span
      aria-hidden
      style={times(start ?? 0, end ?? stillSince, origin)}
      className="plan-bar bottom-[7px] h-[3px] rounded-full bg-ink"
    />
  )
}

function extent({ asked, segments }: PlanNode, origin: number): CSSProperties {
  const last = segments.at(-1)
  return times(segments[0]?.from ?? asked, last === undefined ? asked : last.to, origin)
}

function times(from: number, to: number | null, origin: number): CSSProperties {
  return { '--from': from - origin, '--to': to === null ? 'var(--now)' : to - origin } as CSSProperties
}
