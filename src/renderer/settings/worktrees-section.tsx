import { FolderGit2 } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { WorkspaceState } from '../../contract/workspace.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useResource, useWorkspace, useWorkspaceId } from '../state/hooks.ts'
import { createResource } from '../state/resource.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { SectionHeading } from './section-heading.tsx'
import { TrustStrip } from './trust-strip.tsx'
import { WorktreeList } from './worktree-list.tsx'
import { WorktreeSettingsFields } from './worktree-settings-fields.tsx'

/** How subtasks of the open workspace work in worktrees, and the worktrees there are. */
export function WorktreesSection() {
  const workspace = useWorkspace(useWorkspaceId())
  if (workspace === undefined) {
    return (
      <>
        <Heading>They are set for each folder.</Heading>
        <EmptyState icon={<FolderGit2 />} title="No folder is open">
          Open one to set how its subtasks work beside each other.
        </EmptyState>
      </>
    )
  }
  return (
    <>
      <Heading>
        Subtasks of {workspace.name} that change files at the same time each work in a folder of their own, a
        git worktree.
      </Heading>
      {workspace.isRepository ? null : (
        <p className="mb-3 rounded-md bg-sunken px-3 py-2 text-ink-2">
          This folder is in no git repository, so its subtasks take turns instead.
        </p>
      )}
      <Settings key={workspace.id} workspace={workspace} />
      <WorktreeList key={`${workspace.id} list`} workspaceId={workspace.id} />
    </>
  )
}

function Heading({ children }: { children: ReactNode }) {
  return <SectionHeading title="Worktrees">{children}</SectionHeading>
}

function Settings({ workspace }: { workspace: WorkspaceState }) {
  const { client, toasts } = useAppState()
  const { id: workspaceId, trusted } = workspace
  const [resource] = useState(() => createResource(() => client.workspaces.worktreeSettings({ workspaceId })))
  useEffect(() => void resource.reload(), [resource])
  const { value, error } = useResource(resource)
  if (value === null) {
    return error === null ? (
      <Spinner label="Loading" />
    ) : (
      <ErrorState title="The settings could not be loaded" message={error} onRetry={resource.reload} />
    )
  }
  return (
    <WorktreeSettingsFields
      settings={value}
      untrusted={trusted ? null : <TrustStrip workspaceId={workspaceId} />}
      onChange={async (change) => {
        try {
          resource.set(await client.workspaces.setWorktreeSettings({ workspaceId, change }))
        } catch (failure) {
          toasts.failed('The setting could not be kept', failure)
        }
      }}
    />
  )
}
