import { afterEach, describe, expect, it } from 'vitest'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { emptyNudge, noToolNudge } from '../prompt/nudges.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const words: ScriptedTurn = { text: 'I would do this and that.' }
const useless: [string, ScriptedTurn][] = [
  ['words alone', words],
  ['an unknown tool', calling('fly', { to: 'the moon' })],
  ['arguments that are no JSON', { calls: [{ name: 'read_file', arguments: '{"path": ' }] }],
  ['arguments that fit no schema', calling('read_file', { path: 7 })],
  ['a tool that the mode has not', calling('write_to_file', { path: 'a', content: 'b' })],
  ['a subtask in an unknown mode', calling('new_task', { mode: 'poet', message: 'Rhyme.' })],
]

describe.each(useless)('%s', (_name, answer) => {
  it('three times in a row: a root waits for its person, and goes on with the next message', async () => {
    test = await startTestApp({
      script: ({ last }) => (last === 'Just finish.' ? completing('Done.') : answer),
    })
    test.create('Do it.', { mode: 'ask', approve: 'all' })
    await test.until('SA-1', 'awaiting_input')
    expect(test.server.requests).toHaveLength(3)
    expect(test.task('SA-1').statusReason).toBe(
      'The model answered 3 times in a row without a usable tool call. Write to it to go on.',
    )
    expect(test.calls('SA-1').every((call) => call.startedAt === null)).toBe(true)
    test.tasks.send(test.id('SA-1'), 'Just finish.')
    await test.until('SA-1', 'completed')
  })
})

it('a child that gives up fails, so that its parent can decide', async () => {
  test = await startTestApp({
    script: ({ opening, turn, last }) => {
      if (opening !== 'Parent.') return words
      return turn === 0
        ? calling('new_task', { mode: 'ask', message: 'Child.' })
        : completing(`Heard: ${last}`)
    },
  })
  test.create('Parent.', { approve: 'all' })
  await test.until('SA-1', 'completed')
  expect(test.task('SA-2').status).toBe('failed')
  expect(test.calls('SA-1')[0]).toMatchObject({ outcome: 'error', subtask: { outcome: 'failed' } })
  expect(test.view('SA-1').result).toContain('3 times in a row without a usable tool call')
  expect(test.view('SA-1').result).toContain('Last words: I would do this and that.')
})

it('each answer without a tool is told so, once', async () => {
  test = await startTestApp({ script: ({ turn }) => (turn < 2 ? words : completing('Done.')) })
  test.create('Do it.', { approve: [] })
  await test.until('SA-1', 'completed')
  const nudges = test.server.requests.at(-1)?.body.messages.filter(({ content }) => content === noToolNudge)
  expect(nudges).toHaveLength(2)
})

it('a useful turn wipes the slate', async () => {
  const answers = [words, words, calling('list_files', { path: '.' }), words, words]
  test = await startTestApp({ script: ({ turn }) => answers[turn] ?? completing('Done.') })
  test.create('Do it.', { mode: 'ask', approve: 'all' })
  await test.until('SA-1', 'completed', 'awaiting_input')
  expect(test.task('SA-1').status).toBe('completed')
})

it('the number that is set counts, and one means the first', async () => {
  test = await startTestApp({ script: () => words })
  test.app.store.settings.setPreferences({ maxMistakes: 1 })
  test.create('Do it.', { approve: [] })
  await test.until('SA-1', 'awaiting_input')
  expect(test.server.requests).toHaveLength(1)
})

it('after a restart a task that gave up still waits, and a message still reaches it', async () => {
  test = await startTestApp({ script: ({ last }) => (last === 'Finish.' ? completing('Done.') : words) })
  test.create('Do it.', { approve: [] })
  await test.until('SA-1', 'awaiting_input')
  await test.restart('continue')
  expect(test.task('SA-1').status).toBe('awaiting_input')
  expect(test.server.requests).toHaveLength(3)
  test.tasks.send(test.id('SA-1'), 'Finish.')
  await test.until('SA-1', 'completed')
})

it('a task that gave up, was cancelled and is resumed asks again', async () => {
  const script = ({ turn }: Conversation) => (turn < 3 ? words : completing('Done.'))
  test = await startTestApp({ script })
  test.create('Do it.', { approve: [] })
  await test.until('SA-1', 'awaiting_input')
  test.tasks.cancel(test.id('SA-1'), '')
  test.tasks.resume(test.id('SA-1'))
  await test.until('SA-1', 'completed')
})

it('a person’s refusal is no mistake of the model’s', async () => {
  const write = calling('write_to_file', { path: 'a.txt', content: 'x\n' })
  test = await startTestApp({ script: ({ turn }) => (turn < 4 ? write : completing('Done.')) })
  test.app.engine.listen((events) => {
    for (const { body } of events) if (body.type === 'approval.requested') test.decide('SA-1', 'rejected')
  })
  test.create('Do it.', { mode: 'code', approve: [] })
  await test.until('SA-1', 'completed', 'awaiting_input')
  expect(test.task('SA-1').status).toBe('completed')
})

describe('an answer with nothing in it', () => {
  it('is told to the model once; a second one in a row pauses the task, and what is stored goes on', async () => {
    let empty = true
    test = await startTestApp({ script: () => (empty ? { text: '' } : completing('Done.')) })
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'paused')
    const sent = test.server.requests.map(({ body }) => body.messages.slice(1))
    expect(sent).toEqual([
      [{ role: 'user', content: 'Do it.' }],
      [
        { role: 'user', content: 'Do it.' },
        { role: 'user', content: emptyNudge },
      ],
    ])
    expect(test.task('SA-1').statusReason).toMatch(/answered with nothing.* Resume to ask again\.$/)
    empty = false
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })
})
