import { AppError } from '../../contract/app-error.ts'
import type { MessageId, TaskId } from '../../contract/ids.ts'
import { type MessageExtras, presentExtras } from '../../contract/message-extras.ts'
import type { TaskView, TranscriptItem } from '../../contract/task-view.ts'
import { brokenTurn } from './broken-turn.ts'
import type { EngineCore } from './core.ts'
import type { TaskRuns } from './task-runs.ts'

/** What a person wrote, and what it carries. */
export type Said = MessageExtras & { text: string }

/** What people can do with a message that the model has not read yet. Each throws AppError `conflict` in words. */
export type QueuedMessages = {
  changeQueued(taskId: TaskId, messageId: MessageId, said: Said): void
  withdrawQueued(taskId: TaskId, messageId: MessageId): void
  /** Breaks off the step that is under way, or no longer waits for subtasks, so that the message is read at once. */
  sendQueuedNow(taskId: TaskId, messageId: MessageId): void
}

/** Makes them over the engine's parts. */
export function createQueuedMessages(core: EngineCore, runs: TaskRuns): QueuedMessages {
  const { journal, wakers } = core
  return {
    changeQueued(taskId, messageId, { text, ...extras }) {
      const { urgent } = queued(journal.view(taskId), messageId)
      const kept = urgent === true ? { urgent } : {}
      const body = { type: 'message.changed' as const, messageId, text, ...kept, ...presentExtras(extras) }
      journal.append([{ taskId, body }])
    },

    withdrawQueued(taskId, messageId) {
      queued(journal.view(taskId), messageId)
      journal.append([{ taskId, body: { type: 'message.withdrawn', messageId } }])
    },

    sendQueuedNow(taskId, messageId) {
      const view = journal.view(taskId)
      const message = queued(view, messageId)
      const { status, displayId } = view
      if (status !== 'in_progress' && status !== 'awaiting_subtask') {
        throw new AppError('conflict', `${displayId} waits for you: it reads this once you have decided.`)
      }
      const { text } = message
      const body = {
        type: 'message.changed' as const,
        messageId,
        text,
        urgent: true,
        ...presentExtras(message),
      }
      const broken = status === 'in_progress' ? brokenTurn(view, 'stopped', core.live) : []
      journal.append([...broken, { taskId, body }])
      if (status === 'awaiting_subtask') {
        // Nobody may listen there, as when tasks were left as they were.
        if (!wakers.wake(`return:${taskId}`)) runs.start(taskId)
        return
      }
      runs.abort(taskId, 'stopped')
      runs.start(taskId)
    },
  }
}

type Message = Extract<TranscriptItem, { type: 'message' }>

function queued(view: TaskView, messageId: MessageId): Message {
  const { items, displayId } = view
  const at = items.findLastIndex((item) => item.type === 'message' && item.id === messageId)
  const item = items[at]
  if (item?.type !== 'message' || item.from !== 'person') {
    throw new AppError('not_found', `${displayId} has no such message of yours any more.`)
  }
  const turn = items.findLastIndex((item) => item.type === 'turn')
  if (at < turn || turn === -1) {
    throw new AppError('conflict', 'The model has read this message already. Write another one.')
  }
  return item
}
