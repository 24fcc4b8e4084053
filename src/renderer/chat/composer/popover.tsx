import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

/** A panel at a button, for more than a menu can hold. Esc and a click elsewhere close it. */
export function Popover({
  trigger,
  label,
  children,
}: {
  trigger: ReactNode
  label: string
  children: ReactNode
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="enter-soft z-50 flex max-h-(--radix-popper-available-height) w-[400px] max-w-[calc(100vw-16px)] flex-col overflow-hidden rounded-lg bg-raised shadow-high outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
