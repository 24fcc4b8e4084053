import type { FoundTask, SearchHit } from '../../contract/search.ts'

/** A line of what was found that can be chosen: a task, a place in it, or all its other places. */
export type SearchLine =
  | { key: string; type: 'task'; task: FoundTask }
  | { key: string; type: 'hit'; task: FoundTask; hit: SearchHit }
  | { key: string; type: 'more'; task: FoundTask }

/** The lines of one task, in order. Keys hold no spaces, so that they can be ids. */
export function linesOf(task: FoundTask): SearchLine[] {
  const { id, hits, more } = task
  return [
    { key: id, type: 'task', task },
    ...hits.map((hit): SearchLine => {
      return { key: `${id}-${hit.seq}-${hit.place}-${hit.item ?? ''}`, type: 'hit', task, hit }
    }),
    ...(more > 0 ? [{ key: `${id}-more`, type: 'more' as const, task }] : []),
  ]
}

/** The key of the line `step` lines from another, staying within; the first when that is none. */
export function stepLine(tasks: readonly FoundTask[], from: string | null, step: number): string | null {
  const keys = tasks.flatMap(linesOf).map(({ key }) => key)
  const at = from === null ? -1 : keys.indexOf(from)
  const to = at === -1 ? (step > 0 ? 0 : keys.length - 1) : at + step
  return keys[Math.min(keys.length - 1, Math.max(0, to))] ?? null
}

/** The line with that key. */
export function lineAt(tasks: readonly FoundTask[], key: string | null): SearchLine | null {
  return tasks.flatMap(linesOf).find((line) => line.key === key) ?? null
}

/** Whose words a place holds. */
export const placeNames: Record<SearchHit['place'], string> = {
  title: 'Title',
  message: 'Message',
  turn: 'Model',
  call: 'Tool call',
  subtask: 'Subtask',
  summary: 'Summary',
  question: 'Question',
  answer: 'Answer',
  result: 'Result',
}

/** Opens what a line stands for. */
export type OpenLine = (line: SearchLine, how: { beside: boolean }) => void
