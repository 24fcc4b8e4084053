import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LONGEST_RETRY_AFTER_MS, readRetryAfter, retryDelay } from './retry.ts'

const wait = (attempt: number, retryAfterMs: number | null, random = 0.5) =>
  retryDelay({ attempt, retryAfterMs, random })

describe('retryDelay', () => {
  test.each([
    [1, 0, 1_000],
    [1, 0.5, 1_500],
    [2, 0, 2_000],
    [3, 0, 4_000],
    [5, 0.999_999, 32_000],
    [6, 0, 30_000],
    [6, 0.999_999, 60_000],
    [1_000, 0.5, 45_000],
    [0, 0, 1_000],
  ])('try %i with random %f waits %i ms', (attempt, random, expected) => {
    expect(wait(attempt, null, random)).toBe(expected)
  })

  test.each([
    [0, 500],
    [7_000, 7_500],
    [LONGEST_RETRY_AFTER_MS, LONGEST_RETRY_AFTER_MS],
    [LONGEST_RETRY_AFTER_MS + 1, LONGEST_RETRY_AFTER_MS],
    [Number.POSITIVE_INFINITY, LONGEST_RETRY_AFTER_MS],
    [Number.NaN, LONGEST_RETRY_AFTER_MS],
    [-5, 500],
  ])('a server that asks for %d ms gets %d', (retryAfterMs, expected) => {
    expect(wait(1, retryAfterMs)).toBe(expected)
  })

  test('is never shorter than asked, nor longer than ten minutes', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.option(fc.double({ min: 0, max: LONGEST_RETRY_AFTER_MS })),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, asked, random) => {
          const ms = wait(attempt, asked === null || Number.isNaN(asked) ? null : asked, random)
          expect(ms).toBeGreaterThanOrEqual(asked === null || Number.isNaN(asked) ? 1_000 : asked)
          expect(ms).toBeLessThanOrEqual(
            asked === null || Number.isNaN(asked) ? 60_000 : LONGEST_RETRY_AFTER_MS,
          )
        },
      ),
    )
  })
})

describe('readRetryAfter', () => {
  const now = Date.UTC(2026, 10, 21, 12, 0, 0)
  test.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': ' 0.5 ' }, 500],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:10 GMT' }, 10_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT' }, Date.UTC(2099, 9, 21, 7, 28) - now],
    [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '' }, null],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after-ms': 'x', 'retry-after': '7' }, 7_000],
  ])('%j is %d ms', (headers, expected) => {
    expect(readRetryAfter(new Headers(headers), now)).toBe(expected)
  })
})
