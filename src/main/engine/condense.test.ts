import { afterEach, describe, expect, it } from 'vitest'
import type { ChatRequest } from '../model/scripted-server.ts'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const files = { 'long.txt': 'A line of a long file.\n'.repeat(300), 'short.txt': 'short\n' }
const tooLong: ScriptedTurn = { status: 400, body: { error: { code: 'context_length_exceeded' } } }
const read = (path: string) => calling('read_file', { path })

const isSummary = (body: ChatRequest) =>
  body.messages[0]?.content?.includes('memory of a coding agent') ?? false
const summaries = () => test.server.requests.filter(({ body }) => isSummary(body))
const lastMessages = () =>
  test.server.requests.at(-1)?.body.messages.map(({ content }) => content ?? '') ?? []

/** Plays a model whose summaries are asked of `write` and everything else of `play`. */
async function start(
  play: (conversation: Conversation) => ScriptedTurn | Promise<ScriptedTurn>,
  write: (conversation: Conversation) => ScriptedTurn | Promise<ScriptedTurn> = () => ({
    text: 'It read long.txt.',
  }),
) {
  test = await startTestApp({
    files,
    script: (conversation) => (isSummary(conversation.body) ? write(conversation) : play(conversation)),
  })
}

/** A provider at the test's server whose window is known. */
function withWindow(contextWindow: number) {
  return test.app.providers.save({
    ...{ name: 'Small', baseUrl: test.server.baseUrl, model: 'scripted', modelByMode: {}, prices: {} },
    contextWindow,
  })
}

describe('a summary', () => {
  it('stands for the older part: the brief, the todo list and open subtasks stay, and so does every entry', async () => {
    const gate = createGate()
    await start(async ({ opening, body }) => {
      if (opening === 'In the background.') {
        await gate.pass()
        return completing('Background done.')
      }
      const said = JSON.stringify(body.messages)
      if (said.includes('It read long.txt.')) return completing('Done.')
      const turn = body.messages.filter(({ role }) => role === 'assistant').length
      if (turn === 0)
        return calling('update_todo_list', {
          todos: [
            { text: 'Read it', status: 'in_progress' },
            { text: 'Write it', status: 'pending' },
          ],
        })
      if (turn === 1)
        return calling('new_task', { mode: 'ask', message: 'In the background.', background: true })
      return turn === 2 ? read('long.txt') : tooLong
    })
    test.create('The whole brief, verbatim.', { mode: 'code', approve: 'all' })
    await test.event(({ body }) => body.type === 'history.condensed')
    await test.event(({ body }) => body.type === 'turn.committed')
    expect(lastMessages().slice(1, 3)).toEqual([
      'The whole brief, verbatim.',
      expect.stringMatching(
        /It read long\.txt\.[\s\S]*- \[~\] Read it\n- \[ \] Write it[\s\S]*- SA-2 \(ask\): In the/,
      ),
    ])
    expect(test.view('SA-1').items.filter(({ type }) => type === 'turn').length).toBeGreaterThan(4)
    expect(test.calls('SA-1')[2]?.result).toContain('A line of a long file.')
    const asked = summaries()[0]?.body.messages[1]?.content ?? ''
    expect(asked).toContain('The whole brief, verbatim.')
    expect(asked).toContain('characters left out')
    expect(summaries()[0]?.body).toMatchObject({ tools: [] })
    gate.open()
    await test.until('SA-1', 'completed')
  })

  it('is written before the request where the window is known and nearly full, and again later on top', async () => {
    await start(
      ({ body }) => {
        const reads = body.messages.filter(({ role }) => role === 'tool').length
        const before = JSON.stringify(body.messages).includes('Second summary')
        return before ? completing('Done.') : read(reads % 2 === 0 ? 'long.txt' : 'short.txt')
      },
      () => ({ text: `${summaries().length > 1 ? 'Second' : 'First'} summary.` }),
    )
    const provider = await withWindow(9_000)
    test.app.engine.tasks.create({
      ...{ workspaceId: test.workspace.id, message: 'Read on.', mode: 'code', delegation: true },
      ...{ providerId: provider.id, model: null, autoApprove: { read: true } },
    })
    await test.until('SA-1', 'completed', 'paused', 'awaiting_input')
    expect(test.task('SA-1').status).toBe('completed')
    const second = summaries()[1]?.body.messages[1]?.content ?? ''
    expect(second).toContain('First summary.')
    const failed = test.view('SA-1').items.filter((item) => item.type === 'turn' && item.failure !== null)
    expect(failed).toEqual([])
  })

  it('is written piece by piece where even its request is too long', async () => {
    await start(
      ({ turn, body }) => {
        if (JSON.stringify(body.messages).includes('All pieces')) return completing('Done.')
        return turn < 4 ? calling('read_file', { path: turn % 2 ? 'short.txt' : 'long.txt' }) : tooLong
      },
      ({ body }) =>
        JSON.stringify(body.messages).length > 4_000
          ? tooLong
          : { text: `All pieces, ${summaries().length}.` },
    )
    test.create('Read on.', { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'completed', 'paused')
    expect(test.task('SA-1').status).toBe('completed')
    expect(summaries().length).toBeGreaterThan(1)
    expect(test.view('SA-1').items.filter(({ type }) => type === 'notice')).toMatchObject([
      { notice: { type: 'condensed' } },
      { notice: { type: 'completed' } },
    ])
  })

  it('that fits into no request pauses the task after a few tries, however long its brief is', async () => {
    await start(
      ({ turn }) => (turn === 0 ? read('long.txt') : tooLong),
      () => tooLong,
    )
    test.create(`Read it. ${'All of it, please. '.repeat(500)}`, { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'paused')
    expect(summaries().length).toBeLessThan(12)
    expect(test.view('SA-1').condensed).toBeNull()
  })

  it('that cannot be had pauses the task with both reasons, and its history is as it was', async () => {
    let broken = true
    await start(
      ({ turn, body }) => {
        if (JSON.stringify(body.messages).includes('It read long.txt.')) return completing('Done.')
        return turn === 0 ? read('long.txt') : tooLong
      },
      () => (broken ? { status: 401, body: { error: { message: 'No.' } } } : { text: 'It read long.txt.' }),
    )
    test.create('Read it.', { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'paused')
    expect(test.task('SA-1').statusReason).toMatch(/too long .* Condensing it failed: .* refused the API key/)
    expect(test.view('SA-1').condensed).toBeNull()
    broken = false
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })

  it('that a stop or an end of the app cuts off is absent, and written anew when the task goes on', async () => {
    const gate = createGate()
    let held = true
    await start(
      ({ turn, body }) => {
        if (JSON.stringify(body.messages).includes('Whole.')) return completing('Done.')
        return turn === 0 ? read('long.txt') : tooLong
      },
      () => (held ? heldStream({ text: 'Half a ' }, gate) : { text: 'Whole.' }),
    )
    test.create('Read it.', { mode: 'code', approve: 'all' })
    await gate.reached
    held = false
    test.tasks.stop(test.id('SA-1'))
    expect(test.view('SA-1').condensed).toBeNull()
    await test.restart('wait')
    expect(test.view('SA-1').condensed).toBeNull()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').condensed?.summary).toBe('Whole.')
    gate.open()
  })
})

describe('a person’s wish to condense', () => {
  it('is done at once for a task that rests, and counts what it took', async () => {
    await start(({ turn }) => (turn === 0 ? read('long.txt') : completing('Done.')))
    test.create('Read it.', { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'completed')
    const before = test.view('SA-1').usage.inputTokens
    await test.tasks.condense(test.id('SA-1'))
    expect(test.view('SA-1').condensed).toMatchObject({ summary: 'It read long.txt.' })
    expect(test.view('SA-1').usage.inputTokens).toBeGreaterThan(before)
    await expect(test.tasks.condense(test.id('SA-1'))).rejects.toThrow('There is nothing to condense')
    test.tasks.send(test.id('SA-1'), 'And now?')
    await test.until('SA-1', 'in_progress')
    await test.until('SA-1', 'completed')
    expect(lastMessages().join()).not.toContain('A line of a long file.')
  })

  it('waits for the next request of a task at work', async () => {
    await start(({ turn, body }) => {
      if (JSON.stringify(body.messages).includes('It read long.txt.')) return completing('Done.')
      return turn === 0
        ? read('long.txt')
        : calling('ask_followup_question', { question: 'Well?', follow_up: [{ text: 'Yes.' }] })
    })
    test.create('Read it.', { mode: 'code', approve: ['read'] })
    await test.until('SA-1', 'awaiting_input')
    await test.tasks.condense(test.id('SA-1'))
    expect(test.view('SA-1').condensed).toBeNull()
    test.tasks.send(test.id('SA-1'), 'Yes.')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').condensed).not.toBeNull()
  })

  it('says what went wrong, and changes nothing then', async () => {
    await start(
      ({ turn }) => (turn === 0 ? read('long.txt') : completing('Done.')),
      () => ({ text: '' }),
    )
    test.create('Read it.', { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'completed')
    await expect(test.tasks.condense(test.id('SA-1'))).rejects.toThrow(/was not condensed: .*nothing/)
    expect(test.view('SA-1').condensed).toBeNull()
  })
})
