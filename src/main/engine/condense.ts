import { condensing } from '../../contract/live-delta.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { TurnFailure } from '../../contract/turn-failure.ts'
import { addUsage, noUsage, type Usage } from '../../contract/usage.ts'
import { failpoint } from '../base/failpoint.ts'
import type { ChatMessage, TurnOutcome } from '../model/model-client.ts'
import {
  condensePrompt,
  condenseRequest,
  cutMiddle,
  standingFacts,
  transcriptText,
} from '../prompt/condense.ts'
import type { Reached } from './budget-account.ts'
import type { EngineCore } from './core.ts'
import { historySize, planCut } from './plan-cut.ts'
import { createTries } from './tries.ts'
import { waitToRetry } from './wait-to-retry.ts'

/** How condensing ended. `nothing`: there is no older part that would make room. */
export type CondenseEnd =
  | { status: 'condensed' }
  | { status: 'nothing' }
  | { status: 'aborted' }
  | { status: 'failed'; failure: Omit<TurnFailure, 'retryInMs'> }
  | { status: 'reached'; reached: Reached }

/** This share of the history stays as it is, where the model's context window is not known. */
const keptShare = 0.25

/** Of a context window: what stays as it is, and what one request for a summary may take. */
const keptOfWindow = 0.2
const pieceOfWindow = 0.5

const charactersPerToken = 4

/** How much of one message and one result goes into what is condensed, at first, in UTF-16 units. */
const wholeWords = 8_000
const wholeResult = 2_000

/** What the brief is cut to for the model that condenses. In the history it stays whole. */
const briefLength = 8_000

/** The least that one request takes in of the conversation, in UTF-16 units. */
const leastPiece = 2_000

/** How often pieces are made smaller before it is clear that none will fit: eight times halves a million to 4,000. */
const mostSmaller = 8

/** How many UTF-16 units of the latest turns stay as they are. */
export function keptLength(view: TaskView, contextWindow: number | null): number {
  const ofHistory = historySize(view) * keptShare
  return contextWindow === null
    ? ofHistory
    : Math.min(ofHistory, contextWindow * charactersPerToken * keptOfWindow)
}

/**
 * Has the task's own provider write a summary of the older part of its history, and puts one event with it into
 * the log, by which later requests are made of the first message, the summary and what came after. What does not
 * fit into one request is condensed piece by piece. Until that event stands in the log, nothing has changed.
 */
export async function condenseHistory(
  core: EngineCore,
  view: TaskView,
  signal: AbortSignal,
): Promise<CondenseEnd> {
  const before = view.condensed
  const tokensBefore = view.contextTokens === 0 ? null : view.contextTokens
  try {
    const { endpoint } = await endpointOf(core, view)
    const window = endpoint.contextWindow ?? null
    const cut = planCut(view, keptLength(view, window))
    if (cut === null) return { status: 'nothing' }
    const room = window === null ? Number.POSITIVE_INFINITY : window * charactersPerToken * pieceOfWindow
    const written = await writeSummary(core, view, { cut, room }, signal)
    if (written.status !== 'written') return written
    if (signal.aborted) return { status: 'aborted' }
    // Somebody else may have condensed meanwhile: theirs stands.
    if (view.condensed !== before) return { status: 'nothing' }
    const facts = standingFacts(view)
    const summary = facts === '' ? written.summary : `${written.summary}\n\n${facts}`
    const requests = core.budgets.unlogged(view)
    core.journal.append([
      {
        taskId: view.id,
        body: {
          type: 'history.condensed',
          summary,
          items: cut,
          tokensBefore,
          usage: written.usage,
          requests,
        },
      },
    ])
    return { status: 'condensed' }
  } finally {
    core.live.end(view.id, condensing)
  }
}

type Written = { status: 'written'; summary: string; usage: Usage }

async function writeSummary(
  core: EngineCore,
  view: TaskView,
  order: { cut: number; room: number },
  signal: AbortSignal,
): Promise<Written | Exclude<CondenseEnd, { status: 'condensed' }>> {
  const first = view.items[0]
  const brief = cutMiddle(first?.type === 'message' ? first.text : '', briefLength)
  const measure = { words: wholeWords, result: wholeResult }
  let room = order.room
  let at = view.condensed?.items ?? 1
  let summary = view.condensed?.summary ?? null
  let usage = noUsage
  let smaller = 0
  while (at < order.cut) {
    const piece = nextPiece(
      view,
      at,
      order.cut,
      Math.max(leastPiece, room - brief.length - (summary ?? '').length),
      measure,
    )
    const content = condenseRequest({ brief, before: summary, transcript: piece.text })
    const outcome = await askForSummary(core, view, content, signal)
    if (outcome.status === 'failed' && outcome.failure.kind === 'context_too_long' && smaller < mostSmaller) {
      smaller++
      // Half as much at a time, and less of what tools gave back, until it fits.
      room = Math.floor(content.length / 2)
      measure.result = Math.max(200, Math.floor(measure.result / 2))
      measure.words = Math.max(500, Math.floor(measure.words / 2))
      continue
    }
    if (outcome.status !== 'answered') return outcome
    summary = outcome.text.trim()
    usage = addUsage(usage, outcome.usage)
    at = piece.end
  }
  return { status: 'written', summary: summary ?? '', usage }
}

/** As many entries from `at` on as go into `room`: one at least, cut in its middle if need be. */
function nextPiece(
  view: TaskView,
  at: number,
  cut: number,
  room: number,
  measure: { words: number; result: number },
): { text: string; end: number } {
  const texts: string[] = []
  let length = 0
  let end = at
  for (; end < cut; end++) {
    const text = transcriptText(view.items.slice(end, end + 1), view.calls, measure)
    if (end > at && length + text.length > room) break
    length += text.length
    texts.push(text)
  }
  const text = texts.filter((one) => one !== '').join('\n\n')
  return { text: cutMiddle(text, Math.max(leastPiece, Math.min(room, text.length))), end }
}

type Summary = Extract<TurnOutcome, { status: 'answered' }>

/** One request for a summary, made again as long as that may help, with leave of the budgets each time. */
async function askForSummary(
  core: EngineCore,
  view: TaskView,
  content: string,
  signal: AbortSignal,
): Promise<Summary | Exclude<CondenseEnd, { status: 'condensed' | 'nothing' }>> {
  const { deps, live, wakers, budgets } = core
  const messages: ChatMessage[] = [
    { role: 'system', content: condensePrompt },
    { role: 'user', content },
  ]
  const { maxRetries, stallSeconds } = deps.store.settings.preferences()
  const tries = createTries(deps)
  for (;;) {
    const prepare = async () => ({ ...(await endpointOf(core, view)), messages, tools: [] })
    const admission = await budgets.admit(view, prepare, signal)
    if (admission.status === 'reached') return admission
    const { endpoint } = admission.order
    live.end(view.id, condensing)
    live.add(view.id, { target: condensing, channel: 'text', text: '\n' })
    admission.made()
    failpoint('before:model.request')
    const outcome = await deps.model
      .streamTurn(
        { endpoint, messages, tools: [], stallMs: stallSeconds * 1_000 },
        (delta) => {
          if (delta.channel === 'text') live.add(view.id, { target: condensing, ...delta })
        },
        signal,
      )
      .finally(admission.settle)
    failpoint('after:model.request')
    if (signal.aborted || outcome.status === 'aborted') return { status: 'aborted' }
    if (outcome.status === 'answered' && outcome.text.trim() !== '') return outcome
    const failed = outcome.status === 'failed' ? outcome : nothingWritten
    const verdict = tries.after(failed, { maxRetries, retryApproved: true })
    if (verdict.retryInMs === null) return { status: 'failed', failure: failed.failure }
    const early = wakers.listen(`retry:${view.id}`)
    try {
      const { kind } = failed.failure
      await waitToRetry(deps, { retryInMs: verdict.retryInMs, kind, endpoint, early: early.woken }, signal)
    } finally {
      early.dispose()
    }
    if (signal.aborted) return { status: 'aborted' }
  }
}

function endpointOf({ deps }: EngineCore, { providerId, mode, model }: TaskView) {
  return deps.endpoint({ providerId, mode, model })
}

const nothingWritten = {
  status: 'failed' as const,
  failure: {
    kind: 'empty' as const,
    message: 'The model wrote no summary.',
    httpStatus: null,
  },
  retryable: false,
  retryAfterMs: null,
}
