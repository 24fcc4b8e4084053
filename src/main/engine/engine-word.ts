import type { MessageId, TaskId } from '../../contract/ids.ts'
import { newId } from '../base/new-id.ts'
import type { Entry } from './journal.ts'

/** Something that the app itself says to a task's model. */
export function engineWord(taskId: TaskId, text: string): Entry {
  return {
    taskId,
    body: { type: 'message.added', messageId: newId<MessageId>('msg'), from: 'engine', text },
  }
}
