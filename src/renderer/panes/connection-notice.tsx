import { PlugZap } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useAppState } from '../state/app-state-context.tsx'
import { useConnectionState } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** Shorter breaks than this heal unseen. */
const graceMs = 800

/** A strip across the window while there is no line to the engine. */
export function ConnectionNotice() {
  const { connection } = useAppState()
  const state = useConnectionState()
  const since = state.status === 'offline' ? state.since : null
  const [now, setNow] = useState(() => Date.now())

  useEffect(() => {
    if (since === null) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [since])

  if (since === null || now - since < graceMs) return null
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-3 border-b border-line bg-approval-soft px-4 py-1.5 text-small text-approval-ink"
    >
      <PlugZap aria-hidden className="size-3.5 shrink-0" />
      <span>
        <strong className="font-semibold">No connection to Treeline.</strong> What you see is{' '}
        {age(now - since)} old. Tasks go on without this window.
      </span>
      <Button size="small" className="ml-auto" onClick={connection.retryNow}>
        Try now
      </Button>
    </div>
  )
}

function age(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

/** What stands in the window's place when the host does not accept this page. */
export function RefusedScreen({ message }: { message: string }) {
  const { connection } = useAppState()
  return (
    <EmptyState
      icon={<PlugZap />}
      title="This page may not connect"
      action={<Button onClick={connection.retryNow}>Try again</Button>}
    >
      {message}
    </EmptyState>
  )
}
