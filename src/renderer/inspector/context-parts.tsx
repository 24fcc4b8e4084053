import { useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import type { ContextParts as Parts } from '../../contract/xray.ts'
import { useClient, useFreshResource, useTaskView } from '../state/hooks.ts'
import { createResource } from '../state/resource.ts'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { formatTokens } from '../ui/format-cost.ts'
import { Spinner } from '../ui/spinner.tsx'
import { useFold } from '../ui/use-fold.ts'

type Part = NonNullable<Parts['request']>['parts'][number]

const kindWords: Record<Part['kind'], string> = {
  system: 'System prompt',
  tools: 'Tools',
  messages: 'Messages',
  answers: 'Answers of the model',
  results: 'Results of tools',
  files: 'Files that were read',
}
const colours: Record<Part['kind'], string> = {
  system: 'bg-subtask',
  tools: 'bg-question',
  messages: 'bg-approval',
  answers: 'bg-accent-strong',
  results: 'bg-working',
  files: 'bg-done',
}

/** What fills the context, by kind, once somebody wants to know: it is worked out from the whole log. */
export function ContextParts({ taskId }: { taskId: TaskId }) {
  const { open, bodyId, button } = useFold()
  return (
    <div className="mt-2">
      <button {...button} className="flex items-center gap-1 rounded-sm text-small text-ink-2 hover:text-ink">
        <FoldArrow open={open} />
        What fills it
      </button>
      {open ? (
        <div id={bodyId} className="pt-1.5">
          <Shown key={taskId} taskId={taskId} />
        </div>
      ) : null}
    </div>
  )
}

function Shown({ taskId }: { taskId: TaskId }) {
  const client = useClient()
  const [resource] = useState(() => createResource<Parts>(() => client.xray.parts({ taskId })))
  const stage = useTaskView(taskId, (view) => view.status)
  const { status, value, error } = useFreshResource(resource, stage)
  if (status === 'failed') {
    return (
      <p role="alert" className="text-small text-failed-ink select-text">
        {error}
      </p>
    )
  }
  if (value === null) return <Spinner label="Reading the request" size={14} />
  const { request } = value
  if (request === null) return <p className="text-small text-ink-3">Nothing was sent yet.</p>
  const whole = request.parts.reduce((sum, { tokens }) => sum + tokens, 0)
  return (
    <>
      <div aria-hidden className="mb-1.5 flex h-2 w-full gap-px overflow-hidden rounded-full bg-hover">
        {request.parts.map(({ kind, tokens }) => (
          <span
            key={kind}
            className={colours[kind]}
            style={{ width: `${(tokens / Math.max(1, whole)) * 100}%` }}
          />
        ))}
      </div>
      <dl aria-label="What fills the context" className="tabular flex flex-col text-small">
        {request.parts.map(({ kind, tokens, count }) => (
          <div key={kind} className="flex items-center gap-2 py-0.5">
            <span aria-hidden className={`size-2 shrink-0 rounded-full ${colours[kind]}`} />
            <dt className="min-w-0 flex-1">
              {kindWords[kind]} {count > 1 ? <span className="text-ink-3">({count})</span> : null}
            </dt>
            <dd className="text-ink-2">
              {formatTokens(tokens)} · {Math.round((tokens / Math.max(1, whole)) * 100)} %
            </dd>
          </div>
        ))}
      </dl>
      <p className="pt-1 text-small text-ink-3">
        Of request {request.number}, estimated from bytes
        {request.counted === null ? '' : `; the server counted ${formatTokens(request.counted)}`}.
        {request.complete ? '' : ' Its system prompt and tools were not kept.'}
      </p>
    </>
  )
}
