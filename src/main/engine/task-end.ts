import type { TurnFailure } from '../../contract/turn-failure.ts'

/** How a task ends: in its own words, or with what went wrong and how far it got. */
export type TaskEnd =
  | { outcome: 'completed'; result: string }
  | { outcome: 'failed'; message: string; progress: string; failure: TurnFailure | null }
  | { outcome: 'cancelled'; by: 'person' | 'parent'; reason: string; progress: string }
