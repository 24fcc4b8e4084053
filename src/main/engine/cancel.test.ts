import { afterEach, describe, expect, it } from 'vitest'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

/** Delegates `levels` deep; the deepest task streams until the gate is open. */
const nested =
  (levels: number, gate: Gate) =>
  ({ opening, turn, last }: Conversation) => {
    const level = Number(/\d+/.exec(opening)?.[0] ?? 0)
    if (level === levels) return heldStream(completing('The bottom.'), gate)
    return turn === 0
      ? calling('new_task', { mode: 'code', message: `Level ${level + 1}.` })
      : completing(`Level ${level} heard: ${last}`)
  }
const statuses = () =>
  test.app.store.tasks
    .list()
    .map(({ displayId, status }) => `${displayId} ${status}`)
    .sort()

describe('cancelling', () => {
  it('a root ends everything that is open below it, at every depth', async () => {
    const gate = createGate()
    test = await startTestApp({ script: nested(3, gate) })
    test.create('Level 0.', { approve: 'all' })
    await gate.reached
    test.tasks.cancel(test.id('SA-1'), 'Changed my mind.')
    expect(statuses()).toEqual(['SA-1 cancelled', 'SA-2 cancelled', 'SA-3 cancelled', 'SA-4 cancelled'])
    expect(test.faults()).toEqual([])
    for (const [parent, child] of [
      ['SA-1', 'SA-2'],
      ['SA-3', 'SA-4'],
    ] as const) {
      const [call] = test.calls(parent)
      expect(call?.result).toContain(`Subtask ${child} (code) was cancelled`)
      expect(call?.result).toContain('Changed my mind.')
    }
    const requests = test.server.requests.length
    gate.open()
    await test.restart('continue')
    expect(statuses()).toEqual(['SA-1 cancelled', 'SA-2 cancelled', 'SA-3 cancelled', 'SA-4 cancelled'])
    expect(test.server.requests).toHaveLength(requests)
    expect(() => test.tasks.cancel(test.id('SA-1'), '')).toThrow('has ended already')
  })

  it('a task in the middle tells its parent, which goes on; what is below it ends too', async () => {
    const gate = createGate()
    test = await startTestApp({ script: nested(3, gate) })
    test.create('Level 0.', { approve: 'all' })
    await gate.reached
    test.tasks.cancel(test.id('SA-2'), 'Not this way.')
    await test.until('SA-1', 'completed')
    expect(statuses()).toEqual(['SA-1 completed', 'SA-2 cancelled', 'SA-3 cancelled', 'SA-4 cancelled'])
    expect(test.view('SA-1').result).toContain('Not this way.')
    gate.open()
  })

  it('a paused tree works as well, and its parent need not be at work to hear of it', async () => {
    const gate = createGate()
    test = await startTestApp({ script: nested(2, gate) })
    test.create('Level 0.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    test.tasks.cancel(test.id('SA-2'), 'Enough.')
    expect(statuses()).toEqual(['SA-1 paused', 'SA-2 cancelled', 'SA-3 cancelled'])
    expect(test.calls('SA-1')[0]).toMatchObject({ outcome: 'error', subtask: { outcome: 'cancelled' } })
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })

  it('withdraws what is asked, and gives a result to every call of the turn', async () => {
    test = await startTestApp({
      script: () => ({
        calls: ['true', 'false', 'sleep 1'].map((command) => ({
          name: 'execute_command',
          arguments: { command },
        })),
      }),
    })
    test.create('Run them.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    test.tasks.cancel(test.id('SA-1'), '')
    expect(test.calls('SA-1').map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    expect(test.calls('SA-1')[0]?.approval?.decision).toBe('withdrawn')
    expect(() => test.decide('SA-1', 'approved')).toThrow('waits for no approval')
  })

  it('a completed parent ends the background tasks that it left', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'Watch.') return heldStream({ text: 'Watching.' }, gate)
        return turn === 0
          ? calling('new_task', { mode: 'ask', message: 'Watch.', background: true })
          : completing('Done.')
      },
    })
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    await gate.reached
    test.tasks.cancel(test.id('SA-1'), '')
    expect(statuses()).toEqual(['SA-1 completed', 'SA-2 cancelled'])
    gate.open()
  })

  it('reads the logs of what is open and of nothing else', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'First.') return completing('Done.')
        if (opening === 'Second.') return heldStream(completing('Done.'), gate)
        return turn === 0
          ? calling('new_task', { mode: 'ask', message: 'First.' })
          : calling('new_task', { mode: 'ask', message: 'Second.' })
      },
    })
    test.create('Both.', { approve: 'all' })
    await gate.reached
    const read: string[] = []
    await test.restart('leave')
    const { events } = test.app.store
    const readEvents = events.read
    events.read = (taskId, after, limit) => {
      read.push(taskId)
      return readEvents(taskId, after, limit)
    }
    test.tasks.cancel(test.id('SA-1'), '')
    expect(statuses()).toEqual(['SA-1 cancelled', 'SA-2 completed', 'SA-3 cancelled'])
    expect(read).not.toContain(test.id('SA-2'))
    gate.open()
  })

  it('from within whoever hears that the child was made leaves nobody at work', async () => {
    test = await startTestApp({ script: nested(1, createGate()) })
    test.app.engine.listen((events) => {
      for (const { taskId, body } of events)
        if (body.type === 'task.created' && body.parentId !== null) test.tasks.cancel(taskId, 'No children.')
    })
    test.create('Level 0.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(statuses()).toEqual(['SA-1 completed', 'SA-2 cancelled'])
    expect(test.view('SA-1').result).toContain('No children.')
  })

  it('a parent with a second subtask in the same turn never starts it', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening }) => {
        if (opening !== 'Two.') return heldStream({ text: 'Working.' }, gate)
        const order = (message: string, name: string, ...depends_on: string[]) => ({
          name: 'new_task',
          arguments: { mode: 'ask', message, name, depends_on },
        })
        return { calls: [order('First.', 'a'), order('Second.', 'b', 'a')] }
      },
    })
    test.create('Two.', { approve: 'all' })
    await gate.reached
    test.tasks.cancel(test.id('SA-1'), '')
    await test.restart('continue')
    expect(statuses()).toEqual(['SA-1 cancelled', 'SA-2 cancelled'])
    gate.open()
  })

  it('does not start a parked parent of the task’s while it goes through the tree', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening }) => {
        if (opening !== 'Two.') return heldStream({ text: 'Working.' }, gate)
        const order = (message: string, name: string, ...depends_on: string[]) => ({
          name: 'new_task',
          arguments: { mode: 'ask', message, name, depends_on },
        })
        return { calls: [order('First.', 'a'), order('Second.', 'b', 'a')] }
      },
    })
    test.create('Two.', { approve: 'all' })
    await gate.reached
    await test.restart('leave')
    test.tasks.cancel(test.id('SA-1'), '')
    await test.restart('continue')
    expect(statuses()).toEqual(['SA-1 cancelled', 'SA-2 cancelled'])
    gate.open()
  })
})
