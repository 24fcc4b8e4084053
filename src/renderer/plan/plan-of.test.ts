import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aPlan, type SomeCall } from '../testing/a-plan.ts'
import { predecessorsOf, timeOf } from './critical-path.ts'
import { planOf } from './plan-of.ts'
import { totalsOf } from './plan-totals.ts'

const now = 10_000
const planned = (turns: Parameters<typeof aPlan>[0]) => {
  const { view, tree } = aPlan(turns)
  const plan = planOf(view, tree, now)
  return { ...plan, totals: totalsOf(plan, now) }
}
const done = (name: string, start: number, end: number, more: Partial<SomeCall> = {}): SomeCall => ({
  ...{ name, start, end, outcome: 'completed' },
  ...more,
})
const short = (ids: readonly string[]) => ids.map((id) => id.replace('cal_', ''))

describe('what waits for what', () => {
  test('subtasks of one turn wait for those they name, and a later turn for the ends of the chains before it', () => {
    const { groups, nodes, critical, totals } = planned([
      {
        at: 0,
        calls: [done('a', 0, 2000), done('b', 0, 1000), done('c', 2000, 3000, { dependsOn: ['a'] })],
      },
      { at: 4000, calls: [done('d', 4000, 5000)] },
    ])
    expect(nodes.map(({ dependsOn }) => short(dependsOn))).toEqual([[], [], ['a'], []])
    expect(groups.map(({ after }) => short(after))).toEqual([[], ['b', 'c']])
    expect(short(critical)).toEqual(['a', 'c', 'd'])
    expect(totals).toMatchObject({ elapsed: 5000, work: 5000, saved: 1000, criticalTime: 4000, end: 5000 })
  })

  test('another call in a turn parts it', () => {
    const { groups } = planned([
      { at: 0, calls: [done('a', 0, 1), { name: 'r', tool: 'read_file', finished: 2 }, done('b', 2, 3)] },
    ])
    expect(groups.map(({ callIds, after }) => [short(callIds), short(after)])).toEqual([
      [['a'], []],
      [['b'], ['a']],
    ])
  })

  test('a subtask in the background is waited for only where its parent says so', () => {
    const back = done('a', 0, 500, { background: true })
    const wait: SomeCall = { name: 'w', tool: 'wait_for_subtask', finished: 600 }
    const waited = (turns: Parameters<typeof aPlan>[0]) => short(planned(turns).groups.at(-1)?.after ?? [])
    expect(
      waited([
        { at: 0, calls: [back] },
        { at: 1000, calls: [done('b', 1000, 2000)] },
      ]),
    ).toEqual([])
    expect(
      waited([
        { at: 0, calls: [back] },
        { at: 100, calls: [wait] },
        { at: 1000, calls: [done('b', 1000, 2000)] },
      ]),
    ).toEqual(['a'])
  })

  test('nor is one that its parent was woken from', () => {
    const { groups, nodes } = planned([
      { at: 0, calls: [done('a', 0, 5000, { finished: 1000 })] },
      { at: 1000, calls: [done('b', 1000, 2000)] },
    ])
    expect(groups[1]?.after).toEqual([])
    expect(nodes[0]?.end).toBe(5000)
  })
})

describe('how a subtask stands', () => {
  const one = (call: SomeCall) => planned([{ at: 0, calls: [call] }]).nodes[0]

  test('at work, its bar reaches to now; asked about, its end is marked', () => {
    expect(one({ name: 'a', start: 100 })).toMatchObject({
      status: 'in_progress',
      segments: [
        { tone: 'subtask', waits: true, from: 0, to: 100 },
        { tone: 'working', waits: false, from: 100, to: null },
      ],
    })
    const asks = one({ name: 'a', start: 0, child: { status: 'awaiting_approval', updatedAt: 700 } })
    expect(asks?.segments).toEqual([
      { tone: 'working', waits: false, from: 0, to: 700 },
      { tone: 'approval', waits: true, from: 700, to: null },
    ])
  })

  test('stopped, its time stands still', () => {
    const stopped = one({ name: 'a', start: 0, child: { status: 'paused', updatedAt: 700 } })
    expect([stopped?.stillSince, stopped && timeOf(stopped, now)]).toEqual([700, 700])
  })

  test('before it has begun it says what for', () => {
    const { nodes } = planned([
      {
        at: 0,
        calls: [
          { name: 'a', start: 0 },
          { name: 'b', dependsOn: ['a'] },
          { name: 'c' },
          { name: 'd', status: 'awaiting_approval' },
        ],
      },
    ])
    expect(nodes.map(({ status, waitsFor }) => [status, waitsFor?.type])).toEqual([
      ['in_progress', undefined],
      ['waiting', 'subtasks'],
      ['waiting', 'turn'],
      ['waiting', 'approval'],
    ])
  })

  test('one that was never begun, and one that is deleted', () => {
    expect(one({ name: 'a', finished: 50 })).toMatchObject({
      status: 'not_started',
      start: null,
      opens: false,
    })
    expect(one(done('a', 0, 50, { child: null }))).toMatchObject({
      ...{ status: 'completed', title: 'Do a.', opens: false, start: 0, end: 50 },
    })
  })
})

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const someTurns = fc
  .record({
    order: fc.shuffledSubarray(names, { minLength: 1 }),
    facts: fc.array(
      fc.record({
        turn: fc.nat(2),
        tool: fc.constantFrom('new_task', 'new_task', 'new_task', 'read_file', 'wait_for_subtask'),
        dependsOn: fc.array(fc.constantFrom(...names, 'nobody'), { maxLength: 4 }),
        background: fc.boolean(),
        start: fc.option(fc.nat(9000), { nil: undefined }),
        took: fc.option(fc.nat(3000), { nil: undefined }),
        late: fc.nat(100),
      }),
      { minLength: names.length, maxLength: names.length },
    ),
  })
  .map(({ order, facts }) =>
    [0, 1, 2].map((turn) => ({
      at: turn * 3000,
      calls: order.flatMap((name, at): SomeCall[] => {
        const fact = facts[at]
        if (fact === undefined || fact.turn !== turn) return []
        const { tool, dependsOn, background, start, took, late } = fact
        if (start === undefined || tool !== 'new_task') return [{ name, tool, dependsOn, background }]
        if (took === undefined) return [{ name, dependsOn, background, start }]
        const end = start + took
        const finished = background ? start : end - late
        return [{ name, dependsOn, background, start, end, finished, outcome: 'completed' }]
      }),
    })),
  )

describe('whatever a model called', () => {
  test('every call for a subtask appears once, and nothing waits for itself by any way', () => {
    fc.assert(
      fc.property(someTurns, (turns) => {
        const plan = planned(turns)
        const calls = turns.flatMap((turn) =>
          turn.calls.filter(({ tool = 'new_task' }) => tool === 'new_task'),
        )
        expect(plan.nodes.map(({ callId }) => callId)).toEqual(calls.map(({ name }) => `cal_${name}`))
        expect(plan.groups.flatMap(({ callIds }) => callIds)).toEqual(plan.nodes.map(({ callId }) => callId))

        const before = predecessorsOf(plan.nodes, plan.groups)
        const placed = new Set<string>()
        for (let grew = true; grew; ) {
          grew = false
          for (const [id, needs] of before) {
            if (placed.has(id) || needs.some((other) => !placed.has(other))) continue
            placed.add(id)
            grew = true
          }
        }
        expect(placed.size).toBe(plan.nodes.length)
      }),
    )
  })

  test('the critical path is a path, takes its time, and no subtask alone takes longer', () => {
    fc.assert(
      fc.property(someTurns, (turns) => {
        const { nodes, groups, critical, totals } = planned(turns)
        const before = predecessorsOf(nodes, groups)
        for (const [at, id] of critical.slice(1).entries()) expect(before.get(id)).toContain(critical[at])
        const times = new Map(nodes.map((node) => [node.callId, timeOf(node, now)]))
        const sum = critical.reduce((all, id) => all + (times.get(id) ?? 0), 0)
        expect(totals.criticalTime).toBe(sum)
        expect(sum).toBeGreaterThanOrEqual(Math.max(0, ...times.values()))
      }),
    )
  })

  test('no time is counted that did not pass', () => {
    fc.assert(
      fc.property(someTurns, (turns) => {
        const { nodes, totals } = planned(turns)
        expect(totals.saved).toBeLessThanOrEqual(totals.work)
        expect(totals.work - totals.saved).toBeLessThanOrEqual(totals.elapsed)
        for (const { segments } of nodes) {
          for (const [at, { from }] of segments.slice(1).entries()) expect(from).toBe(segments[at]?.to)
        }
      }),
    )
  })
})
