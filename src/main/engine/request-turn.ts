import type { CallId, TurnId } from '../../contract/ids.ts'
import type { SentRequest, WireForm } from '../../contract/sent-request.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { TurnFailure } from '../../contract/turn-failure.ts'
import { failpoint } from '../base/failpoint.ts'
import { newId } from '../base/new-id.ts'
import type { ChatMessage, Endpoint, TurnOutcome } from '../model/model-client.ts'
import type { FailedEnd } from './after-failure.ts'
import { brokenTurn, partOf } from './broken-turn.ts'
import type { Reached } from './budget-account.ts'
import type { Admission } from './budgets.ts'
import type { EngineDeps } from './engine-deps.ts'
import { type Journal, moveTo } from './journal.ts'
import type { LiveText } from './live-text.ts'
import { createTries } from './tries.ts'
import { waitToRetry } from './wait-to-retry.ts'
import type { Wakers } from './wakers.ts'

/** How asking the model ended: a turn stands in the log, the signal said stop, or it is no use. */
export type TurnEnd =
  | { status: 'committed' }
  | { status: 'aborted' }
  | ({ status: 'failed' } & FailedEnd)
  /** A budget has no room for it. */
  | { status: 'reached'; reached: Reached }

/** What one request is made of. */
export type TurnOrder = {
  messages: ChatMessage[]
  tools: ToolDefinition[]
  /** What it is made of, so that it can be made again. */
  sent: SentRequest
  providerId: NonNullable<TaskView['providerId']>
  endpoint: Endpoint
  maxRetries: number
  retryApproved: boolean
  /** Milliseconds without a piece of the answer before it counts as stalled. */
  stallMs: number
}

/**
 * Asks the model until a whole turn stands in the log: request, stream to whoever watches, commit; on a
 * failure that may pass, wait as long as the server or the backoff says and ask again, or until the network is
 * back. Every try is in the log with what came of it, and is prepared anew, with leave of the budgets: what was said or changed during the wait counts.
 * Rejects as `admit` does, and with what the log throws.
 */
export async function requestTurn(
  deps: Pick<EngineDeps, 'model' | 'now' | 'delay' | 'random' | 'retryDelay' | 'offlineLimitMs' | 'canReach'>,
  { journal, live, wakers }: { journal: Journal; live: LiveText; wakers: Wakers },
  view: TaskView,
  admit: () => Promise<Admission<TurnOrder>>,
  signal: AbortSignal,
): Promise<TurnEnd> {
  const taskId = view.id
  const tries = createTries(deps)
  for (let attempt = 1; ; attempt++) {
    const admission = await admit()
    if (admission.status === 'reached') return admission
    if (signal.aborted) {
      admission.settle()
      return { status: 'aborted' }
    }
    const { order } = admission
    const turnId = newId<TurnId>('turn')
    const { providerId, endpoint, messages, tools, sent, stallMs } = order
    let wire: WireForm | undefined
    admission.begins(turnId)
    journal.append([
      ...moveTo(view, 'in_progress'),
      {
        taskId,
        body: {
          type: 'turn.requested',
          ...{ turnId, mode: view.mode, model: endpoint.model, providerId, attempt, sent },
        },
      },
    ])
    if (admission.counted) journal.flush()
    const began = deps.now()
    failpoint('before:model.request')
    const outcome = await deps.model.streamTurn(
      {
        ...{ endpoint, messages, tools, stallMs },
        onSent: (form) => {
          wire = form
        },
      },
      (delta) => live.add(taskId, { target: turnId, ...delta }),
      signal,
    )
    failpoint('after:model.request')
    const part = partOf(view, turnId, live)
    const broken = signal.aborted || outcome.status === 'aborted' ? brokenTurn(view, 'stopped', live) : []
    live.end(taskId, turnId)

    const abort = (failure: TurnFailure) =>
      journal.append([
        {
          taskId,
          body: { type: 'turn.aborted', turnId, failure, ...part, ...(wire === undefined ? {} : { wire }) },
        },
      ])

    if (signal.aborted || outcome.status === 'aborted') {
      journal.append(broken)
      return { status: 'aborted' }
    }
    if (outcome.status === 'answered' && (outcome.calls.length > 0 || outcome.text.trim() !== '')) {
      commit(journal, view, { turnId, wire }, outcome, deps.now() - began)
      return { status: 'committed' }
    }

    const failed = outcome.status === 'failed' ? outcome : emptyAnswer
    const verdict = tries.after(failed, order)
    const failure = { ...failed.failure, retryInMs: verdict.retryInMs }
    if (verdict.retryInMs === null) {
      abort(failure)
      return { status: 'failed', failure, why: verdict.why, tries: verdict.tries }
    }
    const early = wakers.listen(`retry:${taskId}`)
    try {
      abort(failure)
      const { retryInMs } = verdict
      await waitToRetry(deps, { retryInMs, kind: failure.kind, endpoint, early: early.woken }, signal)
    } finally {
      early.dispose()
    }
    if (signal.aborted) return { status: 'aborted' }
  }
}

const emptyAnswer = {
  status: 'failed' as const,
  failure: {
    kind: 'empty' as const,
    message: 'The model answered with nothing: no text and no tool call.',
    httpStatus: null,
  },
  retryable: true,
  retryAfterMs: null,
}

type Answer = Extract<TurnOutcome, { status: 'answered' }>

function commit(
  journal: Journal,
  view: TaskView,
  { turnId, wire }: { turnId: TurnId; wire: WireForm | undefined },
  answer: Answer,
  durationMs: number,
): void {
  const { text, reasoning, finish, usage } = answer
  const calls = answer.calls.map((call) => ({
    callId: newId<CallId>('call'),
    modelCallId: call.id,
    name: call.name,
    arguments: call.arguments,
  }))
  journal.append([
    {
      taskId: view.id,
      body: {
        type: 'turn.committed',
        turnId,
        text,
        reasoning,
        calls,
        finish,
        usage,
        durationMs: Math.max(0, durationMs),
        ...(wire === undefined ? {} : { wire }),
      },
    },
  ])
}
