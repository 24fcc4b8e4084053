import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ModelOrder, orderText, parseOrder } from './model-order.ts'

const order: fc.Arbitrary<ModelOrder> = fc.record({
  kind: fc.constantFrom('words', 'fence'),
  turns: fc.nat(),
  tokens: fc.nat(),
  chunkDelayMs: fc.nat(),
  holdMs: fc.nat(),
})

it('reads what it wrote', () => {
  fc.assert(
    fc.property(order, (one) => {
      expect(parseOrder(orderText(one))).toEqual(one)
    }),
  )
})

it('knows nothing of other messages', () => {
  expect(parseOrder('Mend the tests of 20 files, after 10 ms')).toBeNull()
})
