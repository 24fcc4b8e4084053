import { formatDuration } from './format-time.ts'
import { useNow } from './use-now.ts'

/** How long ago something began, ticking once a second without anything around it being drawn again. */
export function Elapsed({ since }: { since: number }) {
  const now = useNow(1000)
  return (
    <span className="tabular shrink-0 text-small text-ink-3">
      {formatDuration(Math.max(1000, now - since))}
    </span>
  )
}
