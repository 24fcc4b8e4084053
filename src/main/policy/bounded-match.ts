import vm from 'node:vm'

/** What became of a test of a pattern that somebody else wrote. */
export type MatchOutcome = 'match' | 'no_match' | 'invalid' | 'too_slow'

/** Patterns are a line of text; a longer one is a mistake. */
const LONGEST_PATTERN = 10_000

/** A sane pattern takes microseconds on a path. The program stands still meanwhile. */
const TIME_LIMIT_MS = 50

const TEST = new vm.Script('new RegExp(pattern).test(text)')

/**
 * Tests a regular expression, unanchored and with no flags, on `text`. It runs in a context of its own with
 * a time limit, because V8 checks for that limit while it backtracks: a pattern that runs away is
 * `too_slow` after 50 ms instead of stopping the program for good. Never throws.
 */
export function boundedMatch(pattern: string, text: string): MatchOutcome {
  if (pattern.length > LONGEST_PATTERN) return 'invalid'
  try {
    return TEST.runInNewContext({ pattern, text }, { timeout: TIME_LIMIT_MS }) ? 'match' : 'no_match'
  } catch (error) {
    // An error of the other context is no instance of our Error.
    const code = (error as { code?: unknown } | null)?.code
    return code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'too_slow' : 'invalid'
  }
}
