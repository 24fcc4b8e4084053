import type { TaskId } from '../../contract/ids.ts'
import type { TaskEventOf } from '../../contract/task-event.ts'
import { editRevertWords } from '../prompt/revert-words.ts'
import type { EngineCore } from './core.ts'
import { refuseDeleted } from './delete-task.ts'
import { engineWord } from './engine-word.ts'

/** What is written down of edits that a person took back. */
export type RevertedEdits = Omit<TaskEventOf<'edits.reverted'>, 'type'>

/**
 * Writes down that a person took edits of a task back, or put them in again, and tells its model, which is not woken.
 * Throws AppError `conflict` for a deleted task.
 */
export function noteRevertedEdits(core: EngineCore, taskId: TaskId, reverted: RevertedEdits): void {
  refuseDeleted(core.journal.view(taskId))
  const { path, back, edits } = reverted
  const places = edits.reduce((sum, { hunks }) => sum + hunks.length, 0)
  core.journal.append([
    { taskId, body: { type: 'edits.reverted', ...reverted } },
    engineWord(taskId, editRevertWords({ path, places, back })),
  ])
}
