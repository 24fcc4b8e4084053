import { useState } from 'react'
import type { WorkspaceId } from '../../contract/ids.ts'
import type { WorktreeInfo } from '../../contract/worktree-settings.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Asks whether a worktree is to go, and says what that does. */
export function RemoveWorktree({
  workspaceId,
  info,
  onClose,
  onRemoved,
}: {
  workspaceId: WorkspaceId
  info: WorktreeInfo
  onClose: () => void
  onRemoved: () => Promise<void>
}) {
  const { client, toasts } = useAppState()
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    try {
      await client.workspaces.removeWorktree({ workspaceId, path: info.path })
      onClose()
    } catch (error) {
      toasts.failed('The worktree could not be removed', error)
      setBusy(false)
    }
    await onRemoved()
  }
  const whose = info.task === null ? 'this worktree' : `the worktree of ${info.task.displayId}`
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Remove ${whose}?`}
      description={whatHappens(info)}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={busy} onClick={remove}>
            Remove
          </Button>
        </>
      }
    />
  )
}

function whatHappens({ state, task }: WorktreeInfo): string {
  if (state === 'gone' || state === 'half')
    return 'Its folder is gone or incomplete. What is left of it is deleted, and struck from git’s books.'
  const back = task === null ? '' : ` If ${task.displayId} goes on, it is made again from that.`
  return state === 'clean'
    ? `Its folder is deleted. Nothing was changed in it.${task === null ? '' : ` If ${task.displayId} goes on, it is made again.`}`
    : `Its folder is deleted. All work in it is kept in a snapshot in the repository.${back} Ignored files in it are lost.`
}
