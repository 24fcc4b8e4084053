import { afterEach, describe, expect, it } from 'vitest'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing, refusing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const background = (message: string) => ({
  name: 'new_task',
  arguments: { mode: 'ask', message, background: true },
})
/** Resolves when a wait is told that a report has come. */
const reportTold = () =>
  test.event(({ body }) => body.type === 'tool.finished' && body.result.startsWith('A report has come'))

const waiting = calling('wait_for_subtask', { first: true })

/**
 * A parent that has “Quick.” and “Slow.” work in the background, waits for the first report, and once it has seen one
 * waits for the rest. Its result is what each wait said.
 */
function story(
  quick: Gate,
  slow: Gate,
  child: (name: string) => ScriptedTurn = (name) => completing(`${name} done.`),
) {
  return ({ opening, turn, body }: Conversation): ScriptedTurn => {
    if (opening === 'Quick.') return heldStream(child(opening) as never, quick)
    if (opening === 'Slow.') return heldStream(completing('Slow. done.'), slow)
    if (turn === 0) return { calls: [background('Quick.'), background('Slow.')] }
    if (turn === 1) return waiting
    if (turn === 2) return calling('wait_for_subtask', {})
    const said = body.messages.filter(({ role }) => role === 'tool').slice(2)
    return completing(said.map(({ content }) => content).join('\n'))
  }
}

describe('waiting for the first report', () => {
  it.each(['completed', 'failed'] as const)('ends when one has %s; the others go on', async (how) => {
    const [quick, slow] = [createGate(), createGate()]
    test = await startTestApp({
      script: story(quick, slow, () => (how === 'failed' ? refusing('No.') : completing('Quick. done.'))),
    })
    test.create('All.', { approve: 'all' })
    await Promise.all([quick.reached, slow.reached])
    await test.until('SA-1', 'awaiting_subtask')
    const told = reportTold()
    quick.open()
    await told
    expect([test.task('SA-2').status, test.task('SA-3').status]).toEqual([how, 'in_progress'])
    // The report is in the very next request.
    await test.until('SA-1', 'awaiting_subtask')
    expect(test.server.requests.at(-1)?.rawBody).toContain('A background subtask has ended.')
    slow.open()
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe(
      [
        'A report has come and follows. Still at work: SA-3. Wait again when you have used it.',
        'SA-3 has returned. What came of it follows as a message.',
      ].join('\n'),
    )
    expect(test.faults()).toEqual([])
  })

  it('does not miss one that came before the wait began', async () => {
    const [quick, slow] = [createGate(), createGate()]
    const told = story(quick, slow)
    test = await startTestApp({
      script: async (conversation) => {
        if (conversation.opening === 'All.' && conversation.turn === 1) {
          quick.open()
          await test.until('SA-2', 'completed')
        }
        return told(conversation)
      },
    })
    test.create('All.', { approve: 'all' })
    await reportTold()
    expect(test.task('SA-3').status).toBe('in_progress')
    slow.open()
    await test.until('SA-1', 'completed')
  })

  it.each(['stop', 'restart'] as const)('finds a report that came during a %s', async (how) => {
    const [quick, slow] = [createGate(), createGate()]
    test = await startTestApp({ script: story(quick, slow) })
    test.create('All.', { approve: 'all' })
    await Promise.all([quick.reached, slow.reached])
    await test.until('SA-1', 'awaiting_subtask')
    test.tasks.stop(test.id('SA-1'))
    quick.open()
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-2', 'completed')
    if (how === 'restart') await test.restart('leave')
    const told = reportTold()
    test.tasks.resume(test.id('SA-1'))
    await told
    slow.open()
    await test.until('SA-1', 'completed')
    expect(test.faults()).toEqual([])
  })
})

it('waiting without that ends with the last report', async () => {
  const [quick, slow] = [createGate(), createGate()]
  const told = story(quick, slow)
  test = await startTestApp({
    script: (conversation) =>
      conversation.opening === 'All.' && conversation.turn === 1
        ? calling('wait_for_subtask', {})
        : told(conversation),
  })
  test.create('All.', { approve: 'all' })
  await Promise.all([quick.reached, slow.reached])
  await test.until('SA-1', 'awaiting_subtask')
  quick.open()
  await test.until('SA-2', 'completed')
  expect(test.task('SA-1').status).toBe('awaiting_subtask')
  slow.open()
  await test.until('SA-1', 'completed')
  expect(test.view('SA-1').result).toMatch(/^SA-2, SA-3 have returned\./)
})
