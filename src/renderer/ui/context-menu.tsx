import { ContextMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { menuLook } from './menu-look.ts'
import { menuItemOf, menuSeparatorOf } from './menu-parts.tsx'

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
export const ContextItem = menuItemOf(Radix.Item)

/** A heading within a context menu. */
export function ContextLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className={menuLook.label}>{children}</Radix.Label>
}

/** A thin line between groups of a context menu. */
export const ContextSeparator = menuSeparatorOf(Radix.Separator)
