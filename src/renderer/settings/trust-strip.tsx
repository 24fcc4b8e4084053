import { ShieldQuestionMark } from 'lucide-react'
import type { WorkspaceId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'

/** Says that set-up commands do not run yet, and how they would. */
export function TrustStrip({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, modes, workspaces, toasts } = useAppState()
  const trust = async () => {
    try {
      await client.workspaces.setTrust({ workspaceId, trusted: true })
      await workspaces.reload()
      modes.reloadAll()
    } catch (error) {
      toasts.failed('The folder could not be trusted', error)
    }
  }
  return (
    <div className="my-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-question-soft px-3 py-2">
      <ShieldQuestionMark aria-hidden className="size-4 shrink-0 text-question" />
      <p className="min-w-60 flex-1">
        Set-up commands run only in folders that you trust.{' '}
        <span className="text-ink-2">A trusted folder’s own modes and rules are obeyed, too.</span>
      </p>
      <Button size="small" onClick={trust}>
        Trust this folder
      </Button>
    </div>
  )
}
