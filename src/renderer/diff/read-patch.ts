/** One line of a unified diff as it is shown. Line numbers are the file's, from 1. */
export type DiffRow =
  | { type: 'hunk'; text: string }
  | { type: 'same'; before: number; after: number; text: string }
  | { type: 'removed'; before: number; text: string }
  | { type: 'added'; after: number; text: string }
  /** Words of the patch about itself: a missing newline at the end, lines that were left out. */
  | { type: 'note'; text: string }

const hunkHead = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)$/

/**
 * The rows of a unified diff of one file, its file headers left out. Reads patches whose end was cut off,
 * which strict parsers refuse: approvals show a capped patch. Never throws; what is no patch comes back as
 * notes.
 */
export function readPatch(patch: string): DiffRow[] {
  const rows: DiffRow[] = []
  let read: ((line: string) => DiffRow) | null = null
  const lines = patch.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (const line of lines) {
    const head = hunkHead.exec(line)
    if (head !== null) {
      const before = Number(head[1])
      const after = Number(head[2])
      read = rowReader(before, after)
      // Nothing was left out above the first lines of a file.
      if (rows.length > 0 || Math.max(before, after) > 1)
        rows.push({ type: 'hunk', text: (head[3] ?? '').trim() })
    } else if (read !== null) rows.push(read(line))
    else if (!/^(?:---|\+\+\+|diff |index |Index: |=====)/.test(line)) rows.push({ type: 'note', text: line })
  }
  return rows
}

/** The rows of one hunk, from its lines as they stand in a patch. Never throws. */
export function hunkRows({
  oldStart,
  newStart,
  lines,
}: {
  oldStart: number
  newStart: number
  lines: readonly string[]
}): DiffRow[] {
  return lines.map(rowReader(oldStart, newStart))
}

/** Reads the lines of a hunk one after the other, counting on both sides. */
function rowReader(before: number, after: number): (line: string) => DiffRow {
  return (line) => {
    const text = line.slice(1)
    switch (line.charAt(0)) {
      case '+':
        return { type: 'added', after: after++, text }
      case '-':
        return { type: 'removed', before: before++, text }
      case ' ':
      case '':
        return { type: 'same', before: before++, after: after++, text }
      case '\\':
        return { type: 'note', text: text.trim() }
      default:
        return { type: 'note', text: line }
    }
  }
}
