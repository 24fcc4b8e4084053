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
  let before = 0
  let after = 0
  let inHunk = false
  const lines = patch.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (const line of lines) {
    const head = hunkHead.exec(line)
    if (head !== null) {
      before = Number(head[1])
      after = Number(head[2])
      inHunk = true
      // Nothing was left out above the first lines of a file.
      if (rows.length > 0 || Math.max(before, after) > 1)
        rows.push({ type: 'hunk', text: (head[3] ?? '').trim() })
      continue
    }
    const text = line.slice(1)
    switch (inHunk ? line.charAt(0) : 'header') {
      case '+':
        rows.push({ type: 'added', after: after++, text })
        break
      case '-':
        rows.push({ type: 'removed', before: before++, text })
        break
      case ' ':
      case '':
        rows.push({ type: 'same', before: before++, after: after++, text })
        break
      case '\\':
        rows.push({ type: 'note', text: text.trim() })
        break
      case 'header':
        if (!/^(?:---|\+\+\+|diff |index |Index: |=====)/.test(line)) rows.push({ type: 'note', text: line })
        break
      default:
        rows.push({ type: 'note', text: line })
    }
  }
  return rows
}
