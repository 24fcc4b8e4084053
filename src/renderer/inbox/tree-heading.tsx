import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary, useWorkspace, useWorkspaceId } from '../state/hooks.ts'
import { goToTask } from '../state/open-workspace.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import type { InboxTree } from './group-waiting.ts'

/** Whose tree it is that the entries below belong to, and how many of its tasks wait. */
export function TreeHeading({ tree: { rootId, tasks } }: { tree: InboxTree }) {
  const app = useAppState()
  const root = useTaskSummary(rootId)
  const here = useWorkspaceId()
  const workspace = useWorkspace(root?.workspaceId ?? null)
  return (
    <h3 className="flex min-w-0 items-center gap-2 pt-2">
      {root === undefined ? (
        <span className="min-w-0 flex-1 truncate font-semibold text-ink-2">A tree whose root is gone</span>
      ) : (
        <button
          type="button"
          title={`Open ${root.displayId}`}
          onClick={() => goToTask(app, rootId)}
          className="flex min-w-0 items-center gap-1.5 rounded-md py-0.5 pr-1.5 hover:bg-hover"
        >
          <ModeGlyph mode={root.mode} />
          <span className="tabular shrink-0 text-small text-ink-3">{root.displayId}</span>
          <span className="truncate font-semibold">{root.title}</span>
        </button>
      )}
      {workspace === undefined || workspace.id === here ? null : (
        <span className="min-w-0 truncate text-small text-ink-3">in {workspace.name}</span>
      )}
      <span className="flex-1" />
      <span className="tabular shrink-0 text-small text-ink-3">
        {tasks === 1 ? '1 task waits' : `${tasks} tasks wait`}
      </span>
    </h3>
  )
}
