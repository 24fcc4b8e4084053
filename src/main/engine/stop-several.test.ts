import { afterEach, describe, expect, it } from 'vitest'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const piece = (message: string, more: object = {}) => ({
  name: 'new_task',
  arguments: { mode: 'ask', message, ...more },
})
const names = ['A.', 'B.', 'C.']

/** A parent with three subtasks at once, each held at a gate; the third has a subtask of its own that is held instead. */
const story =
  (gates: Record<string, Gate>, more: object = {}) =>
  ({ opening, turn }: Conversation) => {
    if (opening === 'All.') {
      if (turn > 0) return completing('Done.')
      return { calls: names.map((name) => piece(name, more)) }
    }
    if (opening === 'C.') return turn === 0 ? { calls: [piece('D.')] } : completing('C. is done.')
    return heldStream(completing(`${opening} is done.`), gates[opening] as Gate)
  }
const makeGates = () => ({ 'A.': createGate(), 'B.': createGate(), 'D.': createGate() })
const allReached = (gates: Record<string, Gate>) =>
  Promise.all(Object.values(gates).map(({ reached }) => reached))
const statuses = (...ids: string[]) => ids.map((id) => test.task(id).status)

describe('stopping one of several subtasks', () => {
  it('leaves the others at work and the parent waiting; resumed, it returns', async () => {
    const gates = makeGates()
    test = await startTestApp({ script: story(gates) })
    test.create('All.', { approve: 'all' })
    await allReached(gates)
    test.tasks.stop(test.id('SA-3'))
    expect(statuses('SA-1', 'SA-2', 'SA-3', 'SA-4', 'SA-5')).toEqual([
      'awaiting_subtask',
      'in_progress',
      'paused',
      'awaiting_subtask',
      'in_progress',
    ])
    gates['A.'].open()
    gates['D.'].open()
    await test.until('SA-2', 'completed')
    await test.until('SA-4', 'completed')
    expect(statuses('SA-1', 'SA-3')).toEqual(['awaiting_subtask', 'paused'])
    await test.restart('continue')
    expect(statuses('SA-1', 'SA-3')).toEqual(['awaiting_subtask', 'paused'])
    gates['B.'].open()
    test.tasks.resume(test.id('SA-3'))
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1').map(({ subtask, outcome }) => [subtask?.summary ?? null, outcome])).toEqual([
      ['A. is done.', 'ok'],
      ['B. is done.', 'ok'],
      ['C. is done.', 'ok'],
      [null, 'ok'],
    ])
    expect(test.faults()).toEqual([])
  })

  it('stops what is below it and nothing beside it', async () => {
    const gates = makeGates()
    test = await startTestApp({ script: story(gates) })
    test.create('All.', { approve: 'all' })
    await allReached(gates)
    test.tasks.stop(test.id('SA-4'))
    expect(statuses('SA-1', 'SA-2', 'SA-3', 'SA-4', 'SA-5')).toEqual([
      'awaiting_subtask',
      'in_progress',
      'in_progress',
      'paused',
      'paused',
    ])
    for (const gate of Object.values(gates)) gate.open()
    test.tasks.resume(test.id('SA-4'))
    await test.until('SA-1', 'completed')
  })

  it('leaves what its parent is asked meanwhile as it is', async () => {
    const gates = makeGates()
    test = await startTestApp({ script: story(gates) })
    test.create('All.', { approve: ['subtask_finish'] })
    await test.until('SA-1', 'awaiting_approval')
    test.decide('SA-1', 'approved')
    await gates['A.'].reached
    await test.until('SA-1', 'awaiting_approval')
    const open = () => test.calls('SA-1')[1]?.approval
    const asked = open()
    test.tasks.stop(test.id('SA-2'))
    expect([open(), test.task('SA-1').status]).toEqual([asked, 'awaiting_approval'])
    test.decide('SA-1', 'rejected', 'No.')
    await test.event(({ body }) => body.type === 'approval.requested')
    test.decide('SA-1', 'rejected', 'No.')
    await test.until('SA-1', 'awaiting_subtask')
    expect(test.task('SA-2').status).toBe('paused')
    gates['A.'].open()
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-1', 'completed')
  })
})

describe('stopping a parent with several subtasks', () => {
  it.each([
    ['that it waits for', {}, 'at once'],
    ['that it waits for', {}, 'after a restart'],
    ['in the background', { background: true }, 'at once'],
  ] as const)(
    'stops all below it, %s; resumed %s, all go on and each returns once',
    async (_, more, when) => {
      const gates = makeGates()
      const told = story(gates, more)
      const wait = createGate()
      test = await startTestApp({
        script: (conversation) =>
          conversation.opening === 'All.' && conversation.turn === 1 && 'background' in more
            ? heldStream(calling('wait_for_subtask', {}), wait)
            : told(conversation),
      })
      test.create('All.', { approve: 'all' })
      await allReached(gates)
      if ('background' in more) await wait.reached
      test.tasks.stop(test.id('SA-1'))
      const all = ['SA-1', 'SA-2', 'SA-3', 'SA-4', 'SA-5']
      expect(statuses(...all)).toEqual(all.map(() => 'paused'))
      expect(test.faults()).toEqual([])
      if (when === 'after a restart') {
        await test.restart('continue')
        expect(statuses(...all)).toEqual(all.map(() => 'paused'))
      }
      for (const gate of [...Object.values(gates), wait]) gate.open()
      test.tasks.resume(test.id('SA-1'))
      await test.until('SA-1', 'completed')
      expect(statuses(...all)).toEqual(all.map(() => 'completed'))
      const returns = test.app.store.events
        .read(test.id('SA-1'), 0, 2_000)
        .filter(({ body }) => body.type === 'subtask.returned')
      expect(returns).toHaveLength(3)
      expect(test.faults()).toEqual([])
    },
  )
})
