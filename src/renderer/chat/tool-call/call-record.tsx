import type { ReactNode } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { readArguments } from '../../state/call-arguments.ts'
import { useFold } from '../../ui/use-fold.ts'
import { formatDuration } from '../format-time.ts'
import { LongText } from '../markdown/long-text.tsx'
import { tookMs } from './took-ms.ts'
import { WholeResult } from './whole-result.tsx'

/** The call itself: who let it run, how long it took, and the model's own arguments and what it was told. */
export function CallRecord({ taskId, call }: { taskId: TaskId; call: ToolCallView }) {
  const { grant } = call
  const took = tookMs(call)
  return (
    <div className="flex flex-col gap-1 text-small text-ink-3">
      <p className="select-text">
        {[
          grant === null
            ? null
            : grant.by === 'person'
              ? 'Approved by you.'
              : `Approved by a rule: ${grant.rule}`,
          took === null ? null : `Took ${formatDuration(took)}.`,
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      <Fold label={`Arguments of ${call.name}`}>
        <LongText text={formatted(call.arguments)} />
      </Fold>
      {call.result !== null && call.display !== null ? (
        <Fold label="What the model was told">
          <WholeResult taskId={taskId} call={call}>
            {(result) => <LongText text={result} />}
          </WholeResult>
        </Fold>
      ) : null}
    </div>
  )
}

function Fold({ label, children }: { label: string; children: ReactNode }) {
  const { open, bodyId, button } = useFold()
  return (
    <div>
      <button
        {...button}
        className="rounded-sm text-ink-3 underline decoration-line-strong underline-offset-2 hover:text-ink"
      >
        {label}
      </button>
      {open ? (
        <div id={bodyId} className="mt-1 max-h-80 overflow-auto rounded-lg bg-sunken px-3 text-ink">
          {children}
        </div>
      ) : null}
    </div>
  )
}

function formatted(text: string): string {
  const args = readArguments(text)
  return Object.keys(args).length > 0 ? JSON.stringify(args, null, 2) : text || '(none)'
}
