import type { ReactNode } from 'react'

/** A setting on one line: its name and what it does, and what sets it at the right. */
export function SettingRow({
  title,
  id,
  hint,
  children,
}: {
  title: string
  id: string
  hint?: string
  children: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2">
      <label htmlFor={id} className="min-w-40 flex-1">
        <span className="block font-medium">{title}</span>
        {hint ? <span className="block text-small text-ink-2">{hint}</span> : null}
      </label>
      <div className="shrink-0">{children}</div>
    </div>
  )
}
