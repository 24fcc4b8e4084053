import { Ban, Hourglass, Trash2 } from 'lucide-react'
import { StatusDot } from '../ui/status-dot.tsx'
import type { PlanStatus } from './plan.ts'
import { planStatusInfo } from './plan-words.ts'

const own = {
  waiting: { Icon: Hourglass, colour: 'text-subtask' },
  not_started: { Icon: Ban, colour: 'text-idle' },
  gone: { Icon: Trash2, colour: 'text-idle' },
} as const

/** A subtask's status as a mark of its own colour and shape. */
export function PlanMark({ status, size = 14 }: { status: PlanStatus; size?: number }) {
  if (status !== 'waiting' && status !== 'not_started' && status !== 'gone') {
    return <StatusDot status={status} size={size} />
  }
  const { Icon, colour } = own[status]
  const { label } = planStatusInfo[status]
  return (
    <span role="img" aria-label={label} title={label} className={`flex shrink-0 ${colour}`}>
      <Icon aria-hidden width={size} height={size} strokeWidth={2} />
    </span>
  )
}
