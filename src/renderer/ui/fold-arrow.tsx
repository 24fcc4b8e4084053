import { ChevronRight } from 'lucide-react'
import { classNames } from './class-names.ts'

/** The arrow of a button that unfolds something: to the right, and down while it is open. */
export function FoldArrow({ open }: { open: boolean }) {
  return (
    <ChevronRight
      aria-hidden
      className={classNames(
        'size-3.5 shrink-0 text-ink-3 transition-transform duration-100',
        open && 'rotate-90',
      )}
    />
  )
}
