import { lazy, Suspense } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { Spinner } from '../ui/spinner.tsx'

// The plan brings the layout of graphs with it, and many windows never show one.
const Loaded = lazy(async () => ({ default: (await import('./plan-pane.tsx')).PlanPane }))

/** A task's plan, fetched when it is first shown. */
export function LazyPlanPane({ taskId }: { taskId: TaskId }) {
  return (
    <Suspense
      fallback={
        <div className="flex h-full items-center justify-center text-ink-3">
          <Spinner label="Loading the plan" />
        </div>
      }
    >
      <Loaded taskId={taskId} />
    </Suspense>
  )
}
