import { addCost } from '../state/tree-index.ts'
import { timeOf, untilOf } from './critical-path.ts'
import type { Plan, PlanTotals } from './plan.ts'

/** What a plan's subtasks come to at `now` (epoch ms). */
export function totalsOf({ nodes, critical }: Pick<Plan, 'nodes' | 'critical'>, now: number): PlanTotals {
  const longest = new Set(critical)
  const begun = nodes.flatMap((node) =>
    node.start === null ? [] : [{ start: node.start, end: untilOf(node, now) }],
  )
  const open = nodes.some((node) => node.start !== null && node.end === null)
  const start = begun.length === 0 ? null : Math.min(...begun.map((one) => one.start))
  const last = begun.length === 0 ? null : Math.max(...begun.map((one) => one.end))
  const work = nodes.reduce((sum, node) => sum + timeOf(node, now), 0)
  return {
    start,
    end: open ? null : last,
    elapsed: start === null || last === null ? 0 : Math.max(0, last - start),
    work,
    saved: Math.max(0, work - covered(begun)),
    criticalTime: nodes.reduce((sum, node) => sum + (longest.has(node.callId) ? timeOf(node, now) : 0), 0),
    cost: nodes.reduce<number | null>((sum, node) => addCost(sum, node.cost), null),
    tokens: nodes.reduce((sum, node) => sum + node.tokens, 0),
    count: nodes.length,
    done: nodes.filter(({ end, status }) => end !== null || status === 'not_started').length,
  }
}

/** How long at least one of them was at work, in ms. */
function covered(spans: readonly { start: number; end: number }[]): number {
  let [sum, until] = [0, Number.NEGATIVE_INFINITY]
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= until) continue
    sum += end - Math.max(start, until)
    until = end
  }
  return sum
}
