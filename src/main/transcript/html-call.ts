import { type CheckResult, checkDemands } from '../../contract/checks.ts'
import type { Receipt } from '../../contract/receipt.ts'
import { doubtWords, receiptLine } from '../../contract/receipt-words.ts'
import type { ApprovalView, SubtaskView, ToolCallView } from '../../contract/task-view.ts'
import { markdownHtml } from './html-markdown.ts'
import { type Html, html } from './html-template.ts'
import { terminalHtml } from './html-terminal.ts'
import { settledWords } from './notice-words.ts'

/** The places of the tasks in the page, by id, for links between them. */
export type Anchors = ReadonlyMap<string, string>

/** A call of a tool, folded: its name and target, and inside what it was given, who let it run and what came of it. */
export function callHtml(call: ToolCallView, anchors: Anchors): Html {
  const open = call.subtask !== null || call.question !== null ? html` open` : null
  const outcome = call.outcome ?? 'open'
  const tone = outcome === 'ok' ? 'ok' : outcome === 'open' ? 'idle' : 'bad'
  return html`<details class="call"${open}><summary><code>${call.name}</code> <span class="target">${targetOf(call)}</span> <span class="tag ${tone}">${outcome}</span></summary>
<div class="inside">${bodyHtml(call, anchors)}${decidedHtml(call)}${doubtHtml(call)}</div></details>
`
}

/** What a call is about, in a few words. */
function targetOf({ display, subtask, question, arguments: given }: ToolCallView): string {
  if (subtask !== null) return `${subtask.childDisplayId} in ${subtask.mode} mode`
  if (question !== null) return cut(question.question)
  if (display?.type === 'command') return cut(display.command)
  if (display?.type === 'edit') return `${display.path} +${display.added} −${display.removed}`
  if (display?.type === 'sent') return `to ${display.to}`
  if (display !== null && 'path' in display) return display.path
  const named = /"(?:path|command|query|regex|pattern|url|mode|result)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(given)
  return cut(named?.[1] ?? '')
}

const cut = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= 100 ? line : `${line.slice(0, 99)}…`
}

function bodyHtml(call: ToolCallView, anchors: Anchors): Html {
  const { display, subtask, question, result } = call
  if (subtask !== null) return subtaskHtml(subtask, anchors)
  if (question !== null) {
    const who = question.by === 'rule' ? ' (by a rule)' : ''
    return html`<p>${question.question}</p><p><b>Answer${who}:</b> ${question.answer ?? 'none yet'}</p>`
  }
  if (display?.type === 'edit') return patchHtml(display.patch)
  if (display?.type === 'command') {
    return html`<pre class="command">${display.command}</pre><p class="small">${display.ended}</p>${terminalHtml(display.output)}`
  }
  if (display?.type === 'checks') return html`${markdownResult(call)}${checksHtml(display.results)}`
  if (call.name === 'attempt_completion') return markdownResult(call)
  const came = result === null ? null : html`<h5>Result</h5><pre>${result}</pre>`
  return html`<h5>Arguments</h5><pre>${prettyJson(call.arguments)}</pre>${came}`
}

/** A result that a model wrote for people, as it is meant to be read. */
function markdownResult(call: ToolCallView): Html {
  try {
    const { result } = JSON.parse(call.arguments)
    if (typeof result === 'string') return markdownHtml(result)
  } catch {
    // Arguments of a model may be no JSON; then they are shown as they are.
  }
  return html`<pre>${call.arguments}</pre>`
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** A unified diff, each line by what it does. */
function patchHtml(patch: string): Html {
  const lines = patch.replace(/\n$/, '').split('\n')
  const rows = lines.map((line) => html`<span class="${lineClass(line)}">${line}\n</span>`)
  return html`<pre class="diff">${rows}</pre>`
}

function lineClass(line: string): string {
  if (line.startsWith('@@')) return 'hunk'
  if (line.startsWith('+') && !line.startsWith('+++')) return 'added'
  if (line.startsWith('-') && !line.startsWith('---')) return 'removed'
  return 'same'
}

function subtaskHtml(subtask: SubtaskView, anchors: Anchors): Html {
  const { childId, childDisplayId, mode, message, outcome, summary, receipt } = subtask
  const anchor = anchors.get(childId)
  const name =
    anchor === undefined ? html`${childDisplayId}` : html`<a href="#${anchor}">${childDisplayId}</a>`
  const returned =
    outcome === null
      ? html`<p>Still open.</p>`
      : html`<p>${name} returned: <span class="tag ${outcome === 'completed' ? 'ok' : 'bad'}">${outcome}</span></p>`
  return html`<p>Subtask ${name} in ${mode} mode${subtask.background ? ', in the background' : ''}:</p>
<blockquote>${markdownHtml(message)}</blockquote>
${returned}
${summary === null ? null : html`<blockquote>${markdownHtml(summary)}</blockquote>`}
${receipt === null ? null : receiptHtml(receipt)}`
}

/** What a subtask did, by its events. */
function receiptHtml(receipt: Receipt): Html {
  const { files, moreFiles, commands, moreCommands, doubt, checks } = receipt
  const more = (count: number) => (count === 0 ? null : html`<li>and ${count} more</li>`)
  return html`<div class="receipt"><p><b>Receipt:</b> ${receiptLine(receipt)}.${doubt === null ? null : html` <span class="doubt">${doubtWords[doubt]}</span>`}</p>
<ul>${files.map(({ path, state, added, removed }) => html`<li><code>${path}</code> ${state} +${added} −${removed}</li>`)}${more(moreFiles)}${commands.map(({ command, ended }) => html`<li><code>${command}</code>: ${ended}</li>`)}${more(moreCommands)}</ul>
${checks.length === 0 ? null : checksHtml(checks)}</div>`
}

/** How checks came out, one a line. */
export function checksHtml(results: readonly CheckResult[]): Html {
  const rows = results.map(({ kind, what, outcome, found, output }) => {
    const tone = outcome === 'passed' ? 'ok' : outcome === 'failed' ? 'bad' : 'idle'
    const printed = output === '' ? null : terminalHtml(output)
    return html`<li><code>${what}</code> ${checkDemands[kind]}: <span class="tag ${tone}">${outcome.replace('_', ' ')}</span> ${found}${printed}</li>`
  })
  return html`<ul class="checks">${rows}</ul>`
}

/** Who let a call run, or did not, and by which rule. */
function decidedHtml({ approval, grant }: ToolCallView): Html {
  const granted =
    grant === null
      ? null
      : html`<p class="small">${grant.by === 'person' ? 'Allowed by you' : 'Allowed by a rule'}: ${grant.rule}</p>`
  return html`${approval === null ? null : approvalHtml(approval)}${granted}`
}

function approvalHtml({ why, decision, feedback, edited }: ApprovalView): Html {
  const said = decision === null ? 'nobody has answered yet' : decision
  const words = feedback === '' ? null : html` “${feedback}”`
  const changed = edited === null ? null : html` Changed first: ${edited.mode} mode, “${edited.message}”`
  return html`<p class="small">Approval asked (${why}): <b>${said}</b>.${words}${changed}</p>`
}

/** What was known of a call whose outcome was not, and what the person said. */
function doubtHtml({ unknown }: ToolCallView): Html | null {
  if (unknown === null) return null
  const { what, decision, note } = unknown
  const said =
    decision === null ? 'Nobody has said yet what became of it.' : `You said: ${settledWords[decision]}`
  return html`<p class="doubt">${what} ${said} ${note}</p>`
}
