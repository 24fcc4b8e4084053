import type { TaskView, TranscriptItem } from '../../contract/task-view.ts'
import type { Usage } from '../../contract/usage.ts'
import { type Anchors, callHtml, checksHtml } from './html-call.ts'
import { extrasHtml } from './html-extras.ts'
import { markdownHtml } from './html-markdown.ts'
import { type Html, html } from './html-template.ts'
import type { ImageSource } from './image-source.ts'
import { type Notice, noticeWords, whoWrote } from './notice-words.ts'

/** One entry of a transcript: a message, a turn with its calls, or a notice. */
export function itemHtml(
  item: TranscriptItem,
  view: TaskView,
  anchors: Anchors,
  images?: ImageSource,
): Html | null {
  switch (item.type) {
    case 'message':
      return html`<section class="message from-${item.from}"><h3>${whoWrote(item)} ${timeHtml(item.at)}</h3>${markdownHtml(item.text)}${extrasHtml(item, images)}</section>
`
    case 'turn':
      return turnHtml(item, view, anchors)
    case 'notice':
      return noticeHtml(item.notice, item.at)
    default: {
      const unknown: never = item
      throw new Error(`Unknown item ${JSON.stringify(unknown)}`)
    }
  }
}

/** A moment, to the second, in universal time: the page is read elsewhere and later. */
export function timeHtml(at: number): Html {
  const moment = new Date(at)
  if (Number.isNaN(moment.getTime())) return html``
  const iso = moment.toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`
}

/** What was used, in few words: "12,400 tokens in (9,000 cached), 310 out, $0.0123". */
export function usageWords({ inputTokens, cachedTokens, outputTokens, cost }: Usage): string {
  const count = (tokens: number) => tokens.toLocaleString('en')
  const cached = cachedTokens === 0 ? '' : ` (${count(cachedTokens)} cached)`
  const price = cost === null ? '' : `, $${cost.toFixed(4)}`
  return `${count(inputTokens)} tokens in${cached}, ${count(outputTokens)} out${price}`
}

function turnHtml(
  item: Extract<TranscriptItem, { type: 'turn' }>,
  view: TaskView,
  anchors: Anchors,
): Html | null {
  if (item.state === 'streaming') return null
  const thinking =
    item.reasoning === ''
      ? null
      : html`<details class="thinking"><summary>Thinking</summary><pre>${item.reasoning}</pre></details>`
  const failure = item.failure === null ? null : html`<p class="doubt">${item.failure.message}</p>`
  const calls = item.callIds.flatMap((id) => view.calls[id] ?? [])
  const seconds = item.durationMs === null ? '' : `${(item.durationMs / 1000).toFixed(1)} s`
  const spent = [item.model, item.usage === null ? '' : usageWords(item.usage), seconds]
  return html`<section class="turn"><h3>${item.mode} ${timeHtml(item.at)}</h3>
${thinking}${item.text.trim() === '' ? null : markdownHtml(item.text)}${failure}
${calls.map((call) => callHtml(call, anchors))}<p class="small spent">${spent.filter((part) => part !== '').join(' · ')}</p></section>
`
}

function noticeHtml(notice: Notice, at: number): Html {
  const { heading, words } = noticeWords(notice)
  if (heading === null) {
    const results = notice.type === 'prepared' || notice.type === 'tested' ? checksHtml(notice.results) : null
    return html`<div class="notice">${words} ${timeHtml(at)}${results}</div>
`
  }
  const tone = notice.type === 'completed' ? 'ok' : notice.type === 'condensed' ? 'idle' : 'bad'
  return html`<section class="ending ${tone}"><h3>${heading} ${timeHtml(at)}</h3>${markdownHtml(words)}</section>
`
}
