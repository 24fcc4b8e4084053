import { Command } from 'cmdk'
import type { ReactNode } from 'react'

/** One line of the palette. */
export function PaletteItem({
  value,
  keywords,
  onSelect,
  children,
}: {
  value: string
  keywords?: string[]
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Command.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className="flex h-8 items-center gap-2.5 rounded-md px-2.5 select-none data-[selected=true]:bg-selected"
    >
      {children}
    </Command.Item>
  )
}
