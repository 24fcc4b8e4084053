import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from './class-names.ts'
import { Spinner } from './spinner.tsx'

const looks = {
  primary:
    'bg-accent-strong text-on-accent border-transparent hover:bg-accent-hover active:bg-accent-hover shadow-low',
  plain: 'bg-raised text-ink border-line-strong hover:bg-hover active:bg-hover shadow-low',
  quiet: 'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-danger-strong text-on-accent border-transparent hover:brightness-95 shadow-low',
} as const

const sizes = {
  small: 'h-6 px-2 gap-1 text-small',
  medium: 'h-7 px-3 gap-1.5',
  large: 'h-9 px-4 gap-2',
} as const

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof looks
  size?: keyof typeof sizes
  icon?: ReactNode
  /** Shows a spinner in place of the icon and takes no clicks. */
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A button with words. `look` says how much it wants to be pressed; one `primary` per view. */
export function Button({
  look = 'plain',
  size = 'medium',
  icon,
  busy = false,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md border font-medium',
        'transition-colors duration-100 disabled:opacity-50 disabled:pointer-events-none select-none',
        looks[look],
        sizes[size],
        className,
      )}
      {...rest}
    >
      {busy ? <Spinner label="" size={12} /> : icon}
      {children}
    </button>
  )
}
