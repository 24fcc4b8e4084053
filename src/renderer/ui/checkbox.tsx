import { useEffect, useRef } from 'react'
import { classNames } from './class-names.ts'

/** On, off, or mixed where it stands for several. Space flips it. `label` is its accessible name. */
export function Checkbox({
  checked,
  onChange,
  label,
  disabled,
  className,
}: {
  checked: boolean | 'mixed'
  onChange: () => void
  label: string
  disabled?: boolean
  className?: string
}) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = checked === 'mixed'
  })
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      title={label}
      checked={checked === true}
      disabled={disabled}
      onChange={onChange}
      className={classNames('size-3.5 shrink-0 accent-accent-strong', className)}
    />
  )
}
