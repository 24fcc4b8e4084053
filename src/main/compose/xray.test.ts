import { afterEach, expect, it } from 'vitest'
import type { Xray } from '../../contract/xray.ts'
import type { ChatRequest } from '../model/scripted-server.ts'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const isSummary = (body: ChatRequest) =>
  body.messages[0]?.content?.includes('memory of a coding agent') ?? false

async function start(script: (conversation: Conversation) => ScriptedTurn): Promise<void> {
  test = await startTestApp({
    files: { 'long.txt': 'A line of a long file.\n'.repeat(300), 'naïve.txt': 'Ünïcode 🌲\n' },
    script: (conversation) =>
      isSummary(conversation.body) ? { text: 'It read long.txt.' } : script(conversation),
  })
}

function xrays(displayId: string): Xray[] {
  const taskId = test.id(displayId)
  const { count } = test.app.xray({ taskId })
  return Array.from({ length: count }, (_, at) => test.app.xray({ taskId, number: at + 1 }))
}

/** Every request that the server received and that asked for a turn, byte for byte, in no order. */
const received = () =>
  test.server.requests
    .filter(({ body }) => !isSummary(body))
    .map(({ rawBody }) => rawBody)
    .sort()

const shown = (...displayIds: string[]) =>
  displayIds
    .flatMap(xrays)
    .map(({ request }) => request?.body ?? '')
    .sort()

it('shows what the server received, byte for byte, whatever happened to the task since', async () => {
  let failures = 0
  let refusals = 0
  const tooLong: ScriptedTurn = { status: 400, body: { error: { code: 'context_length_exceeded' } } }
  const mail = (kind: string, message: string, to = 'parent') => calling('send_prompt', { to, kind, message })
  await start(({ opening, turn, last, body }) => {
    if (opening === 'Paint it.')
      return turn === 0 ? mail('blocker', 'Which colour?') : completing('Painted 🌲 \ud800.')
    const said = JSON.stringify(body.messages)
    if (said.includes('It read long.txt.')) {
      if (last.includes('And now?')) return completing('Done twice.')
      return body.messages.some(({ content }) => content?.startsWith('Mode')) ? completing('Done.') : tooLong
    }
    if (turn === 0) return calling('read_file', { path: 'long.txt' })
    if (turn === 1 && failures++ === 0) return { status: 503, body: { error: { message: 'busy' } } }
    if (turn === 1) return calling('switch_mode', { mode_slug: 'code', reason: 'To write.' })
    if (turn === 2 && refusals++ === 0)
      return { status: 400, body: { error: { message: 'Unsupported parameter: parallel_tool_calls' } } }
    if (turn === 2) return { calls: [{ name: 'read_file', arguments: '{not json' }] }
    if (turn === 3) return calling('new_task', { mode: 'ask', message: 'Paint it.' })
    if (turn === 4) return mail('answer', 'Blue.', 'SA-2')
    if (turn === 5) return calling('wait_for_subtask', {})
    return tooLong
  })
  test.app.modesIn.saveUser(modesText('You plan, at first.'))
  test.create('Do it.', { mode: 'planner', approve: 'all' })
  await test.until('SA-1', 'completed', 'failed', 'paused', 'awaiting_input')
  expect(test.task('SA-1').status).toBe('completed')
  expect(test.view('SA-1').condensed).not.toBeNull()

  // Everything that a prompt is made of changes, and the app is started anew.
  test.app.modesIn.saveUser(modesText('You plan otherwise.'))
  test.app.store.settings.setPreferences({ customInstructions: 'Be brief.', maxDepth: 0 })
  test.tasks.setMode(test.id('SA-1'), 'planner')
  await test.restart()
  test.tasks.send(test.id('SA-1'), 'And now?')
  await test.until('SA-1', 'in_progress')
  await test.until('SA-1', 'completed')

  const all = xrays('SA-1')
  expect(all.filter(({ request }) => request?.truth !== 'exact')).toEqual([])
  const resent = received().length - shown('SA-1', 'SA-2').length
  // The one that was refused for a field was sent again without it, within the same turn.
  expect(resent).toBe(1)
  expect(received()).toEqual(expect.arrayContaining(shown('SA-1', 'SA-2')))
  expect(new Set(shown('SA-1', 'SA-2')).size).toBeGreaterThan(9)
  expect(all.find(({ request }) => request?.condensed !== null)?.request?.messages[2]).toMatchObject({
    ...{ role: 'user', speaker: 'summary', itemId: null },
  })
  const first = all[0]?.request?.messages.length ?? 0
  expect(all[3]?.request?.messages.slice(first).map(({ speaker, tools }) => [speaker, tools])).toEqual([
    ['model', ['read_file']],
    ['tool', ['read_file']],
    ['model', ['switch_mode']],
    ['tool', ['switch_mode']],
  ])
  expect(all.flatMap(({ request }) => request?.messages.map(({ speaker }) => speaker) ?? [])).toEqual(
    expect.arrayContaining(['system', 'person', 'task', 'engine', 'summary', 'model', 'tool']),
  )
})

it('shows what a child got and what its parent got back, from both sides', async () => {
  await start(({ opening, turn }) => {
    if (opening !== 'Do it.') return completing(`Result of «${opening}»`)
    if (turn === 0)
      return {
        calls: [
          { name: 'new_task', arguments: { mode: 'ask', message: 'First\n part.' } },
          { name: 'new_task', arguments: { mode: 'ask', message: 'Behind.', background: true } },
        ],
      }
    return completing('Done.')
  })
  test.create('Do it.', { approve: 'all' })
  await test.until('SA-1', 'completed', 'paused')
  await test.until('SA-3', 'completed')
  const { below, above } = test.app.xray({ taskId: test.id('SA-1') })
  expect(above).toBeNull()
  expect(below.map(({ received, returnedAs }) => [received, returnedAs])).toEqual([
    ['First\n part.', 'result'],
    ['Behind.', 'message'],
  ])
  expect(test.app.xray({ taskId: test.id('SA-2') }).above).toEqual(below[0])
  expect(below[0]?.returned).toBe(test.calls('SA-1')[0]?.result)
  const read = test.server.requests.flatMap(({ body }) => body.messages.map(({ content }) => content))
  expect(read).toEqual(expect.arrayContaining(below.map(({ received }) => received)))
  expect(read).toContain(below[0]?.returned)
})

it('has no key in it, and says what it does not know', async () => {
  await start(() => completing('Done.'))
  test.create('One.')
  await test.until('SA-1', 'completed')
  expect(JSON.stringify(xrays('SA-1'))).not.toContain('test-key')
  expect(() => test.app.xray({ taskId: test.id('SA-1'), number: 7 })).toThrow('has made one request')

  // As a version from before requests were kept had it.
  const old = { mode: 'code', model: 'm', providerId: 'p' as never, turnId: 'turn_old' as never, attempt: 1 }
  const failure = { kind: 'stopped' as const, message: 'Stopped.', httpStatus: null, retryInMs: null }
  const taskId = test.id('SA-1')
  test.app.store.events.append(
    [
      { taskId, body: { type: 'turn.requested', ...old } },
      { taskId, body: { type: 'turn.aborted', turnId: old.turnId, failure } },
    ],
    1,
  )
  expect(test.app.xray({ taskId }).request).toMatchObject({
    truth: 'incomplete',
    number: 2,
    state: 'aborted',
  })
})

function modesText(role: string): string {
  return JSON.stringify({
    customModes: [
      { slug: 'planner', name: 'Planner', roleDefinition: role, groups: ['read', 'edit', 'mode'] },
    ],
  })
}
