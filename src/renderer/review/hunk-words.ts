import type { WorkHunk } from '../../contract/work.ts'

/** Where a hunk is: by its lines as they will be, or as they were where none of them stay. */
export function hunkWords({ oldStart, oldLines, newStart, newLines }: Omit<WorkHunk, 'lines'>): string {
  if (newLines === 0) return `${range(oldStart, oldLines)}, removed`
  return range(newStart, newLines)
}

function range(start: number, lines: number): string {
  const first = Math.max(1, start)
  return lines <= 1 ? `line ${first}` : `lines ${first}–${first + lines - 1}`
}
