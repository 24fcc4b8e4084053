import { expect, it } from 'vitest'
import { z } from 'zod'
import { replayTask } from '../../contract/reduce-task.ts'
import { answering, bareEngine } from '../testing/bare-engine.ts'
import { defineTool } from '../tools/tool.ts'

const hour = 3_600_000

/** A clock that goes back two hours with every look at it but the first, as far as its looks last. */
function jumpingClock() {
  let now = 1_800_000_000_000
  return () => {
    now -= 2 * hour
    return now
  }
}

const look = defineTool({
  name: 'look',
  group: null,
  description: 'Looks.',
  schema: z.object({}),
  repeatable: true,
  plan: async () => ({
    action: 'read',
    subject: { type: 'other', title: 'Look', body: '' },
    activity: 'look',
    execute: async () => ({ outcome: 'ok', text: 'Looked.' }),
  }),
})

it('a clock that jumps back changes no order, makes no time negative and keeps no retry from happening', async () => {
  let asked = 0
  const delays: number[] = []
  const { engine, store, create, until } = bareEngine({
    answer: (turn) => {
      asked++
      if (asked === 2) {
        return {
          status: 'failed',
          failure: { kind: 'server', message: 'Busy.', httpStatus: 503 },
          retryable: true,
          retryAfterMs: null,
        }
      }
      return turn === 0
        ? answering({ name: 'look', arguments: {} })
        : answering({ name: 'attempt_completion', arguments: { result: 'Done.' } })
    },
    tools: [look],
    deps: {
      now: jumpingClock(),
      retryDelay: () => 5,
      policy: {
        decide: () => ({ verdict: 'allow', rule: 'A test may.' }),
        resolve: () => [{ action: 'retry', on: true, from: 'default' }],
      },
      delay: async (ms) => void delays.push(ms),
    },
  })
  const first = create('One.')
  const second = create('Two.')
  await until(first.id, 'completed')
  await until(second.id, 'completed')
  expect(delays.filter((ms) => ms < 0)).toEqual([])
  expect(store.tasks.list().map(({ id }) => id)).toEqual([second.id, first.id])

  const events = store.events.read(first.id, 0, 1_000)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  const times = events.map(({ at }) => at)
  expect(times).not.toEqual([...times].sort((a, b) => a - b))
  const durations = events.flatMap(({ body }) => ('durationMs' in body ? [body.durationMs] : []))
  expect(durations.length).toBeGreaterThan(1)
  expect(durations.filter((ms) => ms < 0)).toEqual([])
  expect(replayTask(events)).toEqual(engine.view(first.id))
  for (const { spent } of engine.tasks.budget(first.id)) expect(spent.minutes).toBeGreaterThanOrEqual(0)
})
