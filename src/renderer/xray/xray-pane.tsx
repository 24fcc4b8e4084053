import { ChevronLeft, ChevronRight, ScanSearch } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import type { Xray } from '../../contract/xray.ts'
import { CopyButton } from '../chat/copy-button.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useResource, useTaskSummary, useTaskView, useTaskWatch } from '../state/hooks.ts'
import { createResource } from '../state/resource.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { HandoverView } from './handover-view.tsx'
import { wantedRequests } from './wanted-request.ts'
import { XrayRequestView } from './xray-request.tsx'

/** What a task's model was sent, request by request, and what went over between the task and others. */
export function XrayPane({ taskId }: { taskId: TaskId }) {
  useTaskWatch(taskId)
  const task = useTaskSummary(taskId)
  return (
    <section
      aria-label={task === undefined ? 'Context X-ray' : `Context X-ray of ${task.displayId}`}
      className="@container flex h-full min-h-0 flex-col bg-surface"
    >
      <Loaded key={taskId} taskId={taskId} />
    </section>
  )
}

function Loaded({ taskId }: { taskId: TaskId }) {
  const app = useAppState()
  const wanted = useStore(wantedRequests(app), (state) => state[taskId] ?? null)
  // How many requests there are, and how the last one stands: anything else changes nothing of what was sent.
  const last = useTaskView(taskId, ({ items }) => {
    const turn = items.findLast((item) => item.type === 'turn')
    return turn?.type === 'turn' ? `${turn.id} ${turn.state}` : ''
  })
  const [number, setNumber] = useState<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: one that is asked for is shown, whatever was chosen here
  useEffect(() => setNumber(null), [wanted])
  const order = number !== null ? { number } : wanted !== null ? { turnId: wanted } : {}
  const key = JSON.stringify(order)
  const [resource, setResource] = useState(() =>
    createResource<Xray>(() => app.client.xray.read({ taskId, ...order })),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what the order is
  useEffect(() => {
    const made = createResource<Xray>(() => app.client.xray.read({ taskId, ...order }))
    // What is on screen stays until the other is there.
    void made.reload().then(() => setResource(made))
  }, [app, taskId, key, last])
  const { status, value, error } = useResource(resource)
  if (status === 'failed' && value === null) {
    return <ErrorState title="The request could not be read" message={error ?? ''} />
  }
  if (value === null) {
    return (
      <div className="flex h-full items-center justify-center text-ink-3">
        <Spinner label="Reading the request" />
      </div>
    )
  }
  return <Shown xray={value} onGoTo={setNumber} />
}

function Shown({ xray, onGoTo }: { xray: Xray; onGoTo: (number: number) => void }) {
  const { displayId, count, request, above, below } = xray
  const handovers = [...(above === null ? [] : [above]), ...below]
  return (
    <>
      <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line pr-2 pl-3">
        <ScanSearch aria-hidden className="size-4 shrink-0 text-ink-3" />
        <h1 className="min-w-0 flex-1 truncate font-medium">
          What the model of <span className="tabular">{displayId}</span> was sent
        </h1>
        {request === null ? null : (
          <>
            <IconButton
              label="Request before"
              size="small"
              disabled={request.number <= 1}
              icon={<ChevronLeft className="size-4" />}
              onClick={() => onGoTo(request.number - 1)}
            />
            <span className="tabular shrink-0 text-small text-ink-2" aria-live="polite">
              Request {request.number} of {count}
            </span>
            <IconButton
              label="Next request"
              size="small"
              disabled={request.number >= count}
              icon={<ChevronRight className="size-4" />}
              onClick={() => onGoTo(request.number + 1)}
            />
            <CopyButton text={request.body} label="Copy the request as JSON" />
          </>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]">
        <div className="mx-auto flex max-w-[880px] flex-col gap-6 px-4 py-4">
          {request === null ? (
            <EmptyState icon={<ScanSearch />} title="No request yet">
              As soon as {displayId} asks its model, what it was sent stands here.
            </EmptyState>
          ) : (
            <XrayRequestView key={request.turnId} taskId={xray.taskId} request={request} />
          )}
          {handovers.map((handover) => (
            <HandoverView key={handover.callId} handover={handover} seenFrom={xray.taskId} />
          ))}
        </div>
      </div>
    </>
  )
}
