import { afterEach, describe, expect, it } from 'vitest'
import { connectForWriting } from '../store/database.ts'
import { databasePath } from '../store/open-database.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

/** Holds the first request of the child (or of a task without one) at the gate. */
function holdFirst(gate: Gate) {
  let held = false
  return ({ opening, turn, last }: Conversation) => {
    if (opening === 'Parent.' && turn === 0) return calling('new_task', { mode: 'ask', message: 'Child.' })
    if (opening === 'Parent.') return completing(`Heard: ${last}`)
    if (held) return completing('Done.')
    held = true
    return heldStream({ text: 'half a thought' }, gate)
  }
}

describe('closing the app in the middle', () => {
  it('interrupts what is at work and lets nothing go on in the closed app', async () => {
    const gate = createGate()
    test = await startTestApp({ script: holdFirst(gate) })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    await test.restart('leave')
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['awaiting_subtask', 'interrupted'])
    expect(test.task('SA-2').statusReason).toBe('Treeline was closed while this was at work.')
    expect(test.view('SA-2').items.at(-2)).toMatchObject({
      state: 'aborted',
      failure: { kind: 'interrupted' },
    })
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })

  it('with `continue` the whole tree goes on by itself', async () => {
    const gate = createGate()
    test = await startTestApp({ script: holdFirst(gate) })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    await test.restart('continue')
    gate.open()
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')[0]?.subtask).toMatchObject({ outcome: 'completed', summary: 'Done.' })
    expect(test.server.requests.at(-2)?.rawBody).not.toContain('half a thought')
  })

  it('with `wait` it waits as interrupted, and goes on when somebody says so, or at the next start', async () => {
    const gate = createGate()
    test = await startTestApp({ script: holdFirst(gate) })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    await test.restart('wait')
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['awaiting_subtask', 'interrupted'])
    const requests = test.server.requests.length
    await test.restart('wait')
    expect(test.server.requests).toHaveLength(requests)
    gate.open()
    await test.restart('continue')
    await test.until('SA-1', 'completed')
  })

  it('never brings back what a person stopped', async () => {
    const gate = createGate()
    test = await startTestApp({ script: holdFirst(gate) })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    await test.restart('continue')
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['paused', 'paused'])
    gate.open()
  })

  it('in the moment in which a stopped task was resumed interrupts it like any other', async () => {
    const gate = createGate()
    test = await startTestApp({ script: holdFirst(gate) })
    test.create('Do it.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    test.tasks.resume(test.id('SA-1'))
    await test.restart('leave')
    expect(test.task('SA-1').status).toBe('interrupted')
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })

  it('during the wait for a retry asks again after it', async () => {
    let asked = 0
    test = await startTestApp({
      script: () =>
        asked++ === 0 ? { status: 503, body: { error: { message: 'Busy.' } } } : completing('Done.'),
    })
    test.create('Do it.', { approve: 'all' })
    await test.event(({ body }) => body.type === 'turn.aborted')
    await test.restart('continue')
    await test.until('SA-1', 'completed')
  })

  it('ends a command, and says that it was ended', async () => {
    test = await startTestApp({
      script: ({ turn, last }) =>
        turn === 0 ? calling('execute_command', { command: 'sleep 60' }) : completing(`Heard: ${last}`),
    })
    test.create('Run it.', { mode: 'code', approve: 'all' })
    await test.event(({ body }) => body.type === 'command.started')
    await test.restart('continue')
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')).toHaveLength(2)
    expect(test.view('SA-1').result).toContain('The task was stopped')
  })
})

describe('a parent that was left with nobody at work on it', () => {
  it('goes on when its child, resumed alone, returns', async () => {
    const gate = createGate()
    test = await startTestApp({ script: holdFirst(gate) })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    await test.restart('leave')
    gate.open()
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-1', 'completed')
  })
})

describe('a log that cannot be read', () => {
  it('holds up no other task, and is named', async () => {
    const gate = createGate()
    test = await startTestApp({ script: holdFirst(gate) })
    test.create('One.', { approve: 'all' })
    await gate.reached
    test.create('Two.', { approve: [] })
    await test.until('SA-2', 'completed')
    const taskId = test.id('SA-1')
    const damage = (payload: string) => () => {
      const database = connectForWriting(databasePath(test.dataFolder))
      const where = `WHERE task_id = '${taskId}' AND seq = 3`
      kept ??= database.prepare(`SELECT payload FROM events ${where}`).pluck().get() as string
      database.prepare(`UPDATE events SET payload = ? ${where}`).run(payload || kept)
      database.close()
    }
    let kept: string | null = null
    await test.restart('continue', damage('{}'))
    expect(test.task('SA-1').status).toBe('interrupted')
    expect(test.problems.join()).toContain(`The log of the task ${taskId} is damaged: event 3`)
    expect(test.task('SA-1').damage).toContain('event 3')
    expect(() => test.tasks.resume(taskId)).toThrow('cannot be read')
    test.tasks.send(test.id('SA-2'), 'Still there?')
    await test.until('SA-2', 'completed')

    await test.restart('continue', damage(''))
    gate.open()
    await test.until('SA-1', 'completed')
    test.problems.length = 0
  })
})
