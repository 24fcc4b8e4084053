import { formatDuration } from '../chat/format-time.ts'
import { formatCost, formatTokens } from '../ui/format-cost.ts'
import { untilOf } from './critical-path.ts'
import { NodeTime } from './node-time.tsx'
import type { PlanNode } from './plan.ts'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** Everything there is to know of a subtask at a glance: times, cost, tokens. For a tooltip. */
export function NodeFacts({ node, status, depends, critical }: FactsProps) {
  const { asked, start, end, cost, tokens } = node
  const now = Date.now()
  const waited = (start ?? untilOf(node, now)) - asked
  return (
    <div className="max-w-72 py-1">
      <p className="font-medium break-words">{`${node.displayId ?? ''} ${node.title}`.trim()}</p>
      <p className="mb-1.5 break-words text-ink-2">{status}</p>
      <dl className="tabular grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
        <Fact name="Asked for" value={when(asked, now)} />
        {start === null ? null : <Fact name="Began" value={when(start, now)} />}
        {end === null ? null : <Fact name="Ended" value={when(end, now)} />}
        {waited < 1000 ? null : <Fact name="Waited" value={formatDuration(waited)} />}
        {start === null ? null : (
          <>
            <dt className="text-ink-2">Time</dt>
            <dd>
              <NodeTime node={node} />
            </dd>
          </>
        )}
        {cost === null ? null : (
          <Fact name={node.subtasks > 0 ? 'Cost, with its subtasks' : 'Cost'} value={formatCost(cost)} />
        )}
        {tokens === 0 ? null : (
          <Fact name={node.subtasks > 0 ? 'Tokens, its own' : 'Tokens'} value={formatTokens(tokens)} />
        )}
        {depends === '' ? null : <Fact name="Depends on" value={depends} />}
        {critical ? <Fact name="Critical path" value="yes" /> : null}
      </dl>
    </div>
  )
}

type FactsProps = {
  node: PlanNode
  /** Its status in words. */
  status: string
  /** What it depends on, by name, or ''. */
  depends: string
  critical: boolean
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="break-words">{value}</dd>
    </>
  )
}

function when(at: number, now: number): string {
  const date = new Date(at)
  return date.toDateString() === new Date(now).toDateString() ? clock.format(date) : day.format(date)
}
