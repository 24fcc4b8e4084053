import { runCommand } from '../../palette/commands.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { Button } from '../../ui/button.tsx'

/** Says that no model can be asked yet, and the two ways to mend that. */
export function MissingProvider() {
  const app = useAppState()
  return (
    <section
      aria-label="A model is missing"
      className="mb-3 flex flex-wrap items-center gap-2 rounded-lg border border-line bg-approval-soft px-3 py-2.5 text-approval-ink"
    >
      <p className="min-w-60 flex-1">
        No model is set up yet. Add any OpenAI-compatible server, or look around with a scripted demo.
      </p>
      <Button onClick={() => runCommand(app, 'settings.providers')}>Add a model…</Button>
      <Button onClick={() => runCommand(app, 'workspace.demo')}>Try the demo</Button>
    </section>
  )
}
