import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { CopyButton } from '../copy-button.tsx'

/** A framed piece with a line above it that says what it is, and a way to copy it. */
export function Panel({
  title,
  plainTitle = false,
  subtitle,
  copy,
  copyLabel,
  actions,
  children,
}: {
  title: string
  /** Words, not a path or a command. */
  plainTitle?: boolean
  subtitle?: string
  copy?: string
  copyLabel?: string
  /** More buttons, before the one that copies. */
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex min-h-7 items-center gap-2 border-b border-line bg-sunken pr-1 pl-3 text-small">
        <span
          className={classNames('min-w-0 flex-1 truncate text-ink-2', !plainTitle && 'font-mono')}
          title={title}
        >
          {revealHidden(title)}
        </span>
        {subtitle ? <span className="shrink-0 text-ink-3">{subtitle}</span> : null}
        {actions}
        {copy === undefined ? null : <CopyButton text={copy} label={copyLabel ?? 'Copy'} />}
      </div>
      {children}
    </div>
  )
}
