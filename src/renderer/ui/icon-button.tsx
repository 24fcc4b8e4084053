import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

export type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'title'> & {
  /** What it does: its accessible name and its tooltip. */
  label: string
  icon: ReactNode
  /** Keys of the same command, shown in the tooltip, as tinykeys writes them. */
  keys?: string | undefined
  size?: 'small' | 'medium'
  /** For a button that stays down: shown and announced as pressed. */
  pressed?: boolean
  side?: 'top' | 'right' | 'bottom' | 'left'
  ref?: Ref<HTMLButtonElement>
}

/** A square button with an icon only. Icons are 14 px (small) or 16 px (medium) from lucide-react. */
export function IconButton({
  label,
  icon,
  keys,
  size = 'medium',
  pressed,
  side = 'bottom',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys} side={side}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center rounded-md text-ink-2 transition-colors duration-100',
          'hover:bg-hover hover:text-ink disabled:opacity-40 disabled:pointer-events-none',
          'data-[state=open]:bg-hover data-[state=open]:text-ink aria-pressed:bg-hover aria-pressed:text-ink',
          size === 'small' ? 'size-6' : 'size-7',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
