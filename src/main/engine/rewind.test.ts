import { afterEach, describe, expect, it } from 'vitest'
import type { MessageId } from '../../contract/ids.ts'
import { searchOrderSchema } from '../../contract/search.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

/** Says back the last thing a person said; asks for a subtask where told to; plans at first. */
function story({ opening, turn, last, body }: Conversation) {
  if (opening === 'A part.') return completing('The part.')
  if (last === 'Delegate.') return calling('new_task', { mode: 'ask', message: 'A part.' })
  if (last === 'Ask.')
    return calling('ask_followup_question', { question: 'Which?', follow_up: [{ text: 'That.' }] })
  if (turn === 0 && opening === 'Plan it.')
    return calling('update_todo_list', { todos: [{ text: 'One', status: 'pending' }] })
  const said = body.messages.filter(({ role }) => role === 'user').at(-1)?.content ?? ''
  return completing(`You said: ${said}`)
}

const messageOf = (displayId: string, text: string) =>
  test.view(displayId).items.find((item) => item.type === 'message' && item.text === text)?.id as MessageId
const lastRequest = () =>
  test.server.requests.at(-1)?.body.messages.map(({ role, content }) => [role, content ?? '']) ?? []

async function start(script: Parameters<typeof startTestApp>[0]['script'] = story) {
  test = await startTestApp({ script })
}

async function say(text: string) {
  const before = test.view('SA-1').lastSeq
  test.tasks.send(test.id('SA-1'), text)
  while (test.view('SA-1').lastSeq <= before + 2) await test.event(() => true)
  await test.until('SA-1', 'completed', 'awaiting_input')
}

describe('a message that is edited', () => {
  it('is what the model reads in its place, nothing after it is sent again, and all of it stays', async () => {
    await start()
    test.create('Plan it.', { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'completed')
    await say('Second.')
    await say('Third.')
    const spent = test.view('SA-1').usage.inputTokens
    const before = test.view('SA-1').items
    const at = before.findIndex(({ id }) => id === messageOf('SA-1', 'Second.'))
    test.tasks.editMessage(test.id('SA-1'), messageOf('SA-1', 'Second.'), 'Otherwise.')
    await test.until('SA-1', 'in_progress')
    await test.until('SA-1', 'completed')
    const texts = lastRequest().map(([, content]) => content)
    expect(texts).toContain('Otherwise.')
    expect(texts.join()).not.toMatch(/Second\.|Third\./)
    const { items, usage, result, todos } = test.view('SA-1')
    expect(result).toBe('You said: Otherwise.')
    expect(todos).toEqual([{ text: 'One', status: 'pending' }])
    expect(items.slice(0, at)).toEqual(before.slice(0, at))
    expect(items[at + 1]).toMatchObject({ notice: { type: 'rewound', aside: before.slice(at) } })
    expect(usage.inputTokens).toBeGreaterThan(spent)
    expect(test.app.xray({ taskId: test.id('SA-1') }).request?.truth).toBe('exact')
  })

  it('may be the first: the task begins anew, with the todo list empty again, also after a start', async () => {
    await start()
    test.create('Plan it.', { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'completed')
    test.tasks.editMessage(test.id('SA-1'), messageOf('SA-1', 'Plan it.'), 'Do that instead.')
    await test.until('SA-1', 'in_progress')
    await test.until('SA-1', 'completed')
    expect(lastRequest().slice(1)).toEqual([['user', 'Do that instead.']])
    expect(test.view('SA-1').todos).toEqual([])
    await test.restart()
    expect(test.view('SA-1').items[0]).toMatchObject({ type: 'message', text: 'Do that instead.' })
  })

  it('takes back a summary that stood for what is set aside, and a mode that the model had switched to', async () => {
    await start(({ last, body, ...rest }) => {
      if (body.messages[0]?.content?.includes('memory of a coding agent')) return { text: 'Short.' }
      if (last === 'Switch.') return calling('switch_mode', { mode_slug: 'code', reason: '' })
      return story({ last, body, ...rest })
    })
    test.create(`Long. ${'And on. '.repeat(400)}`, { mode: 'ask', approve: 'all' })
    await test.until('SA-1', 'completed')
    await say('Switch.')
    await test.tasks.condense(test.id('SA-1'))
    expect(test.view('SA-1')).toMatchObject({ mode: 'code', condensed: { summary: 'Short.' } })
    test.tasks.editMessage(test.id('SA-1'), messageOf('SA-1', 'Switch.'), 'Stay.')
    await test.until('SA-1', 'in_progress')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1')).toMatchObject({ mode: 'ask', condensed: null })
    expect(lastRequest().map(([, content]) => content)).toContain('Stay.')
  })

  it('closes what was open after it, and is refused in words where it cannot be right', async () => {
    const gate = createGate()
    await start(async (conversation) => {
      if (conversation.opening === 'A part.') await gate.pass()
      return story(conversation)
    })
    const edit = (text: string) => test.tasks.editMessage(test.id('SA-1'), messageOf('SA-1', text), 'New.')
    test.create('Begin.', { approve: ['subtask_create', 'subtask_finish', 'read'] })
    await test.until('SA-1', 'completed')
    await say('Ask.')
    edit('Ask.')
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1').find(({ name }) => name === 'ask_followup_question')).toMatchObject({
      outcome: 'cancelled',
    })
    test.tasks.send(test.id('SA-1'), 'Delegate.')
    await test.until('SA-1', 'awaiting_subtask')
    expect(() => edit('Delegate.')).toThrow('SA-1 waits for a subtask. Stop it first')
    test.tasks.stop(test.id('SA-1'))
    expect(() => edit('Delegate.')).toThrow('SA-2, which SA-1 asked for after this message, has not returned')
    expect(() => test.tasks.editMessage(test.id('SA-2'), messageOf('SA-2', 'A part.'), 'x')).toThrow(
      'Only your own messages',
    )
    expect(() => test.tasks.editMessage(test.id('SA-1'), 'msg_x' as MessageId, 'x')).toThrow('no part')
    expect(() => test.tasks.fork(test.id('SA-1'), {})).toThrow('waits for the result of SA-2')
    test.tasks.cancel(test.id('SA-2'), '')
    await test.until('SA-2', 'cancelled')
    edit('Delegate.')
    await test.until('SA-1', 'in_progress')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('You said: New.')
    gate.open()
  })
})

describe('a fork', () => {
  it('is a root of its own with the same history up to there, and the other goes on as if nothing were', async () => {
    await start()
    test.create('Plan it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    await say('Delegate.')
    await say('Third.')
    const before = test.view('SA-1')
    const turns = before.items.filter((item) => item.type === 'turn')
    const at = turns.find(({ callIds }) => before.calls[callIds[0] as never]?.name === 'new_task')
    const fork = test.tasks.fork(test.id('SA-1'), { itemId: at?.id })
    expect(fork).toMatchObject({ displayId: 'SA-3', parentId: null, status: 'paused', inputTokens: 0 })
    expect(test.view('SA-1')).toEqual(before)
    expect(test.view('SA-3').usage.inputTokens).toBe(0)
    test.tasks.send(fork.id, 'Go another way.')
    await test.until('SA-3', 'in_progress')
    await test.until('SA-3', 'awaiting_approval', 'completed')
    const other = test.app.xray({ taskId: test.id('SA-1'), turnId: at?.id }).request
    const sent = JSON.parse(other?.body ?? '').messages.slice(1)
    const forked = test.server.requests.at(-1)?.body.messages.slice(1) ?? []
    expect(forked.slice(0, sent.length)).toEqual(sent)
    expect(forked.at(-1)).toMatchObject({ role: 'user', content: 'Go another way.' })
    const found = await test.app.search.query(searchOrderSchema.parse({ text: '"Plan it."' }), {})
    expect(JSON.stringify(found)).toContain('SA-3')
  })

  it('may be made of what was set aside, of a condensed history and of a subtask, and by the number of a turn', async () => {
    await start(({ body, ...rest }) =>
      body.messages[0]?.content?.includes('memory of a coding agent')
        ? { text: 'Short.' }
        : story({ body, ...rest }),
    )
    test.create('Plan it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    await say(`Second. ${'And on. '.repeat(400)}`)
    await say('Delegate.')
    const second = test
      .view('SA-1')
      .items.find((item) => item.type === 'message' && /^Second/.test(item.text))
    const delegate = messageOf('SA-1', 'Delegate.')
    await test.tasks.condense(test.id('SA-1'))
    const whole = test.tasks.fork(test.id('SA-1'), {})
    test.tasks.send(whole.id, 'On.')
    await test.until(whole.displayId, 'in_progress')
    await test.until(whole.displayId, 'awaiting_approval', 'completed')
    const texts = lastRequest().map(([, content]) => content)
    expect(texts.join()).toContain('Short.')
    expect(texts.join()).not.toContain('And on.')
    expect(texts).toContain('On.')
    test.tasks.editMessage(test.id('SA-1'), second?.id as MessageId, 'Other.')
    await test.until('SA-1', 'in_progress')
    await test.until('SA-1', 'completed')
    const aside = test.tasks.fork(test.id('SA-1'), { itemId: delegate })
    expect(test.view(aside.displayId).items.findLast(({ type }) => type === 'message')).toMatchObject({
      text: 'Delegate.',
    })
    const child = test.tasks.fork(test.id('SA-2'), { turn: 1 })
    expect(child).toMatchObject({ parentId: null, depth: 0 })
    expect(test.view(child.displayId).items[0]).toMatchObject({ from: 'person', text: 'A part.' })
    expect(() => test.tasks.fork(test.id('SA-2'), { turn: 9 })).toThrow('1 whole turns, and no turn 9')
  })
})
