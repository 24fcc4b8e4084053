import { TriangleAlert } from 'lucide-react'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { withKeys } from '../../ui/with-keys.ts'

/** What speaks against a yes, above the buttons. */
export function DoubtsStrip({ doubts }: { doubts: readonly string[] }) {
  if (doubts.length === 0) return null
  return (
    <ul
      aria-label="Doubts"
      className="flex max-h-60 flex-col gap-1 overflow-y-auto border-t border-line bg-approval-soft px-3 py-2 text-approval-ink"
    >
      {withKeys(doubts, (doubt) => doubt).map(({ key, item }) => (
        <li key={key} className="flex gap-2">
          <TriangleAlert aria-hidden className="mt-[3px] size-3.5 shrink-0" />
          <span className="min-w-0 break-words whitespace-pre-wrap select-text">{revealHidden(item)}</span>
        </li>
      ))}
    </ul>
  )
}
