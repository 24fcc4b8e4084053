import { type KeyboardEvent, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { approvalKey } from '../chat/approval/approval-keys.ts'
import { isPressed } from '../palette/keys-now.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { AlikeActions } from './alike-actions.tsx'
import { AlikeLine } from './alike-line.tsx'
import { alikeWords } from './alike-words.ts'
import type { InboxEntry } from './group-waiting.ts'
import type { InboxSource } from './inbox-source.ts'

/** Approvals of one kind in one tree: a line for each, which unfolds to its card, and one answer for all. */
export function AlikeEntry({
  source,
  entry: { key, action, things },
}: {
  source: InboxSource
  entry: Extract<InboxEntry, { type: 'alike' }>
}) {
  const app = useAppState()
  const words = useStore(app.tree.store, ({ tasks }) => alikeWords(things, tasks))
  const [rejecting, setRejecting] = useState(false)
  const element = useRef<HTMLElement>(null)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    const meant = approvalKey(event.nativeEvent, Number.POSITIVE_INFINITY, (id) =>
      isPressed(app, id, event.nativeEvent),
    )
    if (meant === null) return
    event.preventDefault()
    if (meant === 'reject') setRejecting(true)
    // So many at once take a second press, on the button that says how many.
    else event.currentTarget.querySelector<HTMLElement>('[data-approve-all]')?.focus()
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Enter and Shift+Backspace are for the group itself
    <section
      ref={element}
      data-entry={key}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it has to take the focus for that
      tabIndex={0}
      aria-label={words}
      onKeyDown={onKeyDown}
      className="my-1 overflow-hidden rounded-lg border border-approval bg-raised focus-visible:outline-offset-2"
    >
      <header className="flex min-h-8 items-center gap-2 bg-approval-soft px-3 py-1 text-approval-ink">
        <StatusDot status="awaiting_approval" />
        <h4 className="min-w-0 flex-1 font-semibold break-words">{words}</h4>
      </header>
      <ul aria-label={words}>
        {things.map((thing) => (
          <AlikeLine key={thing.key} source={source} thing={thing} />
        ))}
      </ul>
      <footer className="flex flex-col gap-2 border-t border-line px-3 py-2.5">
        <p className="text-small text-ink-3">{reasons(things.map(({ asked }) => asked.approval.why))}</p>
        <AlikeActions
          source={source}
          action={action}
          things={things}
          rejecting={rejecting}
          onRejecting={(on) => {
            setRejecting(on)
            if (!on) element.current?.focus()
          }}
        />
      </footer>
    </section>
  )
}

/** Why they ask, each reason once. */
function reasons(whys: readonly string[]): string {
  return [...new Set(whys)].join(' ')
}
