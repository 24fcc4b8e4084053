import { FolderOpen, FolderX } from 'lucide-react'
import { useAppState } from '../state/app-state-context.tsx'
import { useWorkspaces } from '../state/hooks.ts'
import { enterWorkspace } from '../state/open-workspace.ts'
import { runCommand } from './commands.ts'
import { PaletteItem } from './palette-item.tsx'

/** Every workspace, and the way to another folder. */
export function WorkspaceItems({ onDone }: { onDone: () => void }) {
  const app = useAppState()
  const workspaces = useWorkspaces() ?? []
  return (
    <>
      {workspaces.map(({ id, name, path, available }) => (
        <PaletteItem
          key={id}
          value={path}
          keywords={[name]}
          onSelect={() => {
            onDone()
            enterWorkspace(app, id)
          }}
        >
          {available ? (
            <FolderOpen className="size-3.5 text-ink-3" />
          ) : (
            <FolderX className="size-3.5 text-failed" />
          )}
          <span className="shrink-0">{name}</span>
          <span className="min-w-0 flex-1 truncate text-small text-ink-3">
            {available ? path : `${path} (not there)`}
          </span>
        </PaletteItem>
      ))}
      <PaletteItem
        value="Open another folder"
        onSelect={() => {
          onDone()
          runCommand(app, 'workspace.open')
        }}
      >
        <span className="w-3.5" />
        Open another folder…
      </PaletteItem>
    </>
  )
}
