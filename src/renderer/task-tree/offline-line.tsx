import { WifiOff } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'

/** Says quietly that tasks wait for the network, in whichever workspace, and lets one try at once. */
export function OfflineLine() {
  const app = useAppState()
  const count = useStore(app.tree.store, (tree) => {
    let sum = 0
    for (const task of tree.tasks.values()) if (isOffline(task)) sum++
    return sum
  })
  useEffect(() => {
    if (count === 0) return
    // The browser may know before the next look of the engine's.
    const onOnline = () => tryNow(app)
    window.addEventListener('online', onOnline)
    return () => window.removeEventListener('online', onOnline)
  }, [app, count])
  if (count === 0) return null
  return (
    <div
      role="status"
      className="flex min-h-9 shrink-0 items-center gap-2 border-t border-line px-3 py-1 text-small text-ink-2"
    >
      <WifiOff aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1" title="They go on by themselves when the network is back.">
        Offline: {count === 1 ? '1 task waits' : `${count} tasks wait`} for the network
      </span>
      <Button size="small" onClick={() => tryNow(app)}>
        Try now
      </Button>
    </div>
  )
}

function isOffline({ status, waits }: TaskSummary): boolean {
  return status === 'in_progress' && waits?.for === 'offline'
}

/** One that has just gone on by itself needs no word. */
function tryNow({ tree, client }: AppState): void {
  for (const task of tree.store.getState().tasks.values()) {
    if (isOffline(task)) client.task.retryNow({ taskId: task.id }).catch(() => {})
  }
}
