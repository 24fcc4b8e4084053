import { AppError } from '../../contract/app-error.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { EngineCore } from './core.ts'

/**
 * Puts a task into another mode, from its next turn on. Throws AppError `invalid_mode` naming the modes
 * there are.
 */
export function switchMode(
  { deps, journal }: EngineCore,
  view: TaskView,
  slug: string,
  by: 'person' | 'model',
  reason: string,
): undefined {
  const modes = deps.modes.list(view.workspaceId)
  const mode = modes.find((one) => one.slug === slug)
  if (mode === undefined) {
    const known = modes.map((one) => one.slug).join(', ')
    throw new AppError('invalid_mode', `There is no mode "${slug}". The modes are: ${known}.`)
  }
  if (slug === view.mode) return
  const { overrides: _, ...kept } = mode
  const modeSnapshotId = deps.store.modes.keep(kept)
  journal.append([
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
