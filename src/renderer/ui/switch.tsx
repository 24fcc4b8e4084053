import { Switch as Radix } from 'radix-ui'

/** On or off, at once. `label` is its accessible name; show the words beside it. */
export function Switch({
  checked,
  onCheckedChange,
  label,
  disabled,
  id,
}: {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  label: string
  disabled?: boolean
  id?: string
}) {
  return (
    <Radix.Root
      id={id}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onCheckedChange}
      aria-label={label}
      className="inline-flex h-[18px] w-[30px] shrink-0 items-center rounded-full bg-idle p-[2px] transition-colors duration-100 data-[state=checked]:bg-accent-strong disabled:opacity-50"
    >
      <Radix.Thumb className="size-[14px] rounded-full bg-on-accent shadow-low transition-transform duration-100 data-[state=checked]:translate-x-[12px]" />
    </Radix.Root>
  )
}
