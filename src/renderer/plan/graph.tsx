import { type KeyboardEvent, useCallback, useId, useMemo, useRef, useState } from 'react'
import type { CallId, TaskId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import {
  type GraphLayout,
  type GraphShape,
  isCritical,
  layoutGraph,
  neighbourIn,
  pathOf,
} from './graph-layout.ts'
import { GraphNode } from './graph-node.tsx'
import { openNode } from './open-node.ts'
import type { Plan, PlanNode } from './plan.ts'
import { namesOf, nodeWords, statusWords } from './plan-words.ts'
import { useSize } from './use-size.ts'

/** How small a graph becomes by itself: below that, nodes are hard to read, and it is scrolled. */
const leastReadable = 0.9
const leastScale = 0.2

/** Subtasks as nodes in layers from left to right, with arrows from what they waited for. */
export function Graph({
  plan,
  taskId,
  label,
  zoom,
}: {
  plan: Plan
  taskId: TaskId
  label: string
  /** 1 fits the graph into its place as long as it can be read, `fit` in any case. */
  zoom: number | 'fit'
}) {
  const app = useAppState()
  const graphId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const room = useSize(scroller)
  const placed = usePlaced(plan)
  const fit = Math.min(1, room.width / placed.width, room.height / placed.height)
  const wanted = zoom === 'fit' ? fit : Math.max(leastReadable, fit) * zoom
  const scale = Math.min(2, Math.max(leastScale, wanted))
  const [active, setActive] = useState<CallId | null>(null)
  const first = plan.nodes[0]?.callId ?? null
  const current = active !== null && placed.nodes.has(active) ? active : first
  const elementId = (id: CallId) => `${graphId}-${id}`

  const onOpen = useCallback(
    (node: PlanNode, how: { beside: boolean; plan: boolean }) => openNode(app, taskId, node, how),
    [app, taskId],
  )
  const onFocus = useCallback((node: PlanNode) => setActive(node.callId), [])

  function onKeyDown(event: KeyboardEvent) {
    if (current === null || event.altKey) return
    const node = plan.nodes.find(({ callId }) => callId === current)
    const beside = event.ctrlKey || event.metaKey
    if (event.key === 'Enter' && node !== undefined && (beside || event.shiftKey)) {
      onOpen(node, { beside, plan: event.shiftKey })
    } else {
      const to = beside ? null : leadsTo(event.key, placed, plan, current)
      if (to === null) return
      setActive(to)
      const element = document.getElementById(elementId(to))
      element?.focus({ preventScroll: true })
      element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    event.preventDefault()
    event.stopPropagation()
  }

  const now = Date.now()
  return (
    <div ref={scroller} className="flex min-h-0 flex-1 overflow-auto">
      <div
        className="relative m-auto shrink-0"
        style={{ width: placed.width * scale, height: placed.height * scale }}
      >
        <div
          className="absolute top-0 left-0 origin-top-left"
          style={{ width: placed.width, height: placed.height, transform: `scale(${scale})` }}
        >
          <Arrows placed={placed} critical={plan.critical} />
          {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: its buttons hear arrow keys through it */}
          <ul aria-label={label} onKeyDown={onKeyDown}>
            {plan.nodes.map((node) => {
              const { x, y } = placed.nodes.get(node.callId) ?? { x: 0, y: 0 }
              return (
                <GraphNode
                  key={node.callId}
                  elementId={elementId(node.callId)}
                  {...{ node, x, y, onOpen, onFocus }}
                  critical={plan.critical.includes(node.callId)}
                  active={node.callId === current}
                  label={nodeWords(node, plan, now)}
                  status={statusWords(node, plan)}
                  depends={namesOf(node.dependsOn, plan.nodes)}
                />
              )
            })}
          </ul>
        </div>
      </div>
    </div>
  )
}

/** The layout, made anew only when the plan has other subtasks or other arrows. */
function usePlaced(plan: Plan): GraphLayout {
  const shape = JSON.stringify({
    nodes: plan.nodes.map(({ callId, dependsOn }) => ({ callId, dependsOn })),
    groups: plan.groups.map(({ callIds, after }) => ({ callIds, after })),
  } satisfies GraphShape)
  return useMemo(() => layoutGraph(JSON.parse(shape)), [shape])
}

function leadsTo(key: string, { nodes }: GraphLayout, plan: Plan, from: CallId): CallId | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown':
      return neighbourIn(nodes, from, key)
    case 'Home':
      return plan.nodes[0]?.callId ?? null
    case 'End':
      return plan.nodes.at(-1)?.callId ?? null
    default:
      return null
  }
}

function Arrows({ placed, critical }: { placed: GraphLayout; critical: readonly CallId[] }) {
  const headId = useId()
  const { width, height, edges, joints } = placed
  const drawn = edges.map((edge) => ({ edge, strong: isCritical(edge, critical) }))
  return (
    <svg aria-hidden="true" width={width} height={height} className="absolute inset-0 text-ink-3">
      <defs>
        {['', '-strong'].map((kind) => (
          <marker
            key={kind}
            id={`${headId}${kind}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0.5 0.5 7.5 4 0.5 7.5z" className={kind === '' ? 'fill-ink-3' : 'fill-ink'} />
          </marker>
        ))}
      </defs>
      {/* What is critical lies on top. */}
      {drawn
        .toSorted((a, b) => Number(a.strong) - Number(b.strong))
        .map(({ edge, strong }) => (
          <path
            key={edge.id}
            d={pathOf(edge.points)}
            fill="none"
            strokeWidth={strong ? 3 : 1.25}
            markerEnd={edge.to === null ? undefined : `url(#${headId}${strong ? '-strong' : ''})`}
            className={strong ? 'stroke-ink' : 'stroke-ink-3'}
          />
        ))}
      {joints.map(({ id, x, y }) => (
        <circle key={id} cx={x} cy={y} r="5" className="fill-surface stroke-ink-3" strokeWidth="1.5" />
      ))}
    </svg>
  )
}
