import { type ReactNode, useId } from 'react'
import type { CallId } from '../../../contract/ids.ts'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useCardName } from '../card-name.tsx'
import type { Card } from './use-card.ts'

/** The frame of a card that asks: its question, what it is about, why it asks, and what one can say. */
export function CardFrame({
  card,
  callId,
  title,
  why,
  problem,
  actions,
  children,
}: {
  card: Card
  callId: CallId
  title: string
  /** The rule that asked, in words. */
  why: string
  /** What went wrong with the answer. */
  problem: string | null
  actions: ReactNode
  children: ReactNode
}) {
  const titleId = useId()
  const name = useCardName(titleId)
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Enter and Shift+Backspace are for the card itself
    <section
      ref={card.element}
      data-call={callId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it has to take the focus for that
      tabIndex={0}
      aria-labelledby={name}
      aria-describedby={`${titleId}-why`}
      onKeyDown={card.onKeyDown}
      className="enter-soft my-1 overflow-hidden rounded-lg border border-approval bg-raised focus-visible:outline-offset-2"
    >
      <header className="flex min-h-8 items-center gap-2 bg-approval-soft px-3 py-1 text-approval-ink">
        <StatusDot status="awaiting_approval" />
        <h2 id={titleId} className="min-w-0 flex-1 font-semibold">
          {title}
        </h2>
      </header>
      {children}
      <footer className="flex flex-col gap-2 border-t border-line px-3 py-2.5">
        <p id={`${titleId}-why`} className="text-small text-ink-3">
          {why}
        </p>
        {problem === null ? null : (
          <p role="alert" className="text-small text-failed-ink select-text">
            {problem}
          </p>
        )}
        {actions}
      </footer>
    </section>
  )
}
