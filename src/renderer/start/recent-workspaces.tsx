import { FolderX, GitBranch } from 'lucide-react'
import { useAppState } from '../state/app-state-context.tsx'
import { useWorkspaces } from '../state/hooks.ts'
import { enterWorkspace } from '../state/open-workspace.ts'

const most = 6

/** Folders that were opened before, the last one first. */
export function RecentWorkspaces() {
  const app = useAppState()
  const workspaces = [...(useWorkspaces() ?? [])].sort((a, b) => b.openedAt - a.openedAt).slice(0, most)
  if (workspaces.length === 0) return null
  return (
    <div>
      <h3 className="mb-1 text-small font-medium text-ink-3">Opened before</h3>
      <ul className="-mx-2 flex flex-col">
        {workspaces.map(({ id, name, path, branch, available, prefix }) => (
          <li key={id}>
            <button
              type="button"
              disabled={!available}
              title={available ? path : `${path} is not there`}
              onClick={() => enterWorkspace(app, id)}
              className="flex h-10 w-full items-center gap-2.5 rounded-md px-2 text-left enabled:hover:bg-hover disabled:opacity-60"
            >
              <span
                aria-hidden
                className="flex size-6 shrink-0 items-center justify-center rounded-md bg-accent-soft text-[10px] font-bold text-accent"
              >
                {available ? prefix : <FolderX className="size-3.5" />}
              </span>
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-2">
                  <span className="truncate font-medium">{name}</span>
                  {branch ? (
                    <span className="flex shrink-0 items-center gap-1 text-micro text-ink-3">
                      <GitBranch aria-label="on branch" className="size-3" />
                      {branch}
                    </span>
                  ) : null}
                </span>
                <span className="block truncate text-micro text-ink-3">
                  {available ? path : `${path} (not there)`}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
