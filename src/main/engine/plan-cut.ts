import type { TaskView, TranscriptItem } from '../../contract/task-view.ts'
import { tokensOfImage } from '../prompt/mention-words.ts'

/** A part smaller than this, in UTF-16 units, is not worth a summary, which would hardly be shorter. */
const leastPart = 1_000

/** Characters that make a token, by rule of thumb. */
const charactersPerToken = 4

/**
 * How many entries of the transcript a summary is to stand for, so that about `keep` UTF-16 units of the latest
 * ones stay as they are; null when there is nothing to gain. Cuts between whole turns only, so that every call
 * keeps its result; never takes in what is still open or what nobody has answered yet. Pure.
 */
export function planCut(view: TaskView, keep: number): number | null {
  const { items } = view
  const from = view.condensed?.items ?? 1
  const open = items.findIndex((item) => isOpen(item, view))
  const answered = items.findLastIndex((item) => item.type === 'turn' && item.state === 'committed') + 1
  const most = open === -1 ? answered : Math.min(answered, open)
  let cut = items.length
  for (let kept = 0; cut > from; cut--) {
    kept += sizeOf(items[cut - 1], view)
    if (kept > keep) break
  }
  cut = Math.min(cut, most)
  return cut > from && sizeOfAll(items.slice(from, cut), view) >= leastPart ? cut : null
}

/** About how long the history is that requests are made of, without the system prompt, in UTF-16 units. */
export function historySize(view: TaskView): number {
  const { condensed, items } = view
  if (condensed === null) return sizeOfAll(items, view)
  return sizeOf(items[0], view) + condensed.summary.length + sizeOfAll(items.slice(condensed.items), view)
}

/** How long entries are in a request, in UTF-16 units. */
export function sizeOfAll(items: readonly TranscriptItem[], view: TaskView): number {
  return items.reduce((sum, item) => sum + sizeOf(item, view), 0)
}

function sizeOf(item: TranscriptItem | undefined, view: TaskView): number {
  if (item === undefined || item.type === 'notice') return 0
  if (item.type === 'message') {
    const mentioned = (item.context ?? []).reduce(
      (sum, { text, mention }) => sum + text.length + mention.length,
      0,
    )
    return item.text.length + mentioned + (item.images ?? []).length * tokensOfImage * charactersPerToken
  }
  if (item.state !== 'committed') return 0
  return item.callIds.reduce((sum, callId) => {
    const call = view.calls[callId]
    return (
      sum + (call === undefined ? 0 : call.name.length + call.arguments.length + (call.result?.length ?? 0))
    )
  }, item.text.length)
}

function isOpen(item: TranscriptItem, view: TaskView): boolean {
  if (item.type !== 'turn' || item.state === 'aborted') return false
  return item.state === 'streaming' || item.callIds.some((id) => view.calls[id]?.status !== 'finished')
}
