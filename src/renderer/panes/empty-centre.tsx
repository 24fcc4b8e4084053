import { PanelsTopLeft } from 'lucide-react'
import { keysOf, runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Kbd } from '../ui/kbd.tsx'

/** The centre without a tab. */
export function EmptyCentre() {
  const app = useAppState()
  return (
    <EmptyState
      icon={<PanelsTopLeft />}
      title="Nothing is open"
      action={
        <Button look="primary" onClick={() => runCommand(app, 'task.new')}>
          New task
        </Button>
      }
    >
      Choose a task on the left, or press <Kbd keys={keysOf('go.task') ?? ''} /> to find one.
    </EmptyState>
  )
}
