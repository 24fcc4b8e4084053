import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing, refusing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const turnsOf = (displayId: string) => test.view(displayId).items.filter((item) => item.type === 'turn')

/** A parent that has one child do something; `child` is what the child says. */
const parentOf = (child: (conversation: Conversation) => ScriptedTurn) => (conversation: Conversation) => {
  if (conversation.opening !== 'Parent.') return child(conversation)
  return conversation.turn === 0
    ? calling('new_task', { mode: 'code', message: 'Child.' })
    : completing(`Heard: ${conversation.last}`)
}

describe('a stop', () => {
  it('breaks off the turn that streams, at once, and nothing of it is sent again', async () => {
    const gate = createGate()
    let asked = 0
    test = await startTestApp({
      script: () => (asked++ === 0 ? heldStream({ text: 'half a thought' }, gate) : completing('Done.')),
    })
    test.create('Do it.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    expect(test.task('SA-1')).toMatchObject({ status: 'paused', statusReason: 'Stopped by you.' })
    expect(turnsOf('SA-1')).toMatchObject([{ state: 'aborted', failure: { kind: 'stopped' } }])
    expect(test.faults()).toEqual([])
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.server.requests.map(({ rawBody }) => rawBody.includes('half a thought'))).toEqual([
      false,
      false,
    ])
  })

  it('ends a running command, whose one result says so', async () => {
    test = await startTestApp({
      script: ({ turn, last }) =>
        turn === 0
          ? calling('execute_command', { command: 'sleep 60; touch after' })
          : completing(`Heard: ${last}`),
    })
    test.create('Run it.', { mode: 'code', approve: 'all' })
    await test.event(({ body }) => body.type === 'command.started')
    test.tasks.stop(test.id('SA-1'))
    await test.event(({ body }) => body.type === 'tool.finished')
    expect(test.task('SA-1').status).toBe('paused')
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toContain('The task was stopped')
    expect(existsSync(join(test.folder, 'after'))).toBe(false)
  })

  it('lets nothing begin, even what was approved in the same moment', async () => {
    test = await startTestApp({
      script: ({ turn }) =>
        turn === 0 ? calling('execute_command', { command: 'touch made' }) : completing('Done.'),
    })
    test.create('Run it.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    test.decide('SA-1', 'approved')
    test.tasks.stop(test.id('SA-1'))
    await test.restart('leave')
    expect(test.calls('SA-1')).toMatchObject([{ status: 'pending', startedAt: null }])
    expect(existsSync(join(test.folder, 'made'))).toBe(false)
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(existsSync(join(test.folder, 'made'))).toBe(true)
  })

  it('withdraws an open approval; after resuming it is asked anew', async () => {
    test = await startTestApp({
      script: ({ turn }) =>
        turn === 0 ? calling('execute_command', { command: 'true' }) : completing('Done.'),
    })
    test.create('Run it.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    const old = test.calls('SA-1')[0]?.approval
    test.tasks.stop(test.id('SA-1'))
    expect(test.calls('SA-1')[0]?.approval?.decision).toBe('withdrawn')
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'awaiting_approval')
    expect(test.calls('SA-1')[0]?.approval?.approvalId).not.toBe(old?.approvalId)
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
  })

  it('keeps an open question, which an answer can reach after resuming', async () => {
    test = await startTestApp({
      script: ({ turn, last }) =>
        turn === 0
          ? calling('ask_followup_question', { question: 'Which?', follow_up: [{ text: 'This.' }] })
          : completing(`Heard: ${last}`),
    })
    test.create('Ask.', { approve: [] })
    await test.until('SA-1', 'awaiting_input')
    test.tasks.stop(test.id('SA-1'))
    expect(() => test.tasks.stop(test.id('SA-1'))).toThrow('Nothing is at work here')
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'awaiting_input')
    const [call] = test.calls('SA-1')
    expect(call).toMatchObject({ status: 'awaiting_answer', outcome: null })
    test.tasks.answerQuestion(test.id('SA-1'), call?.callId ?? ('' as never), 'That.', null)
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toContain('That.')
  })

  it('of a parent stops its child; the summary still finds its way to the call that waits', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: parentOf(() => heldStream(completing('Found it.'), gate)),
    })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['paused', 'paused'])
    await test.restart('leave')
    expect(test.calls('SA-1')).toMatchObject([{ outcome: null, subtask: { outcome: null } }])
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')[0]).toMatchObject({ outcome: 'ok', subtask: { summary: 'Found it.' } })
    expect(test.view('SA-1').result).toContain('Found it.')
  })

  it('of a parent keeps what a child brings that was resumed alone', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: parentOf(() => heldStream(completing('Found it.'), gate)),
    })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    gate.open()
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-2', 'completed')
    expect(test.task('SA-1').status).toBe('paused')
    expect(test.faults()).toEqual([])
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toContain('Found it.')
  })

  it('of a child alone leaves the parent waiting for it; resuming the parent resumes the child', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: parentOf(() => heldStream(completing('Found it.'), gate)),
    })
    test.create('Parent.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-2'))
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['awaiting_subtask', 'paused'])
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })
})

describe('resuming', () => {
  it('in the same moment as stopping, again and again, leaves one loop', async () => {
    const gate = createGate()
    let asked = 0
    test = await startTestApp({
      script: () => (asked++ === 0 ? heldStream({ text: 'held' }, gate) : completing('Done.')),
    })
    test.create('Do it.', { approve: 'all' })
    await gate.reached
    for (let i = 0; i < 5; i++) {
      test.tasks.stop(test.id('SA-1'))
      test.tasks.resume(test.id('SA-1'))
    }
    await test.until('SA-1', 'completed')
    gate.open()
    expect(test.server.requests).toHaveLength(2)
    expect(turnsOf('SA-1').map(({ state }) => state)).toEqual(['aborted', 'committed'])
  })

  it('goes on with a task that failed and with one that was cancelled', async () => {
    let answer: 'refuse' | 'ask' | 'complete' = 'refuse'
    test = await startTestApp({
      script: () => {
        if (answer === 'refuse') return refusing('Never.')
        if (answer === 'ask')
          return calling('ask_followup_question', { question: 'Well?', follow_up: [{ text: 'Yes.' }] })
        return completing('Done.')
      },
    })
    test.create('Do it.', { approve: [] })
    await test.until('SA-1', 'failed')
    answer = 'ask'
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'awaiting_input')
    test.tasks.cancel(test.id('SA-1'), '')
    expect(test.task('SA-1').status).toBe('cancelled')
    expect(test.calls('SA-1')).toMatchObject([{ status: 'finished', outcome: 'cancelled' }])
    answer = 'complete'
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })

  it('works at the very moment at which a held-up request has paused the task', async () => {
    let broken = true
    test = await startTestApp({
      script: () => (broken ? { status: 503, body: { error: { message: 'Busy.' } } } : completing('Done.')),
    })
    test.create('Do it.', { approve: [] })
    await test.event(({ body }) => body.type === 'status.changed' && body.to === 'paused')
    broken = false
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })

  it('says so when there is nothing to resume', async () => {
    test = await startTestApp({ script: () => completing('Done.') })
    test.create('Do it.', { approve: [] })
    await test.until('SA-1', 'completed')
    expect(() => test.tasks.resume(test.id('SA-1'))).toThrow('nothing to resume')
    expect(() => test.tasks.stop(test.id('SA-1'))).toThrow('Nothing is at work here')
  })
})
