import { expect, test } from 'vitest'
import { formatDuration } from './format-time.ts'

test('durations are said in the two units that matter', () => {
  expect(
    [
      -5, 0, 320, 949, 950, 4000, 59_400, 60_000, 80_000, 3_599_999, 3_600_000, 7_500_000, 86_400_000,
      273_600_000,
    ].map(formatDuration),
  ).toEqual([
    '0.0 s',
    '0.0 s',
    '0.3 s',
    '0.9 s',
    '1 s',
    '4 s',
    '59 s',
    '1 min',
    '1 min 20 s',
    '1 h',
    '1 h',
    '2 h 5 min',
    '1 d',
    '3 d 4 h',
  ])
})
