import { readWish } from '../../contract/subtask-wish.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { EngineCore } from './core.ts'
import { holdsCommands } from './path-limits.ts'
import { areApart, mayChangeFiles, mayRunCommands } from './sharing.ts'

/**
 * Whether a subtask is to work in a worktree of its own, where the parent's folder can have worktrees: one that may
 * change files and runs in the background, or beside another of the same turn that may, unless both are held to
 * paths that have nothing in common; and one that is held to paths but can run commands, which only a worktree holds.
 * Others share the folder.
 */
export async function wantsWorktree(
  core: EngineCore,
  parent: TaskView,
  call: ToolCallView,
  order: { mode: string; background: boolean; paths?: string[] | undefined },
): Promise<boolean> {
  const { modes, isolation } = core.deps
  const known = modes.list(parent.workspaceId)
  const modeOf = (slug: string | null) => known.find((one) => one.slug === slug)
  const mode = modeOf(order.mode)
  if (mode === undefined || !mayChangeFiles(mode)) return false
  const own = { mode, paths: order.paths ?? null }
  const beside = Object.values(parent.calls).some((other) => {
    const isOther = other.callId !== call.callId && other.turnId === call.turnId && other.name === 'new_task'
    if (!isOther || other.status === 'finished') return false
    const { mode: slug, paths } = readWish(other)
    const others = modeOf(slug)
    return others !== undefined && mayChangeFiles(others) && !areApart(own, { mode: others, paths })
  })
  const loose = mayRunCommands(mode) && (order.paths !== undefined || !holdsCommands(core, parent))
  return (beside || order.background || loose) && (await isolation.whyNot(parent.folder)) === null
}
