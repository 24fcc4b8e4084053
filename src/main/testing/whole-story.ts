import { type Conversation, calling, completing } from './conversation.ts'

const call = (name: string, args: object) => ({ name, arguments: args })
const order = (message: string) => call('new_task', { mode: 'code', message })

/**
 * Plays a tree with something of everything: two children, a grandchild, reads, a write, a command, a question.
 * It begins with a root that is told “The whole.” and ends with “The end. Looked.”
 */
export function wholeStory({ opening, turn, last }: Conversation) {
  switch (opening) {
    case 'The whole.':
      if (turn === 0) return { calls: [call('update_todo_list', { todos: '- [ ] it' }), order('Work.')] }
      if (turn === 1) return calling('new_task', { mode: 'ask', message: 'Look.' })
      return completing(`The end. ${last.includes('Looked.') ? 'Looked.' : 'Lost.'}`)
    case 'Work.':
      if (turn === 0)
        return {
          calls: [
            call('read_file', { path: 'notes.txt' }),
            call('write_to_file', { path: 'made.txt', content: 'made\n' }),
          ],
        }
      if (turn === 1) return calling('execute_command', { command: 'echo ran >> runs.txt' })
      if (turn === 2) return calling('new_task', { mode: 'ask', message: 'Deeper.' })
      return completing(last.includes('Deep.') ? 'Worked.' : 'Lost.')
    case 'Look.':
      if (turn === 0)
        return calling('ask_followup_question', { question: 'Well?', follow_up: [{ text: 'No.' }] })
      return turn === 1 ? { text: 'I think.' } : completing('Looked.')
    default:
      return completing('Deep.')
  }
}
