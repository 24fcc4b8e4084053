import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

/** Must stand once around everything that shows tooltips. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={500} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  )
}

/**
 * Says in a few words what the element inside is, after half a second of hovering or at once on focus. `open` and
 * `onOpenChange` are for an element that is not what takes the focus.
 */
export function Tooltip({
  label,
  keys,
  side = 'bottom',
  open,
  onOpenChange,
  children,
}: {
  label: ReactNode
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  children: ReactNode
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={5}
          collisionPadding={8}
          className="enter-soft z-50 flex max-w-80 items-center gap-2 rounded-md bg-raised px-2 py-1 text-small text-ink shadow-high select-none"
        >
          {label}
          {keys ? <Kbd keys={keys} /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
