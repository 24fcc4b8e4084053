import { expect, test } from 'vitest'
import { formatCost, formatTokens } from './format-cost.ts'

test('prices and token counts are short', () => {
  expect([null, 0, 0.004, 0.125, 12, 1234.5].map(formatCost)).toEqual([
    '',
    '$0',
    '<$0.01',
    '$0.13',
    '$12.00',
    '$1,235',
  ])
  expect([0, 999, 1000, 12_440, 99_960, 1_250_000].map(formatTokens)).toEqual([
    '0',
    '999',
    '1.0k',
    '12.4k',
    '100k',
    '1.3M',
  ])
})
