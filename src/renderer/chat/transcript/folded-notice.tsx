import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { useFold } from '../../ui/use-fold.ts'

/** One line in the middle of a transcript that unfolds to more. `title` is shown when the pointer rests on it. */
export function FoldedNotice({
  icon,
  label,
  bodyLabel = label,
  title,
  action,
  failed = false,
  children,
}: {
  icon: ReactNode
  label: string
  /** What it unfolds to, where that is not what the line says. */
  bodyLabel?: string
  title?: string
  /** A button beside the line. */
  action?: ReactNode
  /** Whether it is bad news. */
  failed?: boolean
  children: ReactNode
}) {
  const { open, bodyId, button } = useFold()
  return (
    <div className="min-w-0">
      <div className="flex min-w-0 items-center gap-3 text-small text-ink-3">
        <span aria-hidden className="h-px min-w-4 flex-1 bg-line" />
        <button
          {...button}
          title={title}
          className="flex min-w-0 items-center gap-1.5 rounded-md px-1.5 py-0.5 text-left hover:bg-hover hover:text-ink [&>svg]:size-3.5 [&>svg]:shrink-0"
        >
          {icon}
          <span className={classNames('min-w-0 wrap-anywhere', failed && 'text-failed-ink')}>{label}</span>
          <FoldArrow open={open} />
        </button>
        {action}
        <span aria-hidden className="h-px min-w-4 flex-1 bg-line" />
      </div>
      {open ? (
        <section
          id={bodyId}
          aria-label={bodyLabel}
          className="mt-2 rounded-lg border border-line bg-raised px-3.5 py-3"
        >
          {children}
        </section>
      ) : null}
    </div>
  )
}
