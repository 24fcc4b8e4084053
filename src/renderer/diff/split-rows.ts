import type { DiffRow } from './read-patch.ts'

type Side = Extract<DiffRow, { type: 'same' | 'removed' | 'added' }>

/** A line of a diff side by side: what was there, what is there, or words of the patch across both. */
export type SplitRow =
  | { type: 'pair'; before: Side | null; after: Side | null }
  | Extract<DiffRow, { type: 'hunk' | 'note' }>

/** The rows of a diff side by side: lines that were removed stand beside those that came in their place. */
export function splitRows(rows: readonly DiffRow[]): SplitRow[] {
  const split: SplitRow[] = []
  let removed: Side[] = []
  let added: Side[] = []
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      split.push({ type: 'pair', before: removed[at] ?? null, after: added[at] ?? null })
    }
    removed = []
    added = []
  }
  for (const row of rows) {
    if (row.type === 'removed') {
      if (added.length > 0) flush()
      removed.push(row)
    } else if (row.type === 'added') added.push(row)
    else {
      flush()
      split.push(row.type === 'same' ? { type: 'pair', before: row, after: row } : row)
    }
  }
  flush()
  return split
}
