import { ShieldQuestionMark } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { WorkspaceId } from '../../contract/ids.ts'
import type { ModesFile } from '../../contract/mode.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useOnline, useWorkspace } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'

/** Asks whether a folder's own modes may be obeyed, where it brings some and nobody vouched for it yet. */
export function TrustNotice({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, modes, workspaces, toasts } = useAppState()
  const workspace = useWorkspace(workspaceId)
  const online = useOnline()
  const [files, setFiles] = useState<ModesFile[]>([])
  const [later, setLater] = useState(false)
  const asked = workspace !== undefined && !workspace.trusted

  useEffect(() => {
    if (!asked || !online) return
    let gone = false
    client.modes.files({ workspaceId }).then(
      (found) => {
        if (!gone) setFiles(found.filter(({ source, exists }) => source === 'project' && exists))
      },
      // Nothing is obeyed meanwhile, and the modes editor shows what went wrong.
      () => {},
    )
    return () => {
      gone = true
    }
  }, [client, workspaceId, asked, online])

  if (!asked || later || files.length === 0) return null
  const trust = async () => {
    try {
      await client.workspaces.setTrust({ workspaceId, trusted: true })
      await workspaces.reload()
      modes.reloadAll()
    } catch (error) {
      toasts.failed('The folder could not be trusted', error)
    }
  }
  const names = files.map(({ path }) => path.split(/[\\/]/).at(-1)).join(', ')
  return (
    <section
      aria-label="Trust"
      className="flex shrink-0 items-center gap-3 border-b border-line bg-question-soft px-4 py-2"
    >
      <ShieldQuestionMark aria-hidden className="size-4 shrink-0 text-question" />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">Do you trust {workspace.name}?</strong>{' '}
        <span className="text-ink-2">Its own modes ({names}) are left out until you do.</span>
      </p>
      <Button size="small" look="quiet" onClick={() => setLater(true)}>
        Not now
      </Button>
      <Button size="small" onClick={trust}>
        Trust this folder
      </Button>
    </section>
  )
}
