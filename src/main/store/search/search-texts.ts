import type { SearchPlace } from '../../../contract/search.ts'
import type { TaskEvent } from '../../../contract/task-event.ts'
import { callTarget } from '../activity.ts'

/** A text that can be found: where it stands, the transcript's item it belongs to (null for titles), and its words. */
export type SearchText = { place: SearchPlace; item: string | null; text: string }

/** The kinds of events that hold texts to be found. */
export const searchedTypes = [
  'task.created',
  'title.changed',
  'message.added',
  'message.changed',
  'history.rewound',
  'turn.committed',
  'subtask.started',
  'subtask.returned',
  'question.asked',
  'question.answered',
  'approval.decided',
  'task.completed',
  'task.failed',
] as const satisfies readonly TaskEvent['body']['type'][]

/** How much of one text is taken in, in UTF-16 units: an hour's reading. */
const longestText = 100_000

/** Arguments of calls that say what the call is about; whole files are not among them. */
const targetArguments = [
  'path',
  'file_path',
  'command',
  'cwd',
  'url',
  'query',
  'regex',
  'file_pattern',
  'tool_name',
]

/** How many texts one event may have: their number is the last eight bits of a row's id. */
const mostTexts = 256

/**
 * What people and models said in an event (as far as it is one: it may come from a damaged file; throws when not): never whole outputs of tools, and no reasoning. The place of a text in
 * the list is part of its id in the index: what is added here makes the index anew (see `indexVersion`).
 */
export function searchTexts({ taskId, seq, body }: Pick<TaskEvent, 'taskId' | 'seq' | 'body'>): SearchText[] {
  return textsOf(taskId, seq, body)
    .filter(
      ({ item, text }) =>
        typeof text === 'string' && text.trim() !== '' && (item === null || typeof item === 'string'),
    )
    .slice(0, mostTexts)
    .map((one) => ({ ...one, text: one.text.slice(0, longestText) }))
}

function textsOf(taskId: string, seq: number, body: TaskEvent['body']): SearchText[] {
  switch (body.type) {
    case 'task.created':
      return [
        { place: 'title', item: null, text: body.title },
        // The reducer's id for a task's first message.
        { place: 'message', item: `msg_${taskId.slice(4)}`, text: body.message },
      ]
    case 'title.changed':
      return [{ place: 'title', item: null, text: body.title }]
    case 'message.added':
    case 'message.changed':
    case 'history.rewound':
      return [{ place: 'message', item: body.messageId, text: body.text }]
    case 'turn.committed':
      return [
        { place: 'turn', item: body.turnId, text: body.text },
        ...body.calls.map((call): SearchText => {
          return { place: 'call', item: call.callId, text: callText(call.arguments) }
        }),
      ]
    case 'subtask.started':
      return [{ place: 'subtask', item: body.callId, text: body.message }]
    case 'subtask.returned':
      return [{ place: 'summary', item: body.callId, text: body.summary }]
    case 'question.asked':
      return [{ place: 'question', item: body.callId, text: body.question }]
    case 'question.answered':
      return [{ place: 'answer', item: body.callId, text: body.answer }]
    case 'approval.decided':
      return [{ place: 'answer', item: body.callId, text: body.feedback }]
    case 'task.completed':
      return [{ place: 'result', item: `${seq}`, text: body.result }]
    case 'task.failed':
      return [{ place: 'result', item: `${seq}`, text: body.message }]
    default:
      return []
  }
}

/** What a call works on: its path, command and the like, of arguments that may be no valid JSON. */
function callText(raw: string): string {
  let parsed: unknown
  try {
    parsed = JSON.parse(raw)
  } catch {
    return callTarget(raw)
  }
  if (typeof parsed !== 'object' || parsed === null) return ''
  const args = parsed as Record<string, unknown>
  return targetArguments
    .map((name) => args[name])
    .filter((value) => typeof value === 'string')
    .join(' ')
}
