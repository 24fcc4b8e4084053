/** Numbers that follow from a seed alone, so that a run can be had again. */
export type Random = {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number, both ends included. */
  within(from: number, to: number): number
  pick<T>(list: readonly T[]): T
}

/** Mulberry32, in the public domain: small, fast, and good enough to choose moments. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const within = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    within,
    pick(list) {
      const picked = list[within(0, list.length - 1)]
      if (picked === undefined) throw new Error('There is nothing to pick from.')
      return picked
    },
  }
}
