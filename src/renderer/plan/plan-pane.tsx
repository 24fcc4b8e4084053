import { ChartGantt, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import { type PlanView, planViews } from '../state/layout.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Segments } from '../ui/segments.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'
import { Graph } from './graph.tsx'
import { PlanLegend } from './plan-legend.tsx'
import { createPlanSource, type PlanSource } from './plan-source.ts'
import { PlanTotalsStrip } from './plan-totals-strip.tsx'
import { Timeline } from './timeline.tsx'

const viewNames: Record<PlanView, string> = { timeline: 'Timeline', graph: 'Graph' }
/** How far one can zoom in either view, in steps, what a step makes of the scale, and what fits. */
const zooms = {
  timeline: { least: 0, most: 6, step: 2, fit: 0 },
  graph: { least: -4, most: 4, step: 1.25, fit: null },
} as const

/** A task's subtasks as a timeline or a graph. */
export function PlanPane({ taskId }: { taskId: TaskId }) {
  const task = useTaskSummary(taskId)
  const source = usePlanSource(taskId)
  return (
    <section
      aria-label={task === undefined ? 'Plan' : `Plan of ${task.displayId} and its subtasks`}
      className="@container/plan flex h-full min-h-0 flex-col bg-surface"
    >
      {source === null ? <Loading /> : <Loaded key={taskId} taskId={taskId} source={source} />}
    </section>
  )
}

function usePlanSource(taskId: TaskId): PlanSource | null {
  const app = useAppState()
  const [source, setSource] = useState<PlanSource | null>(null)
  useEffect(() => {
    const made = createPlanSource(app, taskId)
    setSource(made)
    return made.dispose
  }, [app, taskId])
  return source
}

function Loaded({ taskId, source }: { taskId: TaskId; source: PlanSource }) {
  const { chrome, navigation, tree } = useAppState()
  const entry = useStore(source.store, ({ entries }) => entries.get(taskId))
  const gone = useStore(tree.store, (state) => state.ready && !state.tasks.has(taskId))
  const view = useStore(chrome.store, (state) => state.plan)
  const displayId = useTaskSummary(taskId)?.displayId ?? 'this task'
  const [zoomed, setZoomed] = useState<{ timeline: number; graph: number | null }>({ timeline: 0, graph: 0 })
  const plan = entry?.plan ?? null
  if (plan === null) {
    if (gone)
      return (
        <ErrorState
          title="This task is not here"
          message="It may have been deleted, or belong to another data folder."
        />
      )
    if (entry?.status !== 'failed') return <Loading />
    return (
      <ErrorState
        title="The plan could not be opened"
        message={entry.error ?? ''}
        onRetry={() => source.retry(taskId)}
      />
    )
  }
  if (plan.nodes.length === 0) {
    return (
      <EmptyState
        icon={<ChartGantt />}
        title="No subtasks yet"
        action={<Button onClick={() => navigation.openTask(taskId)}>Open {displayId}</Button>}
      >
        As soon as {displayId} asks for subtasks, they stand here with what they wait for and how long they
        take.
      </EmptyState>
    )
  }
  const { least, most, step, fit } = zooms[view]
  const at = zoomed[view]
  const zoomBy = (by: number) =>
    setZoomed({ ...zoomed, [view]: Math.min(most, Math.max(least, (at ?? 0) + by)) })
  const zoomToFit = () => setZoomed({ ...zoomed, [view]: fit })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === '+' || event.key === '=') zoomBy(1)
    else if (event.key === '-') zoomBy(-1)
    else if (event.key === '0') zoomToFit()
    else return
    event.preventDefault()
  }
  const label = `Subtasks of ${displayId}`
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys to zoom are heard from anywhere in the pane
    <div role="presentation" onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line pr-2 pl-2.5">
        <TaskButton taskId={taskId} />
        <Segments
          label="How the plan is shown"
          value={view}
          choices={planViews.map((value) => ({ value, name: viewNames[value] }))}
          onChoose={chrome.setPlanView}
          className="shrink-0"
        />
        <span className="flex shrink-0 items-center">
          <IconButton
            label="Zoom out"
            keys="-"
            disabled={at !== null && at <= least}
            icon={<ZoomOut className="size-4" />}
            onClick={() => zoomBy(-1)}
          />
          <IconButton
            label="Zoom to fit"
            keys="0"
            disabled={at === fit}
            icon={<Maximize2 className="size-3.5" />}
            onClick={zoomToFit}
          />
          <IconButton
            label="Zoom in"
            keys="+"
            disabled={at !== null && at >= most}
            icon={<ZoomIn className="size-4" />}
            onClick={() => zoomBy(1)}
          />
        </span>
      </header>
      <PlanTotalsStrip plan={plan} />
      {view === 'timeline' ? (
        <Timeline source={source} taskId={taskId} label={label} zoom={step ** (at ?? 0)} />
      ) : (
        <Graph plan={plan} taskId={taskId} label={label} zoom={at === null ? 'fit' : step ** at} />
      )}
      <PlanLegend view={view} />
    </div>
  )
}

/** Whose plan this is, and the way to it. */
function TaskButton({ taskId }: { taskId: TaskId }) {
  const { navigation } = useAppState()
  const task = useTaskSummary(taskId)
  if (task === undefined)
    return <span className="min-w-0 flex-1 truncate px-1.5 text-ink-3">Deleted task</span>
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5">
      <span className="shrink-0 pl-1 text-ink-2 @max-[560px]/plan:sr-only">Plan of</span>
      <button
        type="button"
        title={`Open ${task.displayId}`}
        onClick={(event) => navigation.openTask(taskId, { beside: event.ctrlKey || event.metaKey })}
        className="flex min-w-0 items-center gap-1.5 rounded-md px-1.5 py-0.5 hover:bg-hover"
      >
        <StatusDot status={shownStatus(task)} size={13} />
        <span className="tabular shrink-0 text-small text-ink-3">{task.displayId}</span>
        <span className="truncate font-semibold">{task.title}</span>
      </button>
    </div>
  )
}

function Loading() {
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center text-ink-3">
      <Spinner label="Loading the plan" size={18} />
    </div>
  )
}
