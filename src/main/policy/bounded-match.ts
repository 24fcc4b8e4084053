import vm from 'node:vm'

/** What became of a test of a pattern that somebody else wrote. */
export type MatchOutcome = 'match' | 'no_match' | 'invalid' | 'too_slow'

/** Patterns are a line of text; a longer one is a mistake. */
const LONGEST_PATTERN = 10_000

/** A sane pattern takes microseconds on a path. The program stands still meanwhile. */
const TIME_LIMIT_MS = 50

/** How often to try again when the time went by without the pattern having had it. */
const MOST_TRIES = 5

const TEST = new vm.Script('new RegExp(pattern).test(text)')

/** The computing time that this process has used, in milliseconds. */
function computingTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/**
 * Tests a regular expression, unanchored and with no flags, on `text`. It runs in a context of its own with
 * a time limit, because V8 checks for that limit while it backtracks: a pattern that runs away is
 * `too_slow` after 50 ms instead of stopping the program for good. That limit is by the clock, and a busy machine
 * may let the time go by in which nothing was computed: then it is tried again. `used` tells the computing
 * time so far, in milliseconds. Never throws.
 */
export function boundedMatch(
  pattern: string,
  text: string,
  used: () => number = computingTime,
): MatchOutcome {
  if (pattern.length > LONGEST_PATTERN) return 'invalid'
  for (let tries = 1; ; tries++) {
    const before = used()
    const outcome = matchOnce(pattern, text)
    if (outcome !== 'too_slow' || tries === MOST_TRIES || used() - before > TIME_LIMIT_MS / 2) return outcome
  }
}

function matchOnce(pattern: string, text: string): MatchOutcome {
  try {
    return TEST.runInNewContext({ pattern, text }, { timeout: TIME_LIMIT_MS }) ? 'match' : 'no_match'
  } catch (error) {
    // An error of the other context is no instance of our Error.
    const code = (error as { code?: unknown } | null)?.code
    return code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'too_slow' : 'invalid'
  }
}
