import { Command } from 'cmdk'
import type { ReactNode } from 'react'

/** One line of the palette. */
export function PaletteItem({
  value,
  keywords,
  disabled = false,
  onSelect,
  children,
}: {
  value: string
  keywords?: string[]
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Command.Item
      value={value}
      keywords={keywords}
      disabled={disabled}
      onSelect={onSelect}
      className="flex h-8 items-center gap-2.5 rounded-md px-2.5 select-none data-[selected=true]:bg-selected"
    >
      {children}
    </Command.Item>
  )
}
