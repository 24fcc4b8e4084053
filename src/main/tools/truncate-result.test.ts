import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RESULT_LIMIT, truncateResult } from './truncate-result.ts'

test('what fits is untouched', () => {
  const text = 'x'.repeat(RESULT_LIMIT)
  expect(truncateResult(text)).toBe(text)
})

test('the middle goes, whole lines stay, and the mark counts what is gone', () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `line ${i}`)
  const folded = truncateResult(lines.join('\n'), 1_000)
  const [head = '', tail = ''] = folded.split(/\n\[… [\d,]+ characters in [\d,]+ lines left out here …\]\n/)
  const kept = [...head.split('\n'), ...tail.split('\n')]
  expect(lines).toEqual(expect.arrayContaining(kept))
  expect([head.startsWith('line 0\n'), tail.endsWith('line 9999')]).toEqual([true, true])
  expect(folded).toContain(`in ${(10_000 - kept.length).toLocaleString('en-US')} lines`)
  expect(folded.length).toBeLessThanOrEqual(1_000)
})

test('never longer than the limit, never half a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 200, maxLength: 2_000 }),
      fc.integer({ min: 150, max: 400 }),
      (text, limit) => {
        const folded = truncateResult(text, limit)
        expect(folded.length).toBeLessThanOrEqual(Math.max(limit, text.length <= limit ? text.length : 0))
        expect(folded.isWellFormed()).toBe(true)
      },
    ),
  )
})
