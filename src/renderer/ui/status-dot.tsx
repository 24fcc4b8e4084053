import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { type ShownStatus, statusInfo, type Tone } from './status-info.ts'

const colours: Record<Tone, string> = {
  approval: 'text-approval',
  question: 'text-question',
  working: 'text-working',
  subtask: 'text-subtask',
  idle: 'text-idle',
  done: 'text-done',
  failed: 'text-failed',
}

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

/** One shape per status in a box of 14, so that colour is never the only sign. */
const shapes: Record<ShownStatus, ReactNode> = {
  queued: <circle cx="7" cy="7" r="4.75" {...stroke} strokeDasharray="1.8 2.5" />,
  in_progress: (
    <>
      <circle cx="7" cy="7" r="5.25" {...stroke} strokeOpacity="0.4" />
      <circle cx="7" cy="7" r="3" fill="currentColor" />
    </>
  ),
  awaiting_approval: (
    <path d="M7 1.2 12.8 7 7 12.8 1.2 7z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
  ),
  awaiting_input: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path
        d="M5.3 5.6a1.75 1.75 0 1 1 2.6 1.5c-.6.35-.9.6-.9 1.2M7 10.1v.1"
        {...stroke}
        className="stroke-surface"
      />
    </>
  ),
  blocked: (
    <>
      <circle cx="7" cy="7" r="5.25" {...stroke} />
      <path d="M4.5 7h5" {...stroke} strokeWidth={2} />
    </>
  ),
  awaiting_subtask: (
    <>
      <circle cx="7" cy="7" r="5.25" {...stroke} />
      <path d="M7 1.75a5.25 5.25 0 0 0 0 10.5z" fill="currentColor" />
    </>
  ),
  paused: <path d="M4.75 3.25v7.5M9.25 3.25v7.5" {...stroke} strokeWidth={2.25} />,
  interrupted: <path d="M8 1.5 3.5 7.75h3.25L6 12.5l4.5-6.25H7.25z" fill="currentColor" />,
  completed: (
    <>
      <circle cx="7" cy="7" r="5.25" {...stroke} strokeOpacity="0.45" />
      <path d="m4.6 7.2 1.7 1.7 3.1-3.6" {...stroke} strokeWidth={1.75} />
    </>
  ),
  failed: <path d="m3.5 3.5 7 7m0-7-7 7" {...stroke} strokeWidth={2} />,
  cancelled: (
    <>
      <circle cx="7" cy="7" r="4.75" {...stroke} />
      <path d="m3.8 10.2 6.4-6.4" {...stroke} />
    </>
  ),
}

/** A task's status as a mark of its own colour and shape, named for assistive technology and on hover. */
export function StatusDot({
  status,
  size = 14,
  className,
}: {
  status: ShownStatus
  size?: number
  className?: string
}) {
  const { tone, label } = statusInfo[status]
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      role="img"
      aria-label={label}
      className={classNames('shrink-0', colours[tone], className)}
    >
      <title>{label}</title>
      {shapes[status]}
    </svg>
  )
}

/** The mark and its words side by side, tinted: for headers and cards. */
export function StatusLabel({ status }: { status: ShownStatus }) {
  const { tone, label } = statusInfo[status]
  return (
    <span className={classNames('inline-flex items-center gap-1.5 text-small font-medium', inks[tone])}>
      <StatusDot status={status} size={12} />
      {label}
    </span>
  )
}

const inks: Record<Tone, string> = {
  approval: 'text-approval-ink',
  question: 'text-question-ink',
  working: 'text-working-ink',
  subtask: 'text-subtask-ink',
  idle: 'text-idle-ink',
  done: 'text-done-ink',
  failed: 'text-failed-ink',
}
