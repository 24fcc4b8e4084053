import { memo, useId, useRef } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { useOnline, useTaskView } from '../../state/hooks.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useGrace } from '../approval/use-grace.ts'
import { useCardName } from '../card-name.tsx'
import { useKeepFocus } from '../keep-focus.ts'
import { useSeenCard } from '../seen-cards.tsx'
import { KeptOutput } from './kept-output.tsx'
import { OutcomeActions } from './outcome-actions.tsx'
import { outcomeSubject } from './outcome-subject.ts'
import { useSettle } from './use-settle.ts'

/** A call of which nobody knows what became: what is known of it, and what the person can make of that. */
export const OutcomeCard = memo(function OutcomeCard({
  taskId,
  call,
  what,
}: {
  taskId: TaskId
  call: ToolCallView
  /** What is known and what is not, in words. */
  what: string
}) {
  const online = useOnline()
  const waits = useTaskView(taskId, (view) => view.status === 'awaiting_input')
  const workspace = useTaskView(taskId, (view) => view.folder) ?? ''
  const card = useRef<HTMLElement>(null)
  // A card that just appeared takes no word: somebody may have been aiming at what stood there.
  const ready = useGrace()
  const titleId = useId()
  const name = useCardName(titleId)
  const { settle, busy, problem } = useSettle(taskId, call.callId)
  useSeenCard(card, call.callId)
  useKeepFocus(card)
  const { title, text, folder } = outcomeSubject(call, workspace)
  return (
    <section
      ref={card}
      data-call={call.callId}
      tabIndex={-1}
      aria-labelledby={name}
      aria-describedby={`${titleId}-what`}
      className="enter-soft my-1 overflow-hidden rounded-lg border border-question bg-raised"
    >
      <header className="flex min-h-8 items-center gap-2 bg-question-soft px-3 py-1 text-question-ink">
        <StatusDot status="awaiting_input" />
        <h2 id={titleId} className="min-w-0 flex-1 font-semibold">
          {title}
        </h2>
      </header>
      <div className="flex flex-col gap-2.5 px-3 py-2.5">
        <div>
          <pre className="max-h-80 overflow-auto rounded-md bg-sunken px-2.5 py-2 font-mono text-small leading-5 wrap-anywhere whitespace-pre-wrap select-text">
            {revealHidden(text)}
          </pre>
          {folder === null ? null : (
            <p className="mt-1.5 text-small break-all text-ink-3">
              in <span className="font-mono">{revealHidden(folder)}</span>
            </p>
          )}
        </div>
        <p id={`${titleId}-what`} className="break-words select-text">
          {what}
        </p>
        {call.commandId === null ? null : <KeptOutput taskId={taskId} commandId={call.commandId} />}
      </div>
      <footer className="flex flex-col gap-2 border-t border-line px-3 py-2.5">
        <p className="text-small text-ink-3">
          It is not run again by itself. Look at what it left, then say: was it carried out, is the model to
          go on without knowing, or is it to be run again even if it took effect?
        </p>
        {problem === null ? null : (
          <p role="alert" className="text-small text-failed-ink select-text">
            {problem}
          </p>
        )}
        <OutcomeActions
          disabled={!online || waits !== true || !ready}
          busy={busy}
          onSettle={(decision, note) => void settle(decision, note)}
        />
        {waits === false ? (
          <p className="text-small text-ink-3">
            The task is not waiting now. Resume it to say what became of this.
          </p>
        ) : null}
        {online ? null : <p className="text-small text-ink-3">Not connected: nothing can be answered now.</p>}
      </footer>
    </section>
  )
})
