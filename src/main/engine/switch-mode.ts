import type { TaskView } from '../../contract/task-view.ts'
import { type EngineCore, findMode } from './core.ts'

/**
 * Puts a task into another mode, from its next turn on. Throws AppError `invalid_mode` naming the modes
 * there are.
 */
export function switchMode(
  core: EngineCore,
  view: TaskView,
  slug: string,
  by: 'person' | 'model',
  reason: string,
): undefined {
  const mode = findMode(core, view.workspaceId, slug)
  if (slug === view.mode) return
  const modeSnapshotId = core.deps.store.modes.keep(mode)
  core.journal.append([
    {
      taskId: view.id,
      body: {
        type: 'mode.switched',
        from: view.mode,
        to: slug,
        modeName: mode.name,
        modeSnapshotId,
        by,
        reason,
      },
    },
  ])
}
