import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import { nudges } from '../prompt/nudges.ts'

/** So often the same, and it is no progress any more. */
const rounds = 5

/** Looking at what is still running may well give the same for a while. */
const roundsOfWatching = 20
const watching: ReadonlySet<string> = new Set(['read_command_output'])

/** Models also go round by two or three calls. */
const longestRound = 3

/**
 * Whether a task goes in circles: the same calls with the same arguments and the same results, five times in
 * a row, or two or three such turns by turns. Gives what it does in words for its person, or null. Counts
 * only what came after somebody's latest word or a stop.
 */
export function findCircle(view: TaskView): string | null {
  // Nearly always the latest turn is like none of the few before it, and that is soon seen.
  const [latest = [], ...before] = latestTurns(view, 1 + longestRound)
  if (!before.some((turn) => same(latest, turn))) return null
  const turns = latestTurns(view, longestRound * roundsOfWatching).reverse()
  for (let length = 1; length <= longestRound; length++) {
    const round = turns.slice(-length)
    const needed = round.flat().every(({ name }) => watching.has(name)) ? roundsOfWatching : rounds
    const stretch = turns.slice(-length * needed)
    if (stretch.length < length * needed) continue
    const repeats = stretch.every((turn, at) => same(turn, stretch[at % length] ?? []))
    if (repeats) return words(round, needed)
  }
  return null
}

/** The calls of the latest turns, at most `most`, the latest first. */
function latestTurns(view: TaskView, most: number): ToolCallView[][] {
  const turns: ToolCallView[][] = []
  for (let at = view.items.length - 1; at >= 0 && turns.length < most; at--) {
    const item = view.items[at]
    if (item === undefined || endsTheCount(item)) break
    if (item.type !== 'turn' || item.state !== 'committed') continue
    const calls = item.callIds.flatMap((callId) => view.calls[callId] ?? [])
    if (calls.length === 0) break
    turns.push(calls)
  }
  return turns
}

function endsTheCount(item: TranscriptItem): boolean {
  if (item.type === 'message') return item.from !== 'engine' || !nudges.has(item.text)
  return item.type === 'notice' && item.notice.type !== 'condensed'
}

function same(one: readonly ToolCallView[], other: readonly ToolCallView[]): boolean {
  return (
    one.length === other.length &&
    one.every((call, at) => {
      const { name, arguments: args, result } = other[at] ?? call
      return call.name === name && call.arguments === args && call.result === result
    })
  )
}

function words(round: readonly ToolCallView[][], times: number): string {
  const names = round.flat().map(({ name, arguments: args }) => {
    const line = args.replace(/\s+/g, ' ').trim()
    return line === '{}' ? name : `${name} ${line.length > 80 ? `${line.slice(0, 79)}…` : line}`
  })
  const shown = names.slice(0, 3).join(', ')
  return `The model has made the same calls ${times} times in a row with the same results: ${shown}.`
}
