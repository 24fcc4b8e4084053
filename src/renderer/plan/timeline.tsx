import './plan.css'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { useRowHeight } from '../settings/use-row-height.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { openNode } from './open-node.ts'
import { planMove } from './plan-keys.ts'
import { type PlanRow, planRows, spanOf } from './plan-rows.ts'
import type { PlanSource } from './plan-source.ts'
import { namesOf, nodeWords, statusWords } from './plan-words.ts'
import { TimelineGrid, TimelineHead } from './timeline-axis.tsx'
import { TimelineNote } from './timeline-note.tsx'
import { rowHeight, TimelineRow } from './timeline-row.tsx'
import { useSize } from './use-size.ts'
import { useTimeAxis } from './use-time-axis.ts'

/** Subtasks as bars on a time axis, those of subtasks unfolded below them: an ARIA tree of which only what is in sight exists. */
export function Timeline({
  source,
  taskId,
  label,
  zoom,
}: {
  source: PlanSource
  taskId: TaskId
  label: string
  /** How much wider than its place the axis is: 1 fits. */
  zoom: number
}) {
  const app = useAppState()
  const gridId = useId()
  const { entries, open } = useStore(source.store)
  const rows = useMemo(() => planRows(entries, open, taskId), [entries, open, taskId])
  const span = useMemo(() => spanOf(rows), [rows]) ?? { from: 0, to: 0 }
  const turns = useMemo(() => turnsOf(rows, span.from), [rows, span.from])
  const scroller = useRef<HTMLDivElement>(null)
  const track = useRef<HTMLDivElement>(null)
  const axis = useTimeAxis(scroller, span, useSize(track).width)
  const [activeId, setActiveId] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const focused = useRef<{ id: string; index: number } | null>(null)
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  )
  const height = useRowHeight(rowHeight)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    paddingEnd: 8,
    // The line that has the focus stays, wherever one scrolls.
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), activeIndex])]
        .filter((at) => at < range.count)
        .sort((a, b) => a - b),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: every line is as high as all others
  useEffect(() => virtual.measure(), [virtual, height])
  useKeptCentre(scroller, track, zoom)

  useLayoutEffect(() => {
    // A line that is gone, such as that of something loading, leaves the focus to what stands in its place.
    const lost = focused.current
    if (lost !== null && document.activeElement === document.body && !rows.some(({ id }) => id === lost.id)) {
      focused.current = null
      focusRow(Math.min(lost.index, rows.length - 1))
    }
    // Whoever asked for a line gets it as soon as it exists.
    const line = wanted.current === null ? null : document.getElementById(`${gridId}-${wanted.current}`)
    if (line === null) return
    wanted.current = null
    line.focus({ preventScroll: true })
    line.querySelector('[data-bar]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  function focusRow(index: number) {
    const row = rows[index]
    if (row === undefined) return
    setActiveId(row.id)
    wanted.current = row.id
    virtual.scrollToIndex(index, { align: 'auto' })
  }

  function carryOut(index: number, how: { beside: boolean; plan: boolean }) {
    const row = rows[index]
    if (row?.type === 'note' && row.entry.status === 'failed') source.retry(row.taskId)
    if (row?.type !== 'node') return
    openNode(app, parentOf(rows, row) ?? taskId, row.node, how)
  }

  function fold(index: number, unfold: boolean) {
    const row = rows[index]
    if (row?.type === 'node' && row.node.childId !== null) source.setOpen(row.node.childId, unfold)
  }

  function onKeyDown(event: KeyboardEvent) {
    const beside = event.ctrlKey || event.metaKey
    if (event.altKey || (beside && event.key !== 'Enter')) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2)
    const move = planMove(rows, activeIndex, { key: event.key, beside, shift: event.shiftKey, page })
    if (move === null) return
    event.preventDefault()
    event.stopPropagation()
    if (move.type === 'focus') focusRow(move.index)
    else if (move.type === 'fold') fold(move.index, move.open)
    else carryOut(move.index, move)
  }

  function onFocus(event: FocusEvent) {
    const index = lineOf(event.target)
    const row = rows[index]
    if (row === undefined) return
    focused.current = { id: row.id, index }
    setActiveId(row.id)
  }

  function onClick(event: MouseEvent) {
    const element = event.target as HTMLElement
    const index = lineOf(element)
    const row = rows[index]
    if (row === undefined) return
    setActiveId(row.id)
    if (element.closest('[data-fold]') && row.type === 'node' && row.expanded !== null)
      fold(index, !row.expanded)
    else carryOut(index, { beside: event.ctrlKey || event.metaKey, plan: false })
  }

  const now = Date.now()
  return (
    <div
      ref={scroller}
      role="tree"
      tabIndex={-1}
      aria-label={label}
      onFocus={onFocus}
      onBlur={() => {
        focused.current = null
      }}
      onKeyDown={onKeyDown}
      onClick={onClick}
      style={{ '--zoom': zoom } as CSSProperties}
      className="plan-timeline relative min-h-0 flex-1 overflow-auto outline-none"
    >
      <div className="plan-width sticky top-0 z-20 border-b border-line bg-surface">
        <TimelineHead axis={axis} track={track} />
      </div>
      <div role="presentation" className="plan-width relative" style={{ height: virtual.getTotalSize() }}>
        <TimelineGrid axis={axis} turns={turns} />
        <div role="presentation">
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            const shared = {
              elementId: `${gridId}-${row.id}`,
              index,
              level: row.level,
              top: start,
              active: index === activeIndex,
            }
            if (row.type === 'note') return <TimelineNote key={key} {...shared} entry={row.entry} />
            const { node, plan, expanded, place, of, critical } = row
            return (
              <TimelineRow
                key={key}
                {...shared}
                {...{ node, expanded, place, of, critical, turns: row.turns }}
                origin={span.from}
                label={nodeWords(node, plan, now)}
                status={statusWords(node, plan)}
                depends={namesOf(node.dependsOn, plan.nodes)}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

function lineOf(element: Element): number {
  return Number(element.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1)
}

/** The task whose plan a line belongs to, where that is not the plan's own. */
function parentOf(rows: readonly PlanRow[], { parent }: PlanRow): TaskId | null {
  const row = rows.find(({ id }) => id === parent)
  return row?.type === 'node' ? row.node.childId : null
}

/** When turns of the plan's own task that waited for others asked for subtasks, in ms from `origin`. */
function turnsOf(rows: readonly PlanRow[], origin: number): number[] {
  const at = rows.flatMap((row) =>
    row.type === 'node' && row.level === 0 && row.turns ? [row.node.asked - origin] : [],
  )
  return [...new Set(at)]
}

/** What stands in the middle stays there when the axis is made wider or narrower. */
function useKeptCentre(
  scroller: RefObject<HTMLElement | null>,
  track: RefObject<HTMLElement | null>,
  zoom: number,
): void {
  const before = useRef(zoom)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || before.current === zoom) return
    const fixed = track.current?.offsetLeft ?? 0
    const half = (element.clientWidth - fixed) / 2
    element.scrollLeft = ((element.scrollLeft + half) * zoom) / before.current - half
    before.current = zoom
  }, [scroller, track, zoom])
}
