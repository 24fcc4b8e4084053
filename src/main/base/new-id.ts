import { randomFillSync } from 'node:crypto'
import { monotonicFactory } from 'ulid'

const pool = new Uint8Array(4_096)
let next = pool.length

/** 0 ≤ x < 1 from the system's generator, filled in bulk: asking for each digit costs more than the id is worth. */
function random(): number {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  return (pool[next++] ?? 0) / 256
}

const ulid = monotonicFactory(random)

/** A new id: `prefix_` and a ULID that sorts after every id this process made before it. */
export function newId<Id extends string>(prefix: string): Id {
  return `${prefix}_${ulid()}` as Id
}
