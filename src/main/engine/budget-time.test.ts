import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { answering, bareEngine } from '../testing/bare-engine.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { recordCrashPoints } from '../testing/crash-points.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { startTestApp } from '../testing/test-app.ts'
import { defineTool } from '../tools/tool.ts'

const step = defineTool({
  name: 'step',
  group: null,
  description: 'Makes a step.',
  schema: z.object({ number: z.number() }),
  repeatable: false,
  plan: async () => ({
    action: 'command',
    subject: { type: 'other', title: 'Step', body: '' },
    activity: 'step',
    execute: async () => ({ outcome: 'ok', text: 'Done.' }),
  }),
})

it('a limit of minutes stops the next request, counts only work, and holds after a restart', async () => {
  let clock = 1_000_000
  let asked = 0
  const order = {
    tools: [step],
    deps: { now: () => clock },
    answer: () => {
      clock += 60_000
      return answering({ name: 'step', arguments: { number: ++asked } })
    },
  }
  const first = bareEngine(order)
  const { store } = first
  const { treeBudget } = store.settings.preferences()
  store.settings.setPreferences({ treeBudget: { ...treeBudget, minutes: 3 } })
  const { id } = first.create('Walk.')
  const task = await first.until(id, 'paused')
  expect(task.statusReason).toMatch(/^The budget of \S+ is used up: 3 of 3 minutes\.$/)
  expect(asked).toBe(3)
  await first.engine.dispose()

  // Two hours in which nobody was there cost nothing.
  clock += 7_200_000
  const second = bareEngine({ ...order, store })
  second.engine.tasks.setBudget(id, { minutes: 5 })
  await second.until(id, 'in_progress')
  await second.until(id, 'paused')
  expect(asked).toBe(5)
  expect(second.engine.tasks.budget(id)[0]?.spent.minutes).toBe(5)
  await second.engine.dispose()
})

it('killed after any commit, a tree never makes more requests than its budget allows', async () => {
  let seen = 0
  const script = ({ opening, turn, last }: Conversation) => {
    seen++
    if (opening === 'Parent.') {
      return turn === 0 ? calling('new_task', { mode: 'code', message: 'Child.' }) : completing(last)
    }
    return calling('update_todo_list', { todos: `- [ ] Step ${turn}` })
  }
  const test = await startTestApp({ script, inMemory: true })
  onTestFinished(() => test.dispose())
  const points = recordCrashPoints(test, temporaryFolder())
  const seenAt: number[] = []
  const stop = test.app.engine.listen(() => void seenAt.push(seen))
  test.create('Parent.', { approve: 'all', budget: { requests: 5 } })
  await test.until('SA-2', 'paused')
  stop()
  expect(seen).toBe(5)
  const whole = [...points]

  for (const [index, point] of whole.entries()) {
    await test.restart('continue', () => {
      point.restore()
      seen = seenAt[index] ?? 0
    })
    const where = `after commit ${index} (${point.events.map(({ body }) => body.type).join(', ')})`
    await test.until('SA-1', 'awaiting_subtask')
    await test.until('SA-2', 'paused')
    expect(seen, where).toBeLessThanOrEqual(5)
    // A request that the kill kept from being made had been counted already.
    expect(seen, where).toBeGreaterThanOrEqual(4)
    expect(test.tasks.budget(test.id('SA-1'))[0]?.spent.requests, where).toBe(5)
  }
}, 60_000)
