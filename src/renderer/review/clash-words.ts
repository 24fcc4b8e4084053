import type { TaskSummary } from '../../contract/task-summary.ts'

const named = 3

/** What a task's work clashes with so far: "Clashes so far with TL-3 in a.ts, b.ts and 2 more". */
export function clashWords({ with: other, paths }: NonNullable<TaskSummary['clashes']>[number]): string {
  const what = other === null ? 'what is in the folder by now' : other.displayId
  return `Clashes so far with ${what} in ${placesInWords(paths)}`
}

/** Paths in a row, the first of many: "a.ts, b.ts, c.ts and 2 more". */
export function placesInWords(paths: readonly string[]): string {
  const more = paths.length > named + 1 ? paths.length - named : 0
  const listed = paths.slice(0, more === 0 ? paths.length : named)
  const last = more === 0 ? listed.pop() : `${more} more`
  return listed.length === 0 ? `${last}` : `${listed.join(', ')} and ${last}`
}
