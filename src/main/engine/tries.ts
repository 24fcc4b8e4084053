import type { TurnOutcome } from '../model/model-client.ts'
import type { FailedEnd } from './after-failure.ts'
import type { EngineDeps } from './engine-deps.ts'

type Failed = Extract<TurnOutcome, { status: 'failed' }>

/** Whether a failed request is made again: after so many milliseconds, or not and why. */
export type Verdict = { retryInMs: number } | { retryInMs: null; why: FailedEnd['why']; tries: number }

/**
 * Counts the tries of one turn and says of each failure whether to ask again. A machine without a way to the
 * server uses up no tries: that is nobody's fault, and it ends only where nobody would see to it
 * (`offlineLimitMs`). An empty answer is never asked for again as it was: the model is told first.
 */
export function createTries(deps: Pick<EngineDeps, 'now' | 'random' | 'retryDelay' | 'offlineLimitMs'>): {
  after(failed: Failed, limits: { maxRetries: number; retryApproved: boolean }): Verdict
} {
  let tries = 0
  let offline: { since: number; tries: number } | null = null

  return {
    after({ failure, retryable, retryAfterMs }, { maxRetries, retryApproved }) {
      const stop = (why: FailedEnd['why']): Verdict => ({ retryInMs: null, why, tries })
      if (failure.kind === 'offline') {
        offline ??= { since: deps.now(), tries: 0 }
        offline.tries++
        if (!retryApproved) return stop('not_approved')
        if (isOver(offline.since)) return stop('offline_too_long')
        return again(offline.tries, null) ?? stop('for_good')
      }
      offline = null
      tries++
      if (!retryable || failure.kind === 'empty') return stop('for_good')
      if (tries > maxRetries) return stop('tries')
      if (!retryApproved) return stop('not_approved')
      return again(tries, retryAfterMs) ?? stop('for_good')
    },
  }

  function again(attempt: number, retryAfterMs: number | null): Verdict | null {
    const retryInMs = deps.retryDelay({ attempt, retryAfterMs, random: deps.random() })
    return retryInMs === null ? null : { retryInMs }
  }

  function isOver(since: number): boolean {
    return deps.offlineLimitMs !== null && deps.now() - since >= deps.offlineLimitMs
  }
}
