import type { TaskView } from '../../contract/task-view.ts'
import { type EngineCore, findMode } from './core.ts'
import type { Entry } from './journal.ts'

/**
 * Puts a task into another mode, from its next turn on. Throws AppError `invalid_mode` naming the modes
 * there are.
 */
export function switchMode(...order: Parameters<typeof modeSwitch>): undefined {
  const [core] = order
  core.journal.append(modeSwitch(...order))
}

/** The fact of it, or none when the task is in that mode already. Throws as `switchMode` does. */
export function modeSwitch(
  core: EngineCore,
  view: TaskView,
  slug: string,
  by: 'person' | 'model',
  reason: string,
): Entry[] {
  const mode = findMode(core, view.workspaceId, slug)
  if (slug === view.mode) return []
  const modeSnapshotId = core.deps.store.modes.keep(mode)
  return [
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
  ]
}
