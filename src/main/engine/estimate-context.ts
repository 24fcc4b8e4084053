import type { TaskView } from '../../contract/task-view.ts'
import { historySize, sizeOfAll } from './plan-cut.ts'

/** Characters that make a token: the rule of thumb by which turns are counted where the server does not. */
const charactersPerToken = 4

/**
 * About how many tokens the next request takes. From what the server counted of the latest turn and the length of
 * what came since; from lengths alone where nothing was counted since the history was last condensed.
 * `prompt` is the length of the system prompt and the tools.
 */
export function estimateContext(view: TaskView, prompt: number): number {
  const { items } = view
  const latest = items.findLastIndex((item) => item.type === 'turn' && item.state === 'committed')
  const condensed = items.findLastIndex((item) => item.type === 'notice' && item.notice.type === 'condensed')
  const turn = items[latest]
  if (turn?.type === 'turn' && turn.usage !== null && latest > condensed) {
    const results = turn.callIds.reduce((sum, id) => sum + (view.calls[id]?.result?.length ?? 0), 0)
    const since = results + sizeOfAll(items.slice(latest + 1), view)
    return turn.usage.inputTokens + turn.usage.outputTokens + Math.ceil(since / charactersPerToken)
  }
  return Math.ceil((prompt + historySize(view)) / charactersPerToken)
}
