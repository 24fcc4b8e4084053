import type { Price } from '../../contract/provider.ts'
import type { Usage } from '../../contract/usage.ts'
import type { WireUsage } from './wire-chunk.ts'

/**
 * Characters that make a token, where the server does not count: the rule of thumb that OpenAI gives for
 * English. Too few for code and too many for Chinese, but of the right size.
 */
const CHARACTERS_PER_TOKEN = 4

/** What a server has said of a turn's tokens so far; undefined where it has said nothing. */
export type CountedUsage = { input?: number; output?: number; cached?: number; cost?: number }

/**
 * Adds a usage report to those before. Some servers report running totals, some the input first and the
 * output last, some one total: the largest figure of each kind is right in every case.
 */
export function mergeUsage(before: CountedUsage, report: WireUsage): CountedUsage {
  const cached =
    report.prompt_tokens_details?.cached_tokens ??
    report.input_tokens_details?.cached_tokens ??
    report.prompt_cache_hit_tokens ??
    report.cached_tokens ??
    report.cache_read_input_tokens
  return {
    input: larger(before.input, report.prompt_tokens ?? report.input_tokens),
    output: larger(before.output, report.completion_tokens ?? report.output_tokens),
    cached: larger(before.cached, cached),
    cost: larger(before.cost, report.cost),
  }
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b)
}

/**
 * The usage of a turn. What the server did not count is estimated from characters. The cost is the
 * server's own figure, else made from `price` (US dollars for a million tokens), else null. `sent` is asked only
 * when it is needed.
 */
export function settleUsage(
  counted: CountedUsage,
  price: Price | null,
  characters: { sent(): number; received: number },
): Usage {
  // A server that counts nothing at all may still send zeros.
  const silent = !counted.input && !counted.output
  const inputTokens = silent
    ? estimateTokens(characters.sent())
    : (counted.input ?? estimateTokens(characters.sent()))
  const outputTokens = silent
    ? estimateTokens(characters.received)
    : (counted.output ?? estimateTokens(characters.received))
  const cachedTokens = Math.min(counted.cached ?? 0, inputTokens)
  return { inputTokens, outputTokens, cachedTokens, cost: counted.cost ?? priceOf(price) }

  function priceOf(price: Price | null): number | null {
    if (price === null) return null
    const fresh = (inputTokens - cachedTokens) * price.input
    return (
      (fresh + cachedTokens * (price.cachedInput ?? price.input) + outputTokens * price.output) / 1_000_000
    )
  }
}

/** Tokens in so many characters, roughly. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN)
}
