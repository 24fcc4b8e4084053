import { ChartGantt } from 'lucide-react'
import { type CSSProperties, type FocusEvent, type MouseEvent, memo } from 'react'
import { classNames } from '../ui/class-names.ts'
import { formatCost } from '../ui/format-cost.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { nodeSize } from './graph-layout.ts'
import { NodeFacts } from './node-facts.tsx'
import { NodeTime } from './node-time.tsx'
import type { PlanNode } from './plan.ts'
import { PlanMark } from './plan-mark.tsx'
import { planStatusInfo } from './plan-words.ts'
import { CriticalMark } from './timeline-row.tsx'
import { toneColour } from './tones.ts'

/** A subtask in the graph. Its texts are made by the graph, so that it is drawn anew only if they change. */
export const GraphNode = memo(function GraphNode({
  elementId,
  node,
  x,
  y,
  critical,
  active,
  label,
  status,
  depends,
  onOpen,
  onFocus,
}: {
  elementId: string
  node: PlanNode
  x: number
  y: number
  critical: boolean
  active: boolean
  /** Its name for those who do not see it. */
  label: string
  status: string
  depends: string
  onOpen: (node: PlanNode, how: { beside: boolean; plan: boolean }) => void
  onFocus: (node: PlanNode) => void
}) {
  const waits = node.status === 'waiting' || node.status === 'not_started'
  const open = (event: MouseEvent, plan: boolean) =>
    onOpen(node, { beside: event.ctrlKey || event.metaKey, plan })
  return (
    <li className="absolute" style={{ left: x, top: y, ...nodeSize }}>
      <Tooltip label={<NodeFacts node={node} status={status} depends={depends} critical={critical} />}>
        <button
          type="button"
          id={elementId}
          tabIndex={active ? 0 : -1}
          aria-label={label}
          onClick={(event) => open(event, event.shiftKey)}
          onFocus={(event: FocusEvent) => {
            if (event.target === event.currentTarget) onFocus(node)
          }}
          style={{ '--tone': toneColour[planStatusInfo[node.status].tone] } as CSSProperties}
          className={classNames(
            'flex size-full flex-col justify-center gap-0.5 overflow-hidden rounded-lg border bg-raised pr-2.5 pl-4 text-left shadow-low hover:bg-hover',
            'relative before:absolute before:inset-y-0 before:left-0 before:w-1 before:bg-(--tone)',
            critical ? 'border-2 border-ink' : 'border-line-strong',
            waits && 'border-dashed',
          )}
        >
          <span className="flex w-full min-w-0 items-center gap-1.5 text-micro text-ink-2">
            <PlanMark status={node.status} size={13} />
            <span className="tabular text-ink-3">{node.displayId}</span>
            <ModeGlyph mode={node.mode} className="size-3 shrink-0 text-ink-3" />
            <span className="min-w-0 truncate">{node.modeName}</span>
            {critical ? <CriticalMark /> : null}
          </span>
          <span className="w-full truncate font-medium">{node.title}</span>
          <span className="flex w-full min-w-0 gap-1.5 text-micro text-ink-2">
            <span className="min-w-0 truncate">{status}</span>
            <span className="tabular ml-auto flex shrink-0 gap-1.5">
              <NodeTime node={node} />
              {node.cost === null ? null : <span>{formatCost(node.cost)}</span>}
            </span>
          </span>
        </button>
      </Tooltip>
      {node.subtasks === 0 || !node.opens ? null : (
        <button
          type="button"
          tabIndex={-1}
          title={`Plan of ${node.displayId} (Shift+Enter)`}
          onClick={(event) => open(event, true)}
          className="absolute right-2.5 -bottom-2 flex h-[18px] items-center gap-1 rounded-full border border-line-strong bg-raised px-1.5 text-micro text-ink-2 shadow-low hover:bg-hover hover:text-ink"
        >
          <ChartGantt aria-hidden className="size-3" />
          {node.subtasks === 1 ? '1 subtask' : `${node.subtasks} subtasks`}
        </button>
      )}
    </li>
  )
})
