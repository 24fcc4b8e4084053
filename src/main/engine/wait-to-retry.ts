import type { TurnFailure } from '../../contract/turn-failure.ts'
import type { Endpoint } from '../model/model-client.ts'
import type { EngineDeps } from './engine-deps.ts'

type Deps = Pick<EngineDeps, 'now' | 'delay' | 'random' | 'retryDelay' | 'offlineLimitMs' | 'canReach'>

/**
 * Waits until it is time to ask again: for so long, or until `early` resolves. A machine without a way to the
 * server goes on waiting, a minute at a time at most, until there is one, so that the log does not fill with
 * tries that cannot succeed; or until that has taken as long as anybody would wait. Ends at once when the
 * signal aborts. Never rejects.
 */
export async function waitToRetry(
  deps: Deps,
  order: { retryInMs: number; kind: TurnFailure['kind']; endpoint: Endpoint; early: Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const { kind, endpoint } = order
  const over = new AbortController()
  const ended = AbortSignal.any([signal, over.signal])
  let woken = false
  const early = order.early.then(() => {
    woken = true
  })
  const began = deps.now()
  let wait = order.retryInMs
  try {
    for (let attempt = 2; ; attempt++) {
      await Promise.race([deps.delay(wait, ended), early])
      if (woken || signal.aborted || kind !== 'offline') return
      if (deps.offlineLimitMs !== null && deps.now() - began >= deps.offlineLimitMs) return
      if (await Promise.race([deps.canReach(endpoint, ended), early.then(() => true)])) return
      wait = deps.retryDelay({ attempt, retryAfterMs: null, random: deps.random() }) ?? wait
    }
  } finally {
    over.abort()
  }
}
