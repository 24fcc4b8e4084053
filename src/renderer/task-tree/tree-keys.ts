import type { TaskId } from '../../contract/ids.ts'
import type { TreeRow } from '../state/flatten-tree.ts'
import { listMove } from '../ui/list-move.ts'

/** What a key in the tree asks for. */
export type TreeMove =
  | { type: 'focus'; index: number }
  | { type: 'fold'; id: TaskId; collapsed: boolean }
  | { type: 'open'; id: TaskId; beside: boolean }
  /** Selects from where the selection began to a line, and goes there. */
  | { type: 'extend'; index: number }
  | { type: 'toggle'; id: TaskId }
  | { type: 'all' }

/** The keys of an ARIA tree: what `key` asks for where the cursor stands at `index`, or null for nothing. */
export function treeMove(
  rows: readonly TreeRow[],
  index: number,
  { key, control, shift, page }: { key: string; control: boolean; shift: boolean; page: number },
): TreeMove | null {
  const row = rows[index]
  if (rows.length === 0) return null
  const to = listMove(key, { index, count: rows.length, page })
  if (to !== null) return shift ? { type: 'extend', index: to } : { type: 'focus', index: to }
  switch (key) {
    case 'ArrowRight':
      if (row === undefined || row.expanded === null) return null
      return row.expanded
        ? { type: 'focus', index: index + 1 }
        : { type: 'fold', id: row.id, collapsed: false }
    case 'ArrowLeft': {
      if (row === undefined) return null
      if (row.expanded === true) return { type: 'fold', id: row.id, collapsed: true }
      const parent = rows.findIndex(({ id }) => id === row.parent)
      return row.parent === null ? null : { type: 'focus', index: parent }
    }
    case 'Enter':
      return row === undefined ? null : { type: 'open', id: row.id, beside: control }
    case ' ':
      return row === undefined ? null : { type: 'toggle', id: row.id }
    case 'a':
    case 'A':
      return control ? { type: 'all' } : null
    default:
      return null
  }
}

/**
 * Type-ahead: the next row, going round, whose text begins with what was typed. One letter typed again
 * and again goes from one such row to the next; a growing word may stay where it is. -1 when none does.
 */
export function typeAhead(
  count: number,
  index: number,
  typed: string,
  textOf: (index: number) => readonly string[],
): number {
  const letters = [...typed.toLowerCase()]
  const repeated = letters.length > 1 && letters.every((letter) => letter === letters[0])
  const word = repeated ? (letters[0] ?? '') : letters.join('')
  const from = letters.length === 1 || repeated ? index + 1 : index
  for (let step = 0; step < count; step += 1) {
    const at = (Math.max(0, from) + step) % count
    if (textOf(at).some((text) => text.toLowerCase().startsWith(word))) return at
  }
  return -1
}
