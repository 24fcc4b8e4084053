import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** One of a few choices, side by side. Nothing is chosen where `value` is null. ARIA and keys are Radix's. */
export function Segments<Value extends string>({
  label,
  value,
  choices,
  onChoose,
  disabled,
  className,
}: {
  label: string
  value: Value | null
  choices: readonly { value: Value; name: ReactNode }[]
  onChoose: (value: Value) => void
  disabled?: boolean
  className?: string
}) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value ?? ''}
      disabled={disabled}
      onValueChange={(chosen) => onChoose(chosen as Value)}
      className={classNames(
        'inline-flex max-w-full flex-wrap items-center rounded-md bg-sunken p-0.5',
        className,
      )}
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className="min-h-6 rounded-[5px] px-2.5 text-small text-ink-2 hover:text-ink aria-checked:bg-raised aria-checked:font-medium aria-checked:text-ink aria-checked:shadow-low"
        >
          {choice.name}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
