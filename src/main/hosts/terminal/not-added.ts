import type { TaskView } from '../../../contract/task-view.ts'
import { harmless } from './harmless.ts'

/** What a person's latest message mentions and could not be added, a line each; '' when all was. */
export function notAdded({ items }: TaskView): string {
  const said = items.findLast((item) => item.type === 'message' && item.from === 'person')
  const context = said?.type === 'message' ? (said.context ?? []) : []
  const lost = context.filter(({ state }) => state === 'missing')
  return lost.map(({ mention, text }) => `${harmless(`${mention} was not added. ${text}`)}\n`).join('')
}
