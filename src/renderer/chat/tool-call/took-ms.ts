import type { ToolCallView } from '../../../contract/task-view.ts'

type Facts = Pick<ToolCallView, 'startedAt' | 'finishedAt' | 'display'> &
  Partial<Pick<ToolCallView, 'unknown'>>

/** How long a call took in milliseconds, or null when it has not ended or ended while nobody was there to see it. */
export function tookMs({ startedAt, finishedAt, display, unknown }: Facts): number | null {
  if (startedAt === null || finishedAt === null) return null
  const unseen = display?.type === 'command' && display.unseen === true
  // Its checks ran before it counts as begun.
  const checked = display?.type === 'checks'
  const settled = unknown != null && unknown.decision !== 'rerun'
  return unseen || checked || settled ? null : finishedAt - startedAt
}
