import { expect, test } from 'vitest'
import { aPlan } from '../testing/a-plan.ts'
import { planMove } from './plan-keys.ts'
import { planOf } from './plan-of.ts'
import { type PlanEntry, planRows, spanOf } from './plan-rows.ts'
import { isAtWork, keepSame } from './plan-source.ts'
import { namesOf, nodeWords, statusWords } from './plan-words.ts'

const now = 10_000
const { view, tree } = aPlan([
  {
    at: 0,
    calls: [
      { name: 'a', start: 0, end: 2000, outcome: 'completed' },
      { name: 'b', start: 0, child: { activity: 'reads src' } },
      { name: 'c', dependsOn: ['a', 'b'] },
    ],
  },
])
const plan = planOf(view, tree, now)
// Its first subtask has subtasks itself.
const parent = { ...plan, nodes: plan.nodes.map((node, at) => (at === 0 ? { ...node, subtasks: 2 } : node)) }
const ready = (known: typeof plan | null): PlanEntry => ({ status: 'ready', error: null, plan: known })
const loading: PlanEntry = { status: 'loading', error: null, plan: null }
const [root, child] = ['tsk_1', 'tsk_a'] as never[] as [never, never]
const ids = (rows: ReturnType<typeof planRows>) => rows.map(({ id }) => id.replaceAll('cal_', ''))

test('what is unfolded stands below its subtask, and what is on its way says so', () => {
  const closed = planRows(new Map([[root, ready(parent)]]), new Set(), root)
  expect([ids(closed), closed.map((row) => row.type === 'node' && row.expanded)]).toEqual([
    ['a', 'b', 'c'],
    [false, null, null],
  ])
  const open = new Set([child])
  const coming = planRows(
    new Map([
      [root, ready(parent)],
      [child, loading],
    ]),
    open,
    root,
  )
  expect(ids(coming)).toEqual(['a', 'a/note', 'b', 'c'])
  const here = planRows(
    new Map([
      [root, ready(parent)],
      [child, ready(plan)],
    ]),
    open,
    root,
  )
  expect(ids(here)).toEqual(['a', 'a/a', 'a/b', 'a/c', 'b', 'c'])
  expect(spanOf(here)).toEqual({ from: 0, to: null })
})

test('keys move, unfold and open', () => {
  const rows = planRows(
    new Map([
      [root, ready(parent)],
      [child, loading],
    ]),
    new Set([child]),
    root,
  )
  const press = (index: number, key: string, more = {}) =>
    planMove(rows, index, { key, beside: false, shift: false, page: 2, ...more })
  expect([
    press(0, 'ArrowDown'),
    press(3, 'ArrowDown'),
    press(3, 'PageUp'),
    press(2, 'Home'),
    press(0, 'End'),
    press(0, 'ArrowRight'),
    press(0, 'ArrowLeft'),
    press(1, 'ArrowLeft'),
    press(2, 'Enter', { beside: true }),
    press(2, 'Enter', { shift: true }),
    press(2, 'x'),
    planMove([], 0, { key: 'End', beside: false, shift: false, page: 1 }),
  ]).toEqual([
    { type: 'focus', index: 1 },
    { type: 'focus', index: 3 },
    { type: 'focus', index: 1 },
    { type: 'focus', index: 0 },
    { type: 'focus', index: 3 },
    { type: 'focus', index: 1 },
    { type: 'fold', index: 0, open: false },
    { type: 'focus', index: 0 },
    { type: 'open', index: 2, beside: true, plan: false },
    { type: 'open', index: 2, beside: false, plan: true },
    null,
    null,
  ])
})

test('everything is said in words', () => {
  const [a, b, c] = plan.nodes
  if (a === undefined || b === undefined || c === undefined) throw new Error('There are three.')
  expect(nodeWords(a, plan, now)).toBe('TL-a a, Code, Completed, took 2 s')
  expect(nodeWords(b, plan, now)).toMatch(
    /^TL-b b, Code, Working: reads src, since .*, on the critical path$/,
  )
  expect(statusWords(c, plan)).toBe('Waiting to start: depends on TL-b')
  expect(namesOf(c.dependsOn, plan.nodes)).toBe('TL-a and TL-b')
})

test('what did not change stays the same', () => {
  expect(isAtWork(plan)).toBe(true)
  expect(keepSame(plan, planOf(view, tree, now + 5000))).toBe(plan)
  const other = { ...view, calls: { ...view.calls } }
  const [id] = Object.keys(view.calls) as [keyof typeof view.calls]
  const call = other.calls[id]
  if (call === undefined) throw new Error('There is one.')
  other.calls[id] = { ...call, startedAt: 100 }
  const kept = keepSame(plan, planOf(other, tree, now))
  expect(kept.nodes.map((node, at) => node === plan.nodes[at])).toEqual([false, true, true])
  expect(kept.groups).toBe(plan.groups)
})
