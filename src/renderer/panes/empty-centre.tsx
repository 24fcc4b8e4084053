import { PanelsTopLeft } from 'lucide-react'
import { runCommand } from '../palette/commands.ts'
import { useKeysOf } from '../palette/keys-now.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Kbd } from '../ui/kbd.tsx'

/** The centre without a tab. */
export function EmptyCentre() {
  const app = useAppState()
  const keysOf = useKeysOf()
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
      Choose a task on the left
      {keysOf('go.task') === undefined ? null : (
        <>
          , or press <Kbd keys={keysOf('go.task')} /> to find one
        </>
      )}
      .
    </EmptyState>
  )
}
