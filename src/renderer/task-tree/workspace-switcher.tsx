import { ChevronsUpDown, FolderPlus, GitBranch, House, TriangleAlert } from 'lucide-react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import { waitsForPerson } from '../../contract/waits-for-person.ts'
import { runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useWorkspace, useWorkspaces } from '../state/hooks.ts'
import { enterWorkspace } from '../state/open-workspace.ts'
import { Badge } from '../ui/badge.tsx'
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '../ui/menu.tsx'

const mostListed = 12

/** The workspace one is in, and the way to the others. */
export function WorkspaceSwitcher({ workspaceId }: { workspaceId: WorkspaceId }) {
  const app = useAppState()
  const workspace = useWorkspace(workspaceId)
  const workspaces = useWorkspaces() ?? []
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 hover:bg-hover data-[state=open]:bg-hover"
        >
          <span
            aria-hidden
            className="flex size-5.5 shrink-0 items-center justify-center rounded-md bg-accent-soft text-[10px] font-bold text-accent"
          >
            {workspace?.prefix ?? '…'}
          </span>
          <span className="min-w-0 truncate font-semibold">{workspace?.name ?? 'Workspace'}</span>
          {workspace?.available === false ? (
            <TriangleAlert aria-label="The folder is not there" className="size-3.5 shrink-0 text-failed" />
          ) : null}
          {workspace?.branch ? (
            <span className="flex min-w-0 items-center gap-1 text-small text-ink-3">
              <GitBranch aria-label="on branch" className="size-3 shrink-0" />
              <span className="truncate">{workspace.branch}</span>
            </span>
          ) : null}
          <ChevronsUpDown aria-hidden className="ml-auto size-3.5 shrink-0 text-ink-3" />
        </button>
      }
    >
      <MenuLabel>Workspaces</MenuLabel>
      <MenuRadioGroup value={workspaceId} onValueChange={(id) => enterWorkspace(app, id as WorkspaceId)}>
        {workspaces.slice(0, mostListed).map(({ id, name, path, available }) => (
          <MenuRadioItem key={id} value={id} hint={available ? path : `${path} (not there)`}>
            <span className="flex items-center gap-2">
              {name}
              <WaitingIn workspaceId={id} />
            </span>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuItem icon={<FolderPlus />} onSelect={() => runCommand(app, 'workspace.open')}>
        Open a folder…
      </MenuItem>
      <MenuItem icon={<House />} onSelect={() => enterWorkspace(app, null)}>
        Start screen
      </MenuItem>
    </Menu>
  )
}

function WaitingIn({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { tree } = useAppState()
  const waiting = useStore(tree.store, (state) => {
    let count = 0
    for (const task of state.tasks.values()) {
      if (task.workspaceId === workspaceId && waitsForPerson(task)) count += 1
    }
    return count
  })
  if (waiting === 0) return null
  return (
    <Badge tone="approval" label={`${waiting} wait for you`}>
      {waiting}
    </Badge>
  )
}
