import type { ReactNode } from 'react'

/** The heading of a settings section, with a line on what it is for. */
export function SectionHeading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mb-4">
      <h2 className="text-title font-semibold">{title}</h2>
      <p className="text-ink-2">{children}</p>
    </div>
  )
}
