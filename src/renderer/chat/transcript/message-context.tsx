import { TriangleAlert } from 'lucide-react'
import type { MessageContext as Context } from '../../../contract/message-extras.ts'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { useFold } from '../../ui/use-fold.ts'
import { contextIcons } from '../composer/completion-list.tsx'

/** What a message mentions, folded, each with exactly what the model was sent of it. */
export function MessageContexts({ context }: { context: readonly Context[] }) {
  return (
    <ul aria-label="Sent with the message" className="flex max-w-[88%] min-w-0 flex-col items-end gap-1">
      {context.map((one) => (
        <li key={`${one.kind} ${one.mention}`} className="max-w-full min-w-0">
          {one.state === 'missing' ? <Missing context={one} /> : <Folded context={one} />}
        </li>
      ))}
    </ul>
  )
}

function Folded({ context: { kind, mention, what, text } }: { context: Context }) {
  const { open, bodyId, button } = useFold()
  const Icon = contextIcons[kind]
  return (
    <div className="min-w-0">
      <button
        {...button}
        className="ml-auto flex max-w-full min-w-0 items-center gap-1.5 rounded-md border border-line bg-raised px-2 py-0.5 text-small text-ink-2 hover:bg-hover hover:text-ink"
      >
        <Icon aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <span className="truncate font-medium">{mention}</span>
        <span className="min-w-0 shrink-[2] truncate text-ink-3">{what}</span>
        <FoldArrow open={open} />
      </button>
      {open ? (
        <section
          id={bodyId}
          aria-label={`What was sent of ${mention}`}
          className="mt-1 max-h-80 overflow-auto rounded-lg border border-line bg-sunken"
        >
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keys
            tabIndex={0}
            className="px-3 py-2 font-mono text-small whitespace-pre-wrap select-text wrap-anywhere"
          >
            {text}
          </pre>
        </section>
      ) : null}
    </div>
  )
}

function Missing({ context: { mention, text } }: { context: Context }) {
  return (
    <p className="flex items-start gap-1.5 text-small text-approval-ink">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        <span className="font-medium">{mention}</span> was not added. {text}
      </span>
    </p>
  )
}
