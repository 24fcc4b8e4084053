import { listMove } from '../ui/list-move.ts'
import type { PlanRow } from './plan-rows.ts'

/** What a key in the timeline asks for. */
export type PlanMove =
  | { type: 'focus'; index: number }
  | { type: 'fold'; index: number; open: boolean }
  | { type: 'open'; index: number; beside: boolean; plan: boolean }

type Key = { key: string; beside: boolean; shift: boolean; page: number }

/** The keys of an ARIA tree: what `key` asks for at line `index`, or null for nothing. */
export function planMove(
  rows: readonly PlanRow[],
  index: number,
  { key, beside, shift, page }: Key,
): PlanMove | null {
  const row = rows[index]
  if (rows.length === 0) return null
  const to = listMove(key, { index, count: rows.length, page })
  if (to !== null) return { type: 'focus', index: to }
  const expanded = row?.type === 'node' ? row.expanded : null
  switch (key) {
    case 'ArrowRight':
      if (expanded === null) return null
      return expanded ? { type: 'focus', index: index + 1 } : { type: 'fold', index, open: true }
    case 'ArrowLeft': {
      if (expanded === true) return { type: 'fold', index, open: false }
      const parent = row?.parent ?? null
      return parent === null ? null : { type: 'focus', index: rows.findIndex(({ id }) => id === parent) }
    }
    case 'Enter':
    case ' ':
      return row === undefined ? null : { type: 'open', index, beside, plan: shift && key === 'Enter' }
    default:
      return null
  }
}
