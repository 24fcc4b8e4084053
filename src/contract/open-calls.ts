import type { TaskView, ToolCallView } from './task-view.ts'

/**
 * A task's calls that have no result yet, in the order of the transcript. Only the last committed turn can have such:
 * the next is asked for after them.
 */
export function openCalls({ items, calls }: Pick<TaskView, 'items' | 'calls'>): ToolCallView[] {
  const turn = items.findLast((item) => item.type === 'turn' && item.state === 'committed')
  if (turn?.type !== 'turn') return []
  return turn.callIds
    .map((callId) => calls[callId])
    .filter((call) => call !== undefined && call.status !== 'finished') as ToolCallView[]
}
