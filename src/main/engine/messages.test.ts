import { afterEach, describe, expect, it } from 'vitest'
import { type Conversation, calling, completing, refusing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const send = (text: string, displayId = 'SA-1') => test.tasks.send(test.id(displayId), text)
const sent = (index: number) =>
  test.server.requests.at(index)?.body.messages.map(({ content }) => content) ?? []

describe('a message', () => {
  it('that comes while a turn streams is read before the task may complete', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ turn, last }) =>
        turn === 0 ? heldStream(completing('Done.'), gate) : completing(`Read: ${last}`),
    })
    test.create('Do it.', { approve: 'all' })
    await gate.reached
    send('One thing more.')
    gate.open()
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Read: One thing more.')
    expect(test.calls('SA-1')[0]).toMatchObject({ name: 'attempt_completion', outcome: 'error' })
    expect(sent(1).slice(-2)).toEqual([expect.stringContaining('a message arrived'), 'One thing more.'])
  })

  it('that comes while the end of a child waits for approval is read before the child may end', async () => {
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening === 'Parent.')
          return turn === 0 ? calling('new_task', { mode: 'ask', message: 'Child.' }) : completing('Done.')
        return completing(turn === 0 ? 'First.' : `Read: ${last}`)
      },
    })
    test.create('Parent.', { approve: ['subtask_create'] })
    await test.until('SA-2', 'awaiting_approval')
    send('Look again.', 'SA-2')
    expect(test.task('SA-2').status).toBe('awaiting_approval')
    test.decide('SA-2', 'approved')
    await test.event(({ body }) => body.type === 'approval.requested')
    test.decide('SA-2', 'approved')
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')[0]?.subtask?.summary).toBe('Read: Look again.')
  })

  it('that comes while a call waits for approval follows the results of the turn', async () => {
    test = await startTestApp({
      script: ({ turn, last }) =>
        turn === 0 ? calling('execute_command', { command: 'true' }) : completing(`Read: ${last}`),
    })
    test.create('Do it.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    send('First.')
    send('Second.')
    test.decide('SA-1', 'rejected')
    await test.until('SA-1', 'completed')
    expect(sent(1).slice(-2)).toEqual(['First.', 'Second.'])
  })

  it('that comes while a failed request waits to be repeated goes along with it', async () => {
    let asked = 0
    test = await startTestApp({
      script: ({ last }) =>
        asked++ === 0 ? { status: 503, body: { error: { message: 'Busy.' } } } : completing(`Read: ${last}`),
    })
    test.create('Do it.', { approve: 'all' })
    await test.event(({ body }) => body.type === 'turn.aborted')
    send('Take the other file.')
    test.tasks.retryNow(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Read: Take the other file.')
    expect(test.server.requests).toHaveLength(2)
  })

  it('to a stopped parent wakes it together with the child it waits for', async () => {
    const gate = createGate()
    let held = true
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening === 'Child.') {
          const end = completing('Here.')
          return held ? heldStream(end, gate) : end
        }
        return turn === 0
          ? calling('new_task', { mode: 'ask', message: 'Child.' })
          : completing(`Read: ${last}`)
      },
    })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['paused', 'paused'])
    held = false
    send('Go on, please.')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Read: Go on, please.')
    expect(test.faults()).toEqual([])
    gate.open()
  })

  it('to a parent that waits for a child is read when the child has returned', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening === 'Child.') return heldStream(completing('Looked.'), gate)
        return turn === 0
          ? calling('new_task', { mode: 'ask', message: 'Child.' })
          : completing(`Read: ${last}`)
      },
    })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    send('And be quick.')
    expect(test.task('SA-1').status).toBe('awaiting_subtask')
    gate.open()
    await test.until('SA-1', 'completed')
    expect(sent(-1).slice(-2)).toEqual([expect.stringContaining('Looked.'), 'And be quick.'])
  })
})

describe('a message opens again', () => {
  const echo = ({ turn, last }: Conversation) => completing(turn === 0 ? 'Done.' : `Read: ${last}`)

  it('a completed task, in the very moment of its end, too', async () => {
    test = await startTestApp({ script: echo })
    test.create('Do it.', { approve: [] })
    await test.event(({ body }) => body.type === 'task.completed')
    send('Once more.')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Read: Once more.')
    send('And again.')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Read: And again.')
  })

  it('a completed child, which does not return to its parent a second time', async () => {
    test = await startTestApp({
      script: (conversation) =>
        conversation.opening === 'Parent.' && conversation.turn === 0
          ? calling('new_task', { mode: 'ask', message: 'Child.' })
          : echo(conversation),
    })
    test.create('Parent.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const before = test.view('SA-1').lastSeq
    send('Once more.', 'SA-2')
    await test.until('SA-2', 'completed')
    expect(test.view('SA-2').result).toBe('Read: Once more.')
    expect(test.view('SA-1').lastSeq).toBe(before)
    expect(test.calls('SA-1')[0]?.subtask?.summary).toBe('Done.')
  })

  it('a cancelled child and a failed one, without a word to the parent', async () => {
    let refuse = true
    test = await startTestApp({
      script: (conversation) => {
        const { opening, turn } = conversation
        if (opening === 'Parent.')
          return turn === 0 ? calling('new_task', { mode: 'ask', message: 'Child.' }) : completing('Went on.')
        if (refuse) return refusing('No.')
        return completing('Now it works.')
      },
    })
    test.create('Parent.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(test.task('SA-2').status).toBe('failed')
    const before = test.view('SA-1').lastSeq
    refuse = false
    send('Try again.', 'SA-2')
    await test.until('SA-2', 'completed')
    expect(test.view('SA-1').lastSeq).toBe(before)
    expect(test.calls('SA-1')[0]?.subtask?.outcome).toBe('failed')
  })

  it('a paused and an interrupted task', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ turn, last }) =>
        last === 'Do it.' ? heldStream({ text: 'Hm.' }, gate) : completing(`${turn} read: ${last}`),
    })
    test.create('Do it.', { approve: [] })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    send('Go on like this.')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('0 read: Go on like this.')

    test.create('Do it.', { approve: [] })
    await test.until('SA-2', 'in_progress')
    await test.restart('wait')
    expect(test.task('SA-2').status).toBe('interrupted')
    send('Go on like that.', 'SA-2')
    await test.until('SA-2', 'completed')
    expect(test.view('SA-2').result).toBe('0 read: Go on like that.')
  })
})

describe('a background task', () => {
  it('that ends wakes a parent that had nothing left to call', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening === 'Watch it.') return heldStream(completing('Watched.'), gate)
        if (turn === 0) return calling('new_task', { mode: 'ask', message: 'Watch it.', background: true })
        return last.includes('Watched.') ? completing('Heard.') : { text: 'I wait for the report.' }
      },
    })
    test.create('Do it.', { approve: 'all' })
    await gate.reached
    await test.until('SA-1', 'awaiting_input')
    gate.open()
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Heard.')
  })

  it('that ends while its parent is about to complete is heard first', async () => {
    const gates = { child: createGate(), parent: createGate() }
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening === 'Watch it.') return heldStream(completing('Watched.'), gates.child)
        if (turn === 0) return calling('new_task', { mode: 'ask', message: 'Watch it.', background: true })
        if (turn === 1) return heldStream(completing('Too early.'), gates.parent)
        return completing(last.includes('Watched.') ? 'Heard.' : 'Not heard.')
      },
    })
    test.create('Do it.', { approve: 'all' })
    await Promise.all([gates.child.reached, gates.parent.reached])
    gates.child.open()
    await test.until('SA-2', 'completed')
    gates.parent.open()
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Heard.')
  })

  it('that ends after its parent leaves its report there, for when the parent is opened again', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn, body }) => {
        if (opening === 'Watch it.') return heldStream(completing('Watched.'), gate)
        if (turn === 0) return calling('new_task', { mode: 'ask', message: 'Watch it.', background: true })
        return completing(JSON.stringify(body.messages).includes('Watched.') ? 'Heard.' : 'Not heard.')
      },
    })
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    await gate.reached
    expect(test.task('SA-2').status).toBe('in_progress')
    gate.open()
    await test.until('SA-2', 'completed')
    expect(test.task('SA-1').status).toBe('completed')
    send('What came of it?')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Heard.')
  })
})

it('a message to a task that is not there says so', async () => {
  test = await startTestApp({ script: () => completing('Done.') })
  expect(() => test.tasks.send('tsk_none' as never, 'Hello?')).toThrow('There is no task tsk_none.')
  expect(() => test.tasks.stop('tsk_none' as never)).toThrow('There is no task tsk_none.')
  expect(() => test.tasks.cancel('tsk_none' as never, '')).toThrow('There is no task tsk_none.')
  expect(() => test.tasks.resume('tsk_none' as never)).toThrow('There is no task tsk_none.')
})
