import type { MessageContext } from '../../contract/message-extras.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { cutText } from './cut-text.ts'

/** So much of what a task was asked is told: what it came to matters more. */
const mostAsked = 4_000

/** What a mention of a task stands for: what it was asked, how it stands and what it came to. */
export function readTask(view: TaskView, mention: string, room: number): MessageContext {
  const { displayId, title, status, statusReason, modeName, items, result, todos } = view
  const [first] = items
  const asked = cutText(first?.type === 'message' ? first.text : '', mostAsked)
  const last = items.findLast((item) => item.type === 'turn' && item.text.trim() !== '')
  const said = last?.type === 'turn' ? last.text : ''
  const parts = [
    `${displayId}: ${title}`,
    `Mode: ${modeName}. Status: ${status}${statusReason === null ? '' : ` (${statusReason})`}`,
    `Asked:\n${asked.text}${asked.cut ? '\n…' : ''}`,
    ...(todos.length === 0
      ? []
      : [`Todo list:\n${todos.map(({ text, status }) => `- ${text}: ${status}`).join('\n')}`]),
    result !== null
      ? `Result:\n${result}`
      : said === ''
        ? 'It has said nothing yet.'
        : `It said last:\n${said}`,
  ]
  const { text, cut } = cutText(parts.join('\n\n'), room)
  return { kind: 'task', mention, what: `task, ${status}`, text, state: cut ? 'cut' : 'whole' }
}
