import type { TaskView, ToolCallView } from '../../../contract/task-view.ts'
import type { Turn } from './turn.ts'

/**
 * A turn as Markdown to be pasted elsewhere: the model's words, then each call with its arguments and its result, which
 * `resultOf` gives whole.
 */
export function turnMarkdown(
  turn: Pick<Turn, 'text' | 'callIds'>,
  calls: TaskView['calls'],
  resultOf: (call: ToolCallView) => string | null,
): string {
  const parts = turn.callIds.flatMap((callId) => {
    const call = calls[callId]
    if (call === undefined) return []
    const { name, outcome } = call
    const result = resultOf(call)
    const how = outcome === null || outcome === 'ok' ? '' : ` (${outcome})`
    return [`### \`${name}\`${how}`, fenced(call.arguments, 'json'), ...(result ? [fenced(result, '')] : [])]
  })
  return [...(turn.text.trim() === '' ? [] : [turn.text]), ...parts].join('\n\n')
}

/** A block that nothing within it can end: its fence is longer than any in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}
