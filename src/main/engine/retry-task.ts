import { AppError } from '../../contract/app-error.ts'
import type { MessageId, ProviderId, TaskId } from '../../contract/ids.ts'
import { type MessageExtras, presentExtras } from '../../contract/message-extras.ts'
import { isEnded, isStopped } from '../../contract/task-status.ts'
import { newId } from '../base/new-id.ts'
import { takenUpAgain } from '../prompt/mailbox-words.ts'
import type { EngineCore } from './core.ts'
import { refuseDeleted } from './delete-task.ts'
import { engineWord } from './engine-word.ts'
import { type Entry, moveTo } from './journal.ts'
import { modeSwitch } from './switch-mode.ts'
import { placeOf } from './work-target.ts'

/** How an ended task is to go on: what is not named stays as it is. An empty message is none. */
export type Retry = {
  mode?: string | undefined
  model?: { providerId: ProviderId; model: string } | undefined
  message: string
} & MessageExtras

/**
 * Has an ended task go on, in one transaction with what is changed for it. Its parent has had its return and gets what
 * it comes to this time as a message. Throws AppError: `conflict` in words for a task that has not ended, is deleted or has
 * no folder any more,
 * `invalid_mode` and `task_damaged`.
 */
export function retryTask(
  core: EngineCore,
  taskId: TaskId,
  { mode, model, message, ...extras }: Retry,
): void {
  const view = core.journal.view(taskId)
  refuseDeleted(view)
  const { displayId, status } = view
  if (!isEnded(status)) {
    const instead = isStopped(status) ? 'Resume it instead.' : 'Write to it, or stop it and resume it.'
    throw new AppError('conflict', `${displayId} is ${status} and has not ended. ${instead}`)
  }
  if (!view.isolated && placeOf(core.deps.store.tasks, view) !== view.folder) {
    throw new AppError(
      'conflict',
      `${displayId} worked in the worktree of a task above it, whose work has been taken over. Retry that one instead.`,
    )
  }
  const text = message.trim()
  const messageId = newId<MessageId>('msg')
  const said: Entry = {
    taskId,
    body: { type: 'message.added', messageId, from: 'person', text, ...presentExtras(extras) },
  }
  core.journal.append([
    ...(mode === undefined ? [] : modeSwitch(core, view, mode, 'person', 'To try again.')),
    ...(model === undefined ? [] : [{ taskId, body: { type: 'model.changed' as const, ...model } }]),
    engineWord(taskId, takenUpAgain),
    ...(text === '' ? [] : [said]),
    ...moveTo(view, 'in_progress'),
  ])
  core.run(taskId)
}
