import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import type { Tone } from './status-info.ts'

const tones: Record<Tone | 'accent' | 'outline', string> = {
  approval: 'bg-approval-soft text-approval-ink',
  question: 'bg-question-soft text-question-ink',
  working: 'bg-working-soft text-working-ink',
  subtask: 'bg-subtask-soft text-subtask-ink',
  idle: 'bg-idle-soft text-idle-ink',
  done: 'bg-done-soft text-done-ink',
  failed: 'bg-failed-soft text-failed-ink',
  accent: 'bg-accent-soft text-accent',
  outline: 'border border-line-strong text-ink-2',
}

/** A word or a number set apart. Tones are those of the statuses, `accent`, and a bare `outline`. */
export function Badge({
  tone = 'idle',
  children,
  className,
  label,
}: {
  tone?: keyof typeof tones
  children: ReactNode
  className?: string
  /** What a bare number means, for assistive technology. */
  label?: string
}) {
  return (
    <span
      title={label}
      className={classNames(
        'tabular inline-flex h-[18px] min-w-[18px] shrink-0 items-center justify-center gap-1 rounded-full px-1.5',
        'text-micro font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {label ? <span className="sr-only">{label}</span> : null}
      <span aria-hidden={label ? true : undefined}>{children}</span>
    </span>
  )
}
