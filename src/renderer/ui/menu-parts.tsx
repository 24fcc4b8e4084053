import type { ElementType, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'
import { menuLook } from './menu-look.ts'

/** What one action of a menu is told. */
export type MenuItemProps = {
  icon?: ReactNode
  keys?: string | undefined
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}

/** One action of a menu, out of the part that Radix has for the kind of menu. */
export function menuItemOf(Part: ElementType) {
  return function Item({ icon, keys, danger, disabled, onSelect, children }: MenuItemProps) {
    return (
      <Part className={menuLook.item(danger)} disabled={disabled} onSelect={onSelect}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
        {keys ? <Kbd keys={keys} /> : null}
      </Part>
    )
  }
}

/** A thin line between groups of a menu, likewise. */
export function menuSeparatorOf(Part: ElementType) {
  return function Separator() {
    return <Part className={menuLook.separator} />
  }
}
