import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import type { WorktreeInfo } from '../../contract/worktree-settings.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useFreshResource } from '../state/hooks.ts'
import { ownsWorktree } from '../state/owns-worktree.ts'
import { createResource } from '../state/resource.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { RemoveWorktree } from './remove-worktree.tsx'
import { WorktreeCard } from './worktree-card.tsx'

/** The worktrees that tasks of a workspace work or worked in. */
export function WorktreeList({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, tree } = useAppState()
  const [resource] = useState(() => createResource(() => client.workspaces.worktrees({ workspaceId })))
  const [removing, setRemoving] = useState<WorktreeInfo | null>(null)
  // A text, so that other changes of the tree draw nothing: who works in one, and how that goes.
  const workers = useStore(tree.store, ({ tasks }) =>
    [...tasks.values()]
      .filter((task) => task.workspaceId === workspaceId && ownsWorktree(task))
      .map(({ id, status }) => `${id} ${status}`)
      .join(),
  )
  const { value, status, error } = useFreshResource(resource, workers)
  return (
    <section aria-label="Worktrees there are">
      <h3 className="flex h-7 items-center justify-between border-b border-line font-medium text-ink-2">
        Worktrees there are
        <IconButton
          label="Look again"
          icon={<RotateCw className="size-3.5" />}
          onClick={() => void resource.reload()}
        />
      </h3>
      {status === 'failed' ? (
        <ErrorState
          title="The worktrees could not be looked at"
          message={error ?? ''}
          onRetry={() => void resource.reload()}
        />
      ) : value === null ? (
        <p className="flex items-center gap-2 py-3 text-ink-2">
          <Spinner label="" size={12} />
          Looking at what lies in them
        </p>
      ) : value.length === 0 ? (
        <p className="py-3 text-ink-2">
          There is none now. One is made for each subtask that changes files beside another, and removed when
          its work was taken over.
        </p>
      ) : (
        <ul className="mt-3 flex flex-col gap-2">
          {value.map((info) => (
            <WorktreeCard key={info.path} info={info} onRemove={() => setRemoving(info)} />
          ))}
        </ul>
      )}
      {removing === null ? null : (
        <RemoveWorktree
          workspaceId={workspaceId}
          info={removing}
          onClose={() => setRemoving(null)}
          onRemoved={resource.reload}
        />
      )}
    </section>
  )
}
