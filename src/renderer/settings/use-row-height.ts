import { usePreferences } from '../state/hooks.ts'
import { rowHeightOf } from './look.ts'

/** The height of a line in whole pixels as the person prefers it, where it has `height` as things are at first. */
export function useRowHeight(height: number): number {
  return rowHeightOf(usePreferences(), height)
}
