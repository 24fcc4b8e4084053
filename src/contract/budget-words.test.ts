import { expect, test } from 'vitest'
import { amountWords, isLimitReason, limitReason, raisedLimit, spentWords } from './budget-words.ts'

test('amounts and what is used of them, as people read them', () => {
  expect([
    spentWords('requests', 50, 50),
    spentWords('tokens', 12_400, 1_000_000),
    spentWords('cost', 1.204, 1),
    spentWords('minutes', 12.46, 10),
    amountWords('cost', 0.0042),
    amountWords('depth', 3),
  ]).toEqual([
    '50 of 50 requests',
    '12,400 of 1,000,000 tokens',
    '$1.20 of $1.00',
    '12.5 of 10 minutes',
    '$0.0042',
    '3',
  ])
})

test('the reason tells a limit that is used up from one without room', () => {
  const owner = { displayId: 'TL-3', allowed: 10_000 } as const
  expect(limitReason({ ...owner, limit: 'tokens', spent: 10_020 })).toBe(
    'The budget of TL-3 is used up: 10,020 of 10,000 tokens.',
  )
  expect(limitReason({ ...owner, limit: 'tokens', spent: 9_000, needs: 3_000 })).toBe(
    'The budget of TL-3 has no room for the next request, which needs about 3,000: 9,000 of 10,000 tokens are used.',
  )
})

test('a raised limit is above what is used and has room for what comes next', () => {
  expect(raisedLimit({ limit: 'requests', spent: 5, allowed: 5 }, 1.5)).toBe(8)
  expect(raisedLimit({ limit: 'cost', spent: 0.51, allowed: 0.5 }, 2)).toBe(1.02)
  expect(raisedLimit({ limit: 'tokens', spent: 0, allowed: 1_000, needs: 4_000 }, 1.5)).toBe(8_000)
  expect(raisedLimit({ limit: 'requests', spent: 90, allowed: 50 }, 1.5)).toBe(135)
})

test('a pause at a limit is told from any other by its reason', () => {
  const owner = { displayId: 'TL-3', limit: 'tokens', allowed: 10_000 } as const
  const reasons = [
    limitReason({ ...owner, spent: 10_020 }),
    limitReason({ ...owner, spent: 1, needs: 3_000 }),
  ]
  expect(reasons.map(isLimitReason)).toEqual([true, true])
  expect([null, '', 'Stopped by you.', 'The budget'].some(isLimitReason)).toBe(false)
})
