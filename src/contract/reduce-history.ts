import { presentExtras } from './message-extras.ts'
import type { TaskEventOf } from './task-event.ts'
import type { TaskView, TranscriptItem } from './task-view.ts'
import { addUsage, noUsage } from './usage.ts'

type HistoryEvent = TaskEventOf<'history.condensed' | 'history.rewound' | 'task.forked'>
type NoticeOf = Extract<TranscriptItem, { type: 'notice' }>['notice']

/** Changes a view in place by what happened to its history as a whole at `at` (epoch ms), and returns what is said of it. */
export function applyHistoryEvent(view: TaskView, at: number, body: HistoryEvent): NoticeOf {
  switch (body.type) {
    case 'history.condensed': {
      const { summary, items, tokensBefore, usage } = body
      view.condensed = { summary, items }
      view.usage = addUsage(view.usage, usage)
      view.contextTokens = 0
      return { type: 'condensed', summary, items, tokensBefore }
    }
    case 'history.rewound': {
      const { items, messageId, text } = body
      const aside = view.items.splice(items)
      view.items.push({ type: 'message', id: messageId, at, from: 'person', text, ...presentExtras(body) })
      view.condensed = lastSummary(view.items)
      view.contextTokens = 0
      return { type: 'rewound', aside }
    }
    case 'task.forked':
      view.usage = noUsage
      return { type: 'forked', source: body.source }
    default: {
      const unknown: never = body
      throw new Error(`Unknown event ${JSON.stringify(unknown)}`)
    }
  }
}

function lastSummary(items: readonly TranscriptItem[]): TaskView['condensed'] {
  for (const item of items.toReversed()) {
    if (item.type !== 'notice' || item.notice.type !== 'condensed') continue
    return { summary: item.notice.summary, items: item.notice.items }
  }
  return null
}
