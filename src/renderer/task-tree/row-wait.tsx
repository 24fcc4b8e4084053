import { WifiOff } from 'lucide-react'
import { needWords } from '../../contract/need-words.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { useNow } from '../chat/use-now.ts'
import { describeWait } from '../state/why-waiting.ts'

/** In a line of the tree: how long until the task asks again, that it is offline, or what it needs. */
export function RowWait({ task }: { task: Pick<TaskSummary, 'status' | 'waits' | 'needs'> }) {
  const { status, waits, needs } = task
  if (waits !== null && status === 'in_progress') return <Waiting waits={waits} />
  if (needs === 'answer') return <span className="shrink-0 text-micro text-question-ink">blocked</span>
  if (needs === null || status !== 'paused') return null
  return <span className="shrink-0 text-micro text-approval-ink">needs {needWords[needs]}</span>
}

function Waiting({ waits }: { waits: NonNullable<TaskSummary['waits']> }) {
  const offline = waits.for === 'offline'
  const now = useNow(1000, !offline)
  const seconds = Math.max(0, Math.ceil((waits.until - now) / 1000))
  const words = describeWait(waits.for, seconds)
  return (
    <span title={words} className="tabular flex shrink-0 items-center text-right text-micro text-ink-2">
      {offline ? (
        <WifiOff aria-hidden className="size-3 text-ink-3" />
      ) : (
        <span aria-hidden>waits {seconds} s</span>
      )}
      <span className="sr-only">{words}</span>
    </span>
  )
}
