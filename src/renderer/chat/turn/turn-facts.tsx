import { formatCost, formatTokens } from '../../ui/format-cost.ts'
import { CopyButton } from '../copy-button.tsx'
import { formatDuration, formatWhen } from '../format-time.ts'
import type { Turn } from './turn.ts'

/** What a turn took, shown while the pointer is over it or something in it has the focus. */
export function TurnFacts({ turn }: { turn: Turn }) {
  const { usage, durationMs, model, at } = turn
  const facts = [
    formatWhen(at, Date.now()),
    model,
    usage === null ? '' : `${formatTokens(usage.inputTokens)} in`,
    usage !== null && usage.cachedTokens > 0 ? `${formatTokens(usage.cachedTokens)} cached` : '',
    usage === null ? '' : `${formatTokens(usage.outputTokens)} out`,
    durationMs === null ? '' : formatDuration(durationMs),
    usage === null ? '' : formatCost(usage.cost),
  ].filter(Boolean)
  return (
    <div className="absolute -bottom-5 left-0 z-10 flex h-5 max-w-full items-center gap-1 truncate bg-surface pr-2 text-micro text-ink-3 opacity-0 transition-opacity duration-100 group-hover/turn:opacity-100 group-focus-within/turn:opacity-100">
      <span className="tabular truncate">{facts.join(' · ')}</span>
      {turn.text ? <CopyButton text={turn.text} label="Copy answer" /> : null}
    </div>
  )
}
