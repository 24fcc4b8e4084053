import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { menuLook } from './menu-look.ts'
import { menuItemOf, menuSeparatorOf } from './menu-parts.tsx'

/** A dropdown menu: `<Menu trigger={<IconButton …/>}>` with `MenuItem`s inside. ARIA and keys are Radix's. */
export function Menu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  open,
  onOpenChange,
}: {
  /** One element that takes a ref and the trigger's props. */
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  open?: boolean
  onOpenChange?: (open: boolean) => void
}) {
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={menuLook.content}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** One action of a menu. */
export const MenuItem = menuItemOf(Radix.Item)

/** A toggle in a menu that stays open when it is flipped. `hint` is a second, quieter line. */
export function MenuCheckItem({
  checked,
  onCheckedChange,
  hint,
  disabled,
  children,
}: {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  hint?: ReactNode
  disabled?: boolean
  children: ReactNode
}) {
  return (
    <Radix.CheckboxItem
      className={`${menuLook.item()} h-auto min-h-7 py-1`}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="flex size-3.5 shrink-0 items-center justify-center text-accent">
        <Radix.ItemIndicator>
          <Check className="size-3.5" strokeWidth={2.5} />
        </Radix.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1">
        {children}
        {hint ? <span className="block text-small text-ink-3">{hint}</span> : null}
      </span>
    </Radix.CheckboxItem>
  )
}

/** One of several choices of which one holds; must stand in a `MenuRadioGroup`. */
export function MenuRadioItem({
  value,
  hint,
  icon,
  children,
}: {
  value: string
  hint?: ReactNode
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <Radix.RadioItem className={`${menuLook.item()} h-auto min-h-7 py-1`} value={value}>
      {icon}
      <span className="min-w-0 flex-1">
        {children}
        {hint ? <span className="block text-small text-ink-3">{hint}</span> : null}
      </span>
      <span className="flex size-3.5 shrink-0 items-center text-accent">
        <Radix.ItemIndicator>
          <Check className="size-3.5" strokeWidth={2.5} />
        </Radix.ItemIndicator>
      </span>
    </Radix.RadioItem>
  )
}

/** Holds `MenuRadioItem`s. */
export const MenuRadioGroup = Radix.RadioGroup

/** A heading within a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className={menuLook.label}>{children}</Radix.Label>
}

/** A thin line between groups of a menu. */
export const MenuSeparator = menuSeparatorOf(Radix.Separator)

/** A menu within a menu. */
export function MenuSub({ label, icon, children }: { label: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className={menuLook.item()}>
        {icon}
        <span className="flex-1">{label}</span>
        <ChevronRight />
      </Radix.SubTrigger>
      <Radix.Portal>
        <Radix.SubContent className={menuLook.content} sideOffset={2} collisionPadding={8}>
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  )
}
