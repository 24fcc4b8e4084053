import { afterEach, describe, expect, it } from 'vitest'
import type { CallId } from '../../contract/ids.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const question = calling('ask_followup_question', {
  question: 'Which way?',
  follow_up: [{ text: 'Left.', mode: 'ask' }, { text: 'Right.' }, { text: 'Up.', mode: 'poet' }],
})
const asking = ({ turn, last, mode }: Conversation) =>
  turn === 0 ? question : completing(`${mode} heard: ${last}`)
const callId = () => test.calls('SA-1')[0]?.callId as CallId
const answer = (text: string, mode: string | null = null) =>
  test.tasks.answerQuestion(test.id('SA-1'), callId(), text, mode)

describe('a question', () => {
  it('waits for the person and gives the model the answer', async () => {
    test = await startTestApp({ script: asking })
    test.create('Go.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_input')
    expect(test.calls('SA-1')[0]?.question).toEqual({
      question: 'Which way?',
      suggestions: [
        { text: 'Left.', mode: 'ask' },
        { text: 'Right.', mode: null },
        { text: 'Up.', mode: null },
      ],
      answer: null,
      by: null,
    })
    answer('Straight on.')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toMatch(/^code heard: .*Straight on\.$/s)
    expect(test.calls('SA-1')[0]?.question).toMatchObject({ answer: 'Straight on.', by: 'person' })
  })

  it('takes the first answer and refuses the second', async () => {
    test = await startTestApp({ script: asking })
    test.create('Go.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_input')
    answer('Left.')
    expect(() => answer('Right.')).toThrow('does not wait for an answer to this any more')
    await test.until('SA-1', 'completed')
    expect(() => answer('Right.')).toThrow('does not wait for an answer to this any more')
    expect(test.view('SA-1').result).toContain('Left.')
  })

  it('can be answered from within whoever hears it', async () => {
    test = await startTestApp({ script: asking })
    test.app.engine.listen((events) => {
      for (const { body } of events) if (body.type === 'question.asked') answer('At once.')
    })
    test.create('Go.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toContain('At once.')
  })

  it('is answered by a message, too', async () => {
    test = await startTestApp({ script: asking })
    test.create('Go.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_input')
    test.tasks.send(test.id('SA-1'), 'By the river.')
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')[0]?.question).toMatchObject({ answer: 'By the river.', by: 'person' })
    expect(test.view('SA-1').items.filter(({ type }) => type === 'message')).toHaveLength(1)
  })

  it('switches the mode with an answer that asks for it, and tells the model', async () => {
    test = await startTestApp({ script: asking })
    test.create('Go.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_input')
    expect(() => answer('Up.', 'poet')).toThrow('There is no mode "poet"')
    answer('Left.', 'ask')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1')).toMatchObject({ mode: 'ask' })
    expect(test.view('SA-1').result).toMatch(/^ask heard: .*The task goes on in mode ask\.$/s)
  })

  it('is answered with the first suggestion, mode and all, when the toggle says so', async () => {
    test = await startTestApp({ script: asking })
    test.create('Go.', { mode: 'code', approve: ['followup'] })
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')[0]?.question).toMatchObject({ answer: 'Left.', by: 'rule' })
    expect(test.view('SA-1').mode).toBe('ask')
  })
})

describe('a question of a paused task', () => {
  it('cannot be answered on its card before the task is resumed', async () => {
    test = await startTestApp({ script: asking })
    test.create('Go.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_input')
    test.tasks.stop(test.id('SA-1'))
    expect(() => answer('Left.')).toThrow('SA-1 is paused. Resume it, then answer.')
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'awaiting_input')
    answer('Left.')
    await test.until('SA-1', 'completed')
  })

  it('is answered by a message, which wakes the task as any message does', async () => {
    test = await startTestApp({ script: asking })
    test.create('Go.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_input')
    test.tasks.stop(test.id('SA-1'))
    test.tasks.send(test.id('SA-1'), 'Over the hills.')
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')[0]?.question).toMatchObject({ answer: 'Over the hills.' })
  })
})

describe('after a restart', () => {
  it.each(['continue', 'wait', 'leave'] as const)(
    '(%s) the question stands and can be answered',
    async (after) => {
      test = await startTestApp({ script: asking })
      test.create('Go.', { mode: 'code', approve: [] })
      await test.until('SA-1', 'awaiting_input')
      const before = callId()
      await test.restart(after)
      expect(test.task('SA-1').status).toBe('awaiting_input')
      expect(test.calls('SA-1')).toMatchObject([{ callId: before, status: 'awaiting_answer', outcome: null }])
      answer('Right.')
      await test.until('SA-1', 'completed')
      expect(test.view('SA-1').result).toContain('Right.')
    },
  )
})
