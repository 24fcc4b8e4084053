import type { ReactNode } from 'react'

/** What stands where there is nothing yet: what would be here, and how to get it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  /** A lucide icon; it is drawn at 20 px. */
  icon?: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="flex h-full min-h-0 flex-col items-center justify-center gap-1 p-6 text-center">
      {icon ? <div className="mb-2 text-ink-3 [&>svg]:size-5">{icon}</div> : null}
      <p className="font-medium text-ink">{title}</p>
      {children ? <div className="max-w-80 text-ink-2">{children}</div> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  )
}
