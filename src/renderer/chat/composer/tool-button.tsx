import { ChevronDown } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from '../../ui/class-names.ts'

/** A quiet button of the composer's toolbar that opens a choice and shows what is chosen. */
export function ToolButton({
  label,
  icon,
  children,
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  /** What is chosen with it: its accessible name, before what is chosen. */
  label: string
  icon?: ReactNode
  ref?: Ref<HTMLButtonElement>
}) {
  return (
    <button
      type="button"
      title={label}
      className={classNames(
        'inline-flex h-7 max-w-52 min-w-0 items-center gap-1.5 rounded-md px-2 text-small text-ink-2',
        'hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-50',
        'data-[state=open]:bg-hover data-[state=open]:text-ink [&>svg]:size-3.5 [&>svg]:shrink-0',
        className,
      )}
      {...rest}
    >
      {icon}
      <span className="sr-only">{label}: </span>
      <span className="min-w-0 truncate">{children}</span>
      <ChevronDown aria-hidden className="text-ink-3 @max-xl/chat:hidden" />
    </button>
  )
}
