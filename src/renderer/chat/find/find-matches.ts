import type { TaskView, ToolCallView, TranscriptItem } from '../../../contract/task-view.ts'
import { describeCall } from '../tool-call/describe-call.ts'

/** A place where the words stand: the entry, by its place among all, and which of the entry's matches it is. */
export type Match = { index: number; nth: number }

type ResultOf = (call: ToolCallView) => string | null

/** So many are counted at most: nobody goes through more. */
const mostMatches = 10_000

/**
 * Every place of a transcript where words stand, folded away and set aside or not, in the order in which it is read. Upper and lower
 * case are one. None for no words. `resultOf` gives what a call came to, whole.
 */
export function findMatches(
  { items, calls }: Pick<TaskView, 'items' | 'calls'>,
  words: string,
  resultOf: ResultOf,
): Match[] {
  const wanted = words.toLowerCase()
  const matches: Match[] = []
  if (wanted.trim() === '') return matches
  for (let index = 0; index < items.length && matches.length < mostMatches; index++) {
    const item = items[index]
    if (item === undefined) continue
    let nth = 0
    for (const text of textsOf(item, calls, resultOf)) {
      for (let count = occurrences(text.toLowerCase(), wanted); count > 0; count--) {
        matches.push({ index, nth: nth++ })
      }
    }
  }
  return matches.slice(0, mostMatches)
}

/** How often a text holds another, none of them overlapping. */
export function occurrences(text: string, wanted: string): number {
  let count = 0
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) count++
  return count
}

/** What can be read of an entry once everything in it is unfolded, from top to bottom. */
export function textsOf(item: TranscriptItem, calls: TaskView['calls'], resultOf: ResultOf): string[] {
  switch (item.type) {
    case 'message':
      return [plain(item.text)]
    case 'turn':
      if (item.state === 'streaming') return []
      return [
        plain(item.reasoning),
        plain(item.text),
        ...item.callIds.flatMap((callId) => callTexts(calls[callId], resultOf)),
        ...(item.failure === null ? [] : [item.failure.message]),
      ]
    case 'notice':
      return noticeTexts(item.notice, calls, resultOf)
    default:
      return item satisfies never
  }
}

function noticeTexts(
  notice: Extract<TranscriptItem, { type: 'notice' }>['notice'],
  calls: TaskView['calls'],
  resultOf: ResultOf,
): string[] {
  switch (notice.type) {
    case 'completed':
      return [plain(notice.result)]
    case 'failed':
      return [notice.message]
    case 'condensed':
      return [plain(notice.summary)]
    case 'status':
    case 'cancelled':
    case 'mode':
      return [notice.reason]
    case 'rewound':
      return notice.aside.flatMap((item) => textsOf(item, calls, resultOf))
    default:
      return []
  }
}

function callTexts(call: ToolCallView | undefined, resultOf: ResultOf): string[] {
  if (call === undefined) return []
  const { subtask, question, display } = call
  if (subtask !== null) return [plain(subtask.message), plain(subtask.summary ?? '')]
  if (question !== null) return [plain(question.question), question.answer ?? '']
  // Its result stands below it, as a card of its own.
  if (call.name === 'attempt_completion' && call.outcome === 'ok') return []
  const { target } = describeCall(call)
  if (display?.type === 'edit') return [target, patchLines(display.patch)]
  if (display?.type === 'command') return [target, display.output]
  return [target, resultOf(call) ?? '']
}

/** A patch's lines without the marks before them, as the diff shows them. */
function patchLines(patch: string): string {
  const lines = patch.split('\n').filter((line) => !/^(?:---|\+\+\+|@@|diff |index )/.test(line))
  return lines.map((line) => line.slice(1)).join('\n')
}

/** Markdown about as it reads: without the marks for emphasis, code, headings and links. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/^#{1,6} /gm, '')
    .replace(/\*\*|__|`+/g, '')
}
