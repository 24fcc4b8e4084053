import { expect, it } from 'vitest'
import { createRandom } from './random.ts'

const some = (seed: number) => {
  const random = createRandom(seed)
  return Array.from({ length: 2_000 }, () => random.within(1, 6))
}

it('gives the same numbers for the same seed, and others for another', () => {
  expect(some(7)).toEqual(some(7))
  expect(some(7)).not.toEqual(some(8))
})

it('throws dice that are fair enough', () => {
  const counts = Map.groupBy(some(1), (number) => number)
  expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6])
  for (const list of counts.values()) expect(Math.abs(list.length - 333)).toBeLessThan(80)
})
