import { formatDuration } from '../chat/format-time.ts'
import { useNow } from '../chat/use-now.ts'
import { timeOf } from './critical-path.ts'
import type { PlanNode } from './plan.ts'

/** How long a subtask has taken so far, ticking by itself while it is at work; nothing before its start. */
export function NodeTime({ node }: { node: PlanNode }) {
  const ticks = node.start !== null && node.end === null && node.stillSince === null
  const now = useNow(1000, ticks)
  if (node.start === null) return null
  return <span className="tabular whitespace-nowrap">{formatDuration(timeOf(node, now))}</span>
}
