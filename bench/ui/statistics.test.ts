import { describe, expect, it } from 'vitest'
import { frameFigures, median, quantile, slowdownOf } from './statistics.ts'

describe('median', () => {
  it('is the middle of an odd number, whatever their order', () => expect(median([9, 1, 5])).toBe(5))
  it('is the mean of the two in the middle of an even number', () => expect(median([4, 1, 9, 2])).toBe(3))
  it('says nothing of nothing', () => expect(median([])).toBeNaN())
})

describe('quantile', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at)
  it('is the largest at 1', () => expect(quantile(values, 1)).toBe(100))
  it('leaves out the largest twentieth at 0.95', () => expect(quantile(values, 0.95)).toBe(96))
  it('says nothing of nothing', () => expect(quantile([], 0.5)).toBeNaN())
})

describe('frameFigures', () => {
  it('counts a long frame for all the time it took', () => {
    // Nine frames of 10 ms and one of 110 ms: a median of 10 ms, yet only 50 frames a second.
    const moments = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 200]
    expect(frameFigures(moments)).toEqual({ frames: 10, fps: 50, median: 10, worst: 110 })
  })
  it('starts anywhere', () => {
    expect(frameFigures([1_000, 1_020, 1_040])).toEqual({ frames: 2, fps: 50, median: 20, worst: 20 })
  })
  it('says nothing of one frame', () => {
    expect(frameFigures([5])).toEqual({ frames: 0, fps: Number.NaN, median: Number.NaN, worst: Number.NaN })
  })
})

/** The moments between pieces of work of these lengths. */
function momentsOf(pieces: number[]): number[] {
  const moments = [0]
  for (const piece of pieces) moments.push((moments.at(-1) ?? 0) + piece)
  return moments
}

describe('slowdownOf', () => {
  it('is 1 when every piece took the same', () => expect(slowdownOf(momentsOf([2, 2, 2, 2]))).toBe(1))
  it('counts the time that others had', () => {
    // Twenty pieces of 1 ms, in every fifth of which somebody else has the processor for 5 ms.
    const pieces = Array.from({ length: 20 }, (_, at) => (at % 5 === 4 ? 6 : 1))
    expect(slowdownOf(momentsOf(pieces))).toBe(2)
  })
})
