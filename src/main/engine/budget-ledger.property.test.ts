import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Budget, noBudget } from '../../contract/budget.ts'
import type { TaskId, TurnId } from '../../contract/ids.ts'
import type { TaskEvent, TaskEventBody } from '../../contract/task-event.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import { connectForReading } from '../store/database.ts'
import { databasePath } from '../store/open-database.ts'
import { historyArbitrary, writeHistory } from '../testing/random-history.ts'
import { turnId } from '../testing/sample-events.ts'
import { temporaryStore } from '../testing/sample-store.ts'
import { createLedger, type Ledger, type Reservation } from './budget-ledger.ts'

const numRuns = Number(process.env.TREELINE_PROPERTY_RUNS ?? 150)

const limitArbitrary = fc.record(
  {
    requests: fc.option(fc.integer({ min: 1, max: 12 })),
    tokens: fc.option(fc.integer({ min: 1, max: 900 })),
    cost: fc.option(fc.double({ min: 0.01, max: 3, noNaN: true })),
    concurrency: fc.option(fc.integer({ min: 1, max: 3 })),
  },
  { requiredKeys: [] },
)

const stepArbitrary = fc.record({
  what: fc.constantFrom('ask', 'ask', 'ask', 'request', 'commit', 'abort', 'leave', 'limit'),
  who: fc.nat(1_000),
  tokens: fc.nat(200),
  cost: fc.double({ min: 0, max: 0.5, noNaN: true }),
  limits: limitArbitrary,
})

const idOf = (index: number) => `tsk_${index}` as TaskId

/** A tree of so many tasks, the parent of each decided by a number, with the limits set at them. */
function grow(parents: number[], limits: Partial<Budget>[]) {
  const ledger = createLedger({ tasks: [], facts: [] })
  const seqs = new Map<TaskId, number>()
  const take = (taskId: TaskId, body: TaskEventBody) => {
    const seq = (seqs.get(taskId) ?? 0) + 1
    seqs.set(taskId, seq)
    ledger.take({ taskId, seq, at: 1, body })
  }
  const depths: number[] = []
  for (let index = 0; index <= parents.length; index++) {
    const parent = index === 0 ? null : (parents[index - 1] ?? 0) % index
    const depth = parent === null ? 0 : (depths[parent] ?? 0) + 1
    depths.push(depth)
    const parentId = parent === null ? null : idOf(parent)
    take(idOf(index), { type: 'task.created', parentId, depth, rootId: idOf(0) } as TaskEventBody)
    take(idOf(index), { type: 'budget.set', limits: limits[index] ?? {} })
  }
  return { ledger, take, count: parents.length + 1 }
}

/** What is used and held together, of every budget, is within its limits; sums are sums of what is below. */
function expectSound(ledger: Ledger): void {
  const own = new Map<TaskId, { requests: number; tokens: number }>()
  for (const account of ledger.accounts.values()) {
    for (let at: typeof account | null = account; at !== null; at = at.parent) {
      const sums = own.get(at.id) ?? { requests: 0, tokens: 0 }
      own.set(at.id, {
        requests: sums.requests + account.own.requests,
        tokens: sums.tokens + account.own.tokens,
      })
    }
  }
  for (const { id, requests, tokens, held, asking } of ledger.accounts.values()) {
    expect({ requests, tokens }).toEqual(own.get(id))
    expect(Math.min(held.requests, held.tokens, asking)).toBeGreaterThanOrEqual(0)
    expect(held.cost).toBeGreaterThan(-1e-9)
  }
}

function expectWithin(ledger: Ledger, taskId: TaskId): void {
  for (let at: ReturnType<Ledger['account']> | null = ledger.account(taskId); at !== null; at = at.parent) {
    const { budget, held } = at
    expect(at.requests + held.requests).toBeLessThanOrEqual(budget.requests ?? Number.POSITIVE_INFINITY)
    expect(at.tokens + held.tokens).toBeLessThanOrEqual(budget.tokens ?? Number.POSITIVE_INFINITY)
    expect((at.cost ?? 0) + held.cost).toBeLessThanOrEqual((budget.cost ?? Number.POSITIVE_INFINITY) + 1e-6)
    expect(at.asking).toBeLessThanOrEqual(budget.concurrency ?? Number.POSITIVE_INFINITY)
  }
}

describe('the ledger of any tree, whatever asks in whatever order', () => {
  it('never grants what does not fit, and keeps nothing once all is settled', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000), { maxLength: 8 }),
        fc.array(limitArbitrary, { maxLength: 9 }),
        fc.array(stepArbitrary, { maxLength: 120, size: 'max' }),
        (parents, limits, steps) => {
          const { ledger, take, count } = grow(parents, limits)
          const asking: { taskId: TaskId; turn: TurnId; reservation: Reservation; requested: boolean }[] = []
          let turns = 0
          const end = (one: (typeof asking)[number], body: TaskEventBody | null) => {
            asking.splice(asking.indexOf(one), 1)
            if (body === null) ledger.settle(one.reservation)
            else take(one.taskId, body)
            ledger.settle(one.reservation)
            ledger.leave(one.taskId)
          }
          for (const { what, who, tokens, cost, limits: change } of steps) {
            const taskId = idOf(who % count)
            const one = asking[who % Math.max(1, asking.length)]
            if (what === 'limit') take(taskId, { type: 'budget.set', limits: change })
            else if (what === 'ask') {
              if (ledger.enter(taskId) !== null) continue
              const found = ledger.reserve(taskId, { tokens, cost }, 1)
              if (found.status !== 'granted') {
                ledger.leave(taskId)
                // Only others can be in the way of what is busy.
                if (found.status === 'busy') expect(asking.length).toBeGreaterThan(0)
                continue
              }
              expectWithin(ledger, taskId)
              const turn = turnId(++turns)
              found.reservation.turnId = turn
              asking.push({ taskId, turn, reservation: found.reservation, requested: false })
            } else if (one !== undefined) {
              if (what === 'leave' && !one.requested) end(one, null)
              if (what !== 'request' && !one.requested) continue
              if (what === 'request' && !one.requested) {
                one.requested = true
                take(one.taskId, { type: 'turn.requested', turnId: one.turn } as TaskEventBody)
              } else if (what === 'commit') {
                const { tokens: kept, cost: keptCost } = one.reservation
                const usage = {
                  inputTokens: Math.min(tokens, kept),
                  outputTokens: 0,
                  cachedTokens: 0,
                  cost: Math.min(cost, keptCost),
                }
                end(one, { type: 'turn.committed', turnId: one.turn, usage } as TaskEventBody)
              } else if (what === 'abort') {
                end(one, { type: 'turn.aborted', turnId: one.turn } as TaskEventBody)
              }
            }
            expectSound(ledger)
          }
          for (const one of [...asking]) end(one, { type: 'turn.aborted', turnId: one.turn } as TaskEventBody)
          for (const { held, asking: left } of ledger.accounts.values()) {
            expect([held.requests, held.tokens, left]).toEqual([0, 0, 0])
            expect(Math.abs(held.cost)).toBeLessThan(1e-9)
          }
        },
      ),
      { numRuns },
    )
  })
})

const histories = fc.sample(fc.tuple(historyArbitrary, fc.nat(60)), {
  numRuns: Math.min(numRuns, 30),
  seed: 7,
})

describe('the ledger of a history', () => {
  it.each(histories)('kept up event by event is the one read from the store (%#)', (choices, cut) => {
    const { store, folder } = temporaryStore()
    store.transaction(() => writeHistory(store, choices))
    const events = readAll(folder)
    const at = Math.max(0, ...events.map((event) => event.at)) + 60_000
    for (const { id: rootId } of store.tasks.list().filter(({ parentId }) => parentId === null)) {
      const members = new Set(store.tasks.subtree(rootId).map(({ id }) => id))
      const mine = events.filter(({ taskId }) => members.has(taskId))
      // A tree that tasks were moved into is read anew, not followed.
      if (mine.some(({ body }) => body.type === 'task.moved')) continue
      const read = createLedger(store.budgets.ofTree(rootId))
      // What was read and is then heard again counts once.
      for (const event of mine.slice(cut)) read.take(event)
      const followed = createLedger({ tasks: [], facts: [] })
      for (const event of mine) followed.take(event)
      expect(standing(followed, at)).toEqual(standing(read, at))
    }
  })
})

/** By id: what is read comes by depth, what is followed as it was made. */
function standing(ledger: Ledger, now: number) {
  const accounts = [...ledger.accounts.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1))
  return accounts.map(({ id, status, budget, own, asking, held, stopped }) => {
    const { cost, ...spent } = ledger.spent(id, now)
    return {
      ...{ id, status, budget, asking, held, stopped, spent },
      outputTokens: own.outputTokens,
      cost: cost === null ? null : cost.toFixed(6),
    }
  })
}

/** Every event in the order of the log. */
function readAll(folder: string): TaskEvent[] {
  const database = connectForReading(databasePath(folder))
  const rows = database
    .prepare<[], { taskId: TaskId; seq: number; at: number; payload: string }>(
      'SELECT task_id AS taskId, seq, at, payload FROM events ORDER BY global_seq',
    )
    .all()
  database.close()
  return rows.map(({ payload, ...event }) => ({ ...event, body: JSON.parse(payload) }))
}

describe('time at work', () => {
  const moved = (ledger: Ledger, taskId: TaskId, seq: number, at: number, from: TaskStatus, to: TaskStatus) =>
    ledger.take({ taskId, seq, at, body: { type: 'status.changed', from, to, reason: null } })

  function family() {
    const ledger = createLedger({ tasks: [], facts: [] })
    const [root, child] = [idOf(0), idOf(1)]
    const created = (parentId: TaskId | null, depth: number) =>
      ({ type: 'task.created', parentId, depth, rootId: root }) as TaskEventBody
    ledger.take({ taskId: root, seq: 1, at: 0, body: created(null, 0) })
    ledger.take({ taskId: child, seq: 1, at: 0, body: created(root, 1) })
    return { ledger, root, child }
  }

  it('counts once while several work, and not while a person is waited for', () => {
    const { ledger, root, child } = family()
    moved(ledger, root, 2, 0, 'queued', 'in_progress')
    moved(ledger, child, 2, 60_000, 'queued', 'in_progress')
    moved(ledger, root, 3, 90_000, 'in_progress', 'awaiting_subtask')
    moved(ledger, child, 3, 120_000, 'in_progress', 'awaiting_approval')
    moved(ledger, child, 4, 600_000, 'awaiting_approval', 'in_progress')
    expect(ledger.spent(root, 630_000).minutes).toBe(2.5)
    expect(ledger.spent(child, 630_000).minutes).toBe(1.5)
  })

  it('ends with the last sign of life where the app was killed', () => {
    const { ledger, root, child } = family()
    moved(ledger, root, 2, 0, 'queued', 'in_progress')
    moved(ledger, child, 2, 60_000, 'queued', 'in_progress')
    ledger.take({ taskId: child, seq: 3, at: 180_000, body: { type: 'todo.updated', items: [] } })
    // The next morning.
    moved(ledger, root, 3, 50_000_000, 'in_progress', 'interrupted')
    moved(ledger, child, 4, 50_000_000, 'in_progress', 'interrupted')
    expect(ledger.spent(root, 60_000_000).minutes).toBe(3)
    expect(ledger.spent(child, 60_000_000).minutes).toBe(2)
  })

  it('lets no further request be made when it is used up', () => {
    const { ledger, root } = family()
    moved(ledger, root, 2, 0, 'queued', 'in_progress')
    ledger.take({ taskId: root, seq: 3, at: 0, body: { type: 'budget.set', limits: { minutes: 2 } } })
    expect(ledger.reserve(root, { tokens: 1, cost: 0 }, 119_000).status).toBe('granted')
    expect(ledger.reserve(root, { tokens: 1, cost: 0 }, 120_000)).toEqual({
      status: 'reached',
      reached: { limit: 'minutes', budgetOf: root, spent: 2, allowed: 2 },
    })
  })
})

it('two that ask at once cannot both have the last of it', () => {
  const { ledger } = grow([0, 0], [{ ...noBudget, tokens: 100 }])
  const first = ledger.reserve(idOf(1), { tokens: 60, cost: 0 }, 1)
  expect(first.status).toBe('granted')
  expect(ledger.reserve(idOf(2), { tokens: 60, cost: 0 }, 1).status).toBe('busy')
  if (first.status === 'granted') ledger.settle(first.reservation)
  expect(ledger.reserve(idOf(2), { tokens: 60, cost: 0 }, 1).status).toBe('granted')
})
