import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupedNumber } from './grouped-number.ts'

test('groups digits by threes, as English does', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      expect(groupedNumber(value)).toBe(value.toLocaleString('en-US'))
    }),
  )
})
