import { checksLine } from '../../../contract/receipt-words.ts'
import type { ToolCallView } from '../../../contract/task-view.ts'
import type { ToolDisplay } from '../../../contract/tool-display.ts'
import { readArguments, textArgument } from '../../state/call-arguments.ts'
import { formatDuration } from '../format-time.ts'
import { wordsOf } from './call-words.ts'
import { tookMs } from './took-ms.ts'

/** A call in one line: "Edited" "src/a.ts", "Ran" "npm test" "exit 0 in 4 s". */
export type CallLine = {
  verb: string
  target: string
  mono: boolean
  /** What came of it, in a few words, or ''. */
  detail: string
}

type Facts = Pick<
  ToolCallView,
  'name' | 'arguments' | 'status' | 'outcome' | 'display' | 'startedAt' | 'finishedAt'
> &
  Partial<Pick<ToolCallView, 'unknown'>>

/** Says a call in plain words, in the tense it is in. */
export function describeCall(call: Facts): CallLine {
  const words = wordsOf(call.name)
  const ok = call.status === 'finished' && call.outcome === 'ok'
  const created = call.display?.type === 'edit' && call.display.created
  const verb = ok
    ? created
      ? 'Created'
      : words.done
    : call.status === 'running' || call.status === 'awaiting_answer'
      ? words.doing
      : words.base
  return { verb, target: targetOf(call, words.target), mono: words.mono, detail: detailOf(call) }
}

function targetOf({ arguments: text, display }: Facts, names: readonly string[]): string {
  const args = readArguments(text)
  const named = textArgument(args, ...names) || pathsOf(args).join(', ')
  if (display !== null) return ofDisplay(display, named)
  return oneLine(named)
}

function ofDisplay(display: ToolDisplay, named: string): string {
  switch (display.type) {
    case 'file':
      return display.toLine > 0 ? `${display.path} ${display.fromLine}–${display.toLine}` : display.path
    case 'edit':
    case 'delete':
      return display.path
    case 'command':
      return oneLine(display.command)
    case 'matches':
    case 'checks':
      return oneLine(named)
    case 'sent':
      return oneLine(`${display.to}: ${display.message}`)
    default: {
      const unknown: never = display
      throw new Error(`Unknown display ${JSON.stringify(unknown)}`)
    }
  }
}

/** Some models read several files in one call: `{"files": [{"path": "a"}, {"path": "b"}]}`. */
function pathsOf({ files }: Record<string, unknown>): string[] {
  if (!Array.isArray(files)) return []
  return files
    .map((file) => (typeof file === 'string' ? file : (file as { path?: unknown } | null)?.path))
    .filter((path) => typeof path === 'string')
}

function detailOf(call: Facts): string {
  const { display } = call
  if (display?.type === 'matches') {
    if (display.count === 0) return 'nothing found'
    const count = `${display.count} ${display.count === 1 ? 'match' : 'matches'}`
    return `${count} in ${display.files} ${display.files === 1 ? 'file' : 'files'}`
  }
  if (display?.type === 'checks') return checksLine(display.results)
  if (display?.type === 'command') {
    const how = display.exitCode === null ? display.ended : `exit ${display.exitCode}`
    if (display.unseen === true) return `${how}, while Treeline was closed`
    const took = tookMs(call)
    return took !== null && display.exitCode !== null ? `${how} in ${formatDuration(took)}` : how
  }
  return ''
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
