import { ContextMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Kbd } from './kbd.tsx'
import { menuLook } from './menu-look.ts'

/** A menu on the right mouse button, or the menu key, of what is inside `children`. */
export function ContextMenu({
  menu,
  onOpenChange,
  children,
}: {
  /** `ContextItem`s; made only while the menu is open. */
  menu: () => ReactNode
  onOpenChange?: (open: boolean) => void
  /** One element that takes a ref and the trigger's props. */
  children: ReactNode
}) {
  return (
    <Radix.Root modal={false} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className={menuLook.content}>
          <MenuBody menu={menu} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function MenuBody({ menu }: { menu: () => ReactNode }) {
  return menu()
}

/** One action of a context menu. */
export function ContextItem({
  icon,
  keys,
  danger,
  disabled,
  onSelect,
  children,
}: {
  icon?: ReactNode
  keys?: string | undefined
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Radix.Item className={menuLook.item(danger)} disabled={disabled} onSelect={onSelect}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys ? <Kbd keys={keys} /> : null}
    </Radix.Item>
  )
}

/** A thin line between groups of a context menu. */
export function ContextSeparator() {
  return <Radix.Separator className={menuLook.separator} />
}
