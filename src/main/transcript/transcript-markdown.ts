import { type CheckResult, checkDemands } from '../../contract/checks.ts'
import type { MessageExtras } from '../../contract/message-extras.ts'
import type { Receipt } from '../../contract/receipt.ts'
import { doubtWords, receiptLine } from '../../contract/receipt-words.ts'
import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import { fenced, quoted } from './markdown-text.ts'
import { type Notice, noticeWords, settledWords, whoWrote } from './notice-words.ts'
import { plainText } from './plain-text.ts'

/** Transcripts as Markdown for people, one task after the other, parents first. */
export function transcriptMarkdown(views: TaskView[]): string {
  return `${views.map(taskMarkdown).join('\n\n---\n\n')}\n`
}

function taskMarkdown(view: TaskView): string {
  const { inputTokens, outputTokens, cost } = view.usage
  const facts = [
    `- Mode: ${view.modeName} (${view.mode})`,
    `- Status: ${view.status}${view.statusReason ? ` (${view.statusReason})` : ''}`,
    `- Begun: ${new Date(view.createdAt).toISOString()}`,
    `- Model: ${view.model ?? lastModel(view) ?? 'none yet'}`,
    `- Tokens: ${inputTokens} in, ${outputTokens} out${cost === null ? '' : `, $${cost.toFixed(4)}`}`,
    `- Folder: \`${view.folder}\``,
  ]
  const items = view.items.map((item) => itemMarkdown(item, view)).filter((text) => text !== '')
  return [`# ${view.displayId} ${view.title}`, facts.join('\n'), ...items].join('\n\n')
}

function lastModel(view: TaskView): string | null {
  const turn = view.items.findLast((item) => item.type === 'turn')
  return turn?.type === 'turn' ? turn.model : null
}

function itemMarkdown(item: TranscriptItem, view: TaskView): string {
  switch (item.type) {
    case 'message':
      return [`## ${whoWrote(item)}`, item.text, ...extrasMarkdown(item)].join('\n\n')
    case 'turn': {
      if (item.state !== 'committed') return item.failure === null ? '' : quoted(item.failure.message)
      const calls = item.callIds.map((id) => view.calls[id]).filter((call) => call !== undefined)
      const thinking =
        item.reasoning === ''
          ? []
          : [`<details><summary>Thinking</summary>\n\n${fenced(item.reasoning)}\n\n</details>`]
      const text = item.text.trim() === '' ? [] : [item.text]
      return [`## ${item.mode}`, ...thinking, ...text, ...calls.map(callMarkdown)].join('\n\n')
    }
    case 'notice':
      return noticeMarkdown(item.notice)
    default: {
      const unknown: never = item
      throw new Error(`Unknown item ${JSON.stringify(unknown)}`)
    }
  }
}

/** Images are named only: a text has no place for them. */
function extrasMarkdown({ context = [], images = [] }: MessageExtras): string[] {
  return [
    ...images.map(
      ({ name, mediaType }) => `*Image: ${name} (${mediaType}), which is in the JSON and HTML exports*`,
    ),
    ...context.map(({ mention, what, text, state }) =>
      state === 'missing'
        ? quoted(`${mention} was not added. ${text}`)
        : `<details><summary>${plainSummary(`${mention}, ${what}`)}</summary>\n\n${fenced(text)}\n\n</details>`,
    ),
  ]
}

const plainSummary = (text: string) => text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function noticeMarkdown(notice: Notice): string {
  const { heading, words } = noticeWords(notice)
  if (heading === null) return quoted(words)
  return words === '' ? `## ${heading}` : `## ${heading}\n\n${words}`
}

function callMarkdown(call: ToolCallView): string {
  const head = `### \`${call.name}\`${call.outcome === null ? ' (open)' : call.outcome === 'ok' ? '' : ` (${call.outcome})`}`
  const decided = call.grant === null ? [] : [`*${call.grant.rule}*`]
  return [head, ...bodyMarkdown(call), ...doubtMarkdown(call), ...decided].join('\n\n')
}

/** What was known of a call whose outcome was not, and what the person said. */
function doubtMarkdown({ unknown }: ToolCallView): string[] {
  if (unknown === null) return []
  const { what, decision, note } = unknown
  const said =
    decision === null ? 'Nobody has said yet what became of it.' : `You said: ${settledWords[decision]}`
  return [quoted([what, said, note].filter((text) => text !== '').join('\n\n'))]
}

function bodyMarkdown(call: ToolCallView): string[] {
  const { display, subtask, question, result } = call
  if (subtask !== null) {
    const returned =
      subtask.outcome === null ? 'Still open.' : `**${subtask.childDisplayId} returned: ${subtask.outcome}**`
    return [
      `Subtask ${subtask.childDisplayId} in ${subtask.mode} mode:`,
      quoted(subtask.message),
      returned,
      ...(subtask.summary === null ? [] : [quoted(subtask.summary)]),
      ...(subtask.receipt === null ? [] : [receiptMarkdown(subtask.receipt)]),
    ]
  }
  if (question !== null) {
    return [quoted(question.question), `Answer: ${question.answer ?? 'none yet'}`]
  }
  if (display?.type === 'edit')
    return [`\`${display.path}\` +${display.added} −${display.removed}`, fenced(display.patch, 'diff')]
  if (display?.type === 'command') {
    return [fenced(display.command, 'sh'), `${display.ended}:`, fenced(plainText(display.output))]
  }
  if (display?.type === 'checks') return [checksMarkdown(display.results)]
  return [fenced(call.arguments, 'json'), ...(result === null ? [] : [fenced(result)])]
}

/** What a subtask did, by its events, and how its checks came out. */
function receiptMarkdown(receipt: Receipt): string {
  const { doubt, checks } = receipt
  const parts = [`Receipt: ${receiptLine(receipt)}.`, ...(doubt === null ? [] : [doubtWords[doubt]])]
  return [parts.join(' '), ...(checks.length === 0 ? [] : [checksMarkdown(checks)])].join('\n\n')
}

function checksMarkdown(results: readonly CheckResult[]): string {
  const lines = results.map(({ kind, what, outcome, found }) => {
    const demand = `\`${what.replace(/[\r\n`]+/g, ' ')}\` ${checkDemands[kind]}`
    return `- ${demand}: ${outcome === 'not_run' ? 'not run, ' : outcome === 'failed' ? 'failed, ' : ''}${found.replace(/\s+/g, ' ')}`
  })
  return lines.join('\n')
}
