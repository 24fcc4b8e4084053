import { createHash } from 'node:crypto'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing, refusing } from './conversation.ts'

/** How deep the trees nest below their roots. */
const deepest = 3

/** The message of a root whose tree a seed decides. */
export const rootMessage = (seed: number): string => `Level 0 of tree ${seed}.`

/**
 * Plays the model of a whole random tree from nothing but the request: what a task does in its nth turn is
 * decided by its message and n, so that a stop, a retry or a restart changes nothing of it. Every task
 * completes from its third turn on at the latest.
 */
export function playRandomTree({ opening, turn, mode, last }: Conversation): ScriptedTurn {
  const reply = replyTo(last)
  if (reply !== null) return reply
  const level = Number(/^Level (\d+)/.exec(opening)?.[1] ?? deepest)
  const order = (name: string, background = false, inMode = 'code', more: object = {}) => ({
    name: 'new_task',
    arguments: {
      mode: inMode,
      message: `Level ${level + 1} ${name}, turn ${turn} of “${opening}”`,
      background,
      ...more,
    },
  })
  const dice = createHash('sha256').update(`${opening} ${turn}`).digest()[0] ?? 0
  if (turn > 2) return completing(`Result of “${opening}”`)
  // What a crash may leave half done.
  const effect =
    dice > 150
      ? calling('execute_command', { command: `echo ${turn} >> ran-${level}.txt` })
      : calling('write_to_file', { path: `${dice}-${level}-${turn}.txt`, content: `${opening}\n` })
  const mayDelegate = level < deepest && (turn === 0 || level === 0)
  switch (dice % 12) {
    case 0:
    case 1:
    case 2:
      return mayDelegate ? { calls: [order('a')] } : completing(`Result of “${opening}”`)
    case 3:
      return mayDelegate
        ? {
            calls: [
              order('b', false, 'code', { stops_others: dice > 100 }),
              order('c', false, 'ask'),
              order('f', false, 'ask'),
              order('g'),
            ],
          }
        : effect
    case 4:
      return mayDelegate
        ? { calls: [order('d', true, 'code', { paths: ['**/*.txt', '*.txt'] })] }
        : { text: 'I think.' }
    case 5:
      return calling('ask_followup_question', {
        question: 'Well?',
        follow_up: [{ text: 'Go on.', mode: 'ask' }, { text: 'No.' }],
      })
    case 6:
      return level > 0 ? telling('blocker', `Which way, ${opening}`) : effect
    case 7:
      return calling('switch_mode', { mode_slug: mode === 'code' ? 'debug' : 'code' })
    case 8:
      return level > 0 && dice % 2 ? telling('progress', 'Half.') : { text: 'I would do this and that.' }
    case 9:
      return turn === 0 ? completing(`Result of “${opening}”`) : calling('fly', { to: 'the moon' })
    case 10:
      return {
        calls: [
          ...(calling('update_todo_list', { todos: '- [ ] it' }).calls ?? []),
          ...(mayDelegate ? [order('e')] : []),
          ...(completing(`Result of “${opening}”`).calls ?? []),
        ],
      }
    default:
      return level > 0 && dice > 200
        ? refusing('Not this one.')
        : level > 0
          ? effect
          : calling('list_files', { path: '.' })
  }
}

const telling = (kind: string, message: string, to = 'parent') =>
  calling('send_prompt', { to, kind, message })

/** What a model does when it is told so: it answers who is blocked, and waits for who is still at work. */
function replyTo(last: string): ScriptedTurn | null {
  const [, blocked] =
    /^This is a message from another task.* Subtask (\S+) is blocked/.exec(last) ??
    /^(\S+?),? .*for your answer, so there is nothing to wait for/.exec(last) ??
    []
  if (blocked !== undefined) return telling('answer', 'This way.', blocked)
  return /^Not finished yet: .*wait_for_subtask/.test(last) ? calling('wait_for_subtask', {}) : null
}
