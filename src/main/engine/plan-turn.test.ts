import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CallId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import { planTurn } from './plan-turn.ts'

type Sketch = {
  tool?: string
  name?: string | undefined
  after?: string[]
  mode?: string
  /** `out` has a subtask under way. */
  state?: 'pending' | 'out' | 'finished'
}

function call(sketch: Sketch, index: number): ToolCallView {
  const { tool = 'new_task', name, after, mode = 'ask', state = 'pending' } = sketch
  return {
    callId: `call_${index}` as CallId,
    name: tool,
    arguments: JSON.stringify({ mode, message: 'Do.', name, depends_on: after }),
    status: state === 'finished' ? 'finished' : state === 'out' ? 'running' : 'pending',
    subtask: state === 'pending' || tool !== 'new_task' ? null : { mode, background: false },
  } as ToolCallView
}

/** One that changes files goes beside none that does. */
const takeTurns: Parameters<typeof planTurn>[2] = (wish, beside) =>
  wish.mode !== 'code' || beside.every(({ mode }) => mode !== 'code')

/** The plan of a turn, in short: which call is settled, which are awaited. */
function plan(sketches: Sketch[]) {
  const calls = sketches.map(call)
  const view = { calls: Object.fromEntries(calls.map((one) => [one.callId, one])) } as unknown as TaskView
  const callIds = calls.map(({ callId }) => callId)
  const found = planTurn(view, callIds, takeTurns)
  const short = (callId: CallId) => Number(callId.slice(5))
  if (found.type === 'settle') return { settle: short(found.callId) }
  return found.type === 'settled' ? 'settled' : { await: found.callIds.map(short) }
}

describe('the rest of a turn', () => {
  it('starts one subtask after the other without waiting, then waits for all that are out', () => {
    expect(plan([{}, {}, {}])).toEqual({ settle: 0 })
    expect(plan([{ state: 'out' }, {}, {}])).toEqual({ settle: 1 })
    expect(plan([{ state: 'out' }, { state: 'finished' }, { state: 'out' }])).toEqual({ await: [0, 2] })
    expect(plan([{ state: 'finished' }])).toBe('settled')
    expect(plan([])).toBe('settled')
  })

  it('holds anything else back until the subtasks before it have returned', () => {
    const completion = { tool: 'attempt_completion' }
    expect(plan([{ state: 'out' }, completion])).toEqual({ await: [0] })
    expect(plan([{ state: 'out' }, completion, {}])).toEqual({ await: [0] })
    expect(plan([{ state: 'finished' }, completion, {}])).toEqual({ settle: 1 })
    expect(plan([completion, {}])).toEqual({ settle: 0 })
  })

  it('starts what depends on others when they have returned, whatever their order', () => {
    const later = { name: 'ui', after: ['api'] }
    expect(plan([later, { name: 'api' }, {}])).toEqual({ settle: 1 })
    expect(plan([later, { name: 'api', state: 'out' }, {}])).toEqual({ settle: 2 })
    expect(plan([later, { name: 'api', state: 'out' }])).toEqual({ await: [1] })
    expect(plan([later, { name: 'api', state: 'finished' }])).toEqual({ settle: 0 })
  })

  it('settles what waits for nobody there is, and what waits for each other, so that each is told', () => {
    const circle = [
      { name: 'a', after: ['b'] },
      { name: 'b', after: ['a'] },
    ]
    expect(plan([{ after: ['nobody'] }])).toEqual({ settle: 0 })
    expect(plan(circle)).toEqual({ settle: 0 })
    expect(plan([{ name: 'a', after: ['a'] }])).toEqual({ settle: 0 })
  })

  it('lets those that change files take turns, and others go beside them', () => {
    const code = { mode: 'code' }
    expect(plan([{ ...code, state: 'out' }, code, {}])).toEqual({ settle: 2 })
    expect(plan([{ ...code, state: 'out' }, code, { state: 'out' }])).toEqual({ await: [0, 2] })
    expect(plan([{ ...code, state: 'finished' }, code, { state: 'out' }])).toEqual({ settle: 1 })
  })

  it('comes to an end for any turn, with every call settled once and no two that change files at a time', () => {
    const sketch = fc.record({
      tool: fc.constantFrom('new_task', 'new_task', 'new_task', 'read_file'),
      name: fc.constantFrom('a', 'b', 'c', undefined),
      after: fc.array(fc.constantFrom('a', 'b', 'c', 'gone'), { maxLength: 2 }),
      mode: fc.constantFrom('ask', 'code'),
    })
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 8 }), fc.infiniteStream(fc.nat(7)), (sketches, picks) => {
        const turn: Sketch[] = sketches.map((one) => ({ ...one, state: 'pending' }))
        for (let step = 0; step < 2 * turn.length + 1; step++) {
          const next = plan(turn)
          if (next === 'settled') {
            expect(turn.every(({ state }) => state === 'finished')).toBe(true)
            return
          }
          const settles = 'settle' in next
          const at = settles ? next.settle : next.await[picks.next().value % next.await.length]
          const chosen = turn[at ?? 0] as Sketch
          expect(chosen.state).toBe(settles ? 'pending' : 'out')
          chosen.state = settles && chosen.tool === 'new_task' ? 'out' : 'finished'
          const writing = turn.filter(
            ({ tool, state, mode }) => tool === 'new_task' && state === 'out' && mode === 'code',
          )
          expect(writing.length).toBeLessThanOrEqual(1)
        }
        expect.fail('It goes on for ever.')
      }),
    )
  })
})
