import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const call = (name: string, args: object, id?: string) => ({ name, arguments: args, ...(id ? { id } : {}) })
const subtask = (message: string) => call('new_task', { mode: 'ask', message })
const results = (index: number) =>
  (test.server.requests.at(index)?.body.messages ?? [])
    .filter(({ role }) => role === 'tool')
    .map(({ content }) => content)

describe('several calls in one turn', () => {
  it('of new_task run one after the other, and each result stands with its own call', async () => {
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening !== 'Both.') return completing(`The answer to ${opening}`)
        return turn === 0 ? { calls: [subtask('A.'), subtask('B.'), subtask('C.')] } : completing('Done.')
      },
    })
    const order: string[] = []
    test.app.engine.listen((events) => {
      for (const { body } of events)
        if (body.type === 'subtask.started' || body.type === 'subtask.returned')
          order.push(`${body.childDisplayId} ${body.type}`)
    })
    test.create('Both.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(order).toEqual(
      ['SA-2', 'SA-3', 'SA-4'].flatMap((id) => [`${id} subtask.started`, `${id} subtask.returned`]),
    )
    expect(results(-1)).toEqual(
      ['A.', 'B.', 'C.'].map((name) => expect.stringContaining(`The answer to ${name}`)),
    )
  })

  it('of new_task keep the first result over a stop and a restart during the second', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'A.') return completing('A is done.')
        if (opening === 'B.') return heldStream(completing('B is done.'), gate)
        return turn === 0 ? { calls: [subtask('A.'), subtask('B.')] } : completing('Done.')
      },
    })
    test.create('Both.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    await test.restart('continue')
    expect(test.calls('SA-1').map(({ outcome }) => outcome)).toEqual(['ok', null])
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.app.store.tasks.list()).toHaveLength(3)
    expect(results(-1)).toEqual([
      expect.stringContaining('A is done.'),
      expect.stringContaining('B is done.'),
    ])
  })

  it('of attempt_completion: the first one ends the task, and the parent hears it once', async () => {
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'Both.') return turn === 0 ? { calls: [subtask('Twice.')] } : completing('Done.')
        return { calls: ['one', 'two'].map((result) => call('attempt_completion', { result })) }
      },
    })
    test.create('Both.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-2').map(({ outcome, startedAt }) => [outcome, startedAt !== null])).toEqual([
      ['ok', true],
      ['cancelled', false],
    ])
    expect(results(-1)).toEqual([expect.stringContaining('one')])
  })

  it('what comes before attempt_completion is done first, what comes after it is not done', async () => {
    test = await startTestApp({
      script: () => ({
        calls: [
          call('write_to_file', { path: 'before.txt', content: 'x\n' }),
          call('attempt_completion', { result: 'Done.' }),
          call('write_to_file', { path: 'after.txt', content: 'x\n' }),
        ],
      }),
    })
    test.create('Do it.', { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1').map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'cancelled'])
    expect(readFileSync(join(test.folder, 'before.txt'), 'utf8')).toBe('x\n')
    expect(() => readFileSync(join(test.folder, 'after.txt'))).toThrow('ENOENT')
  })

  it('of one model id are told apart', async () => {
    test = await startTestApp({
      script: ({ turn }) =>
        turn === 0
          ? { calls: ['a', 'b'].map((path) => call('write_to_file', { path, content: `${path}\n` }, 'same')) }
          : completing('Done.'),
    })
    test.create('Do it.', { mode: 'code', approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(results(-1)).toEqual([expect.stringContaining('Created a'), expect.stringContaining('Created b')])
  })

  it('after a refusal in the middle the others still get their say', async () => {
    test = await startTestApp({
      script: ({ turn }) =>
        turn === 0
          ? { calls: ['true', 'false', 'true'].map((command) => call('execute_command', { command })) }
          : completing('Done.'),
    })
    const decisions = ['approved', 'rejected', 'approved'] as const
    let asked = 0
    test.app.engine.listen((events) => {
      for (const { body } of events)
        if (body.type === 'approval.requested') test.decide('SA-1', decisions[asked++] ?? 'approved')
    })
    test.create('Do it.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1').map(({ outcome }) => outcome)).toEqual(['ok', 'rejected', 'ok', 'ok'])
  })
})

it('a mode switch in a turn holds for the calls after it and for the next request', async () => {
  test = await startTestApp({
    script: ({ turn }) =>
      turn === 0
        ? {
            calls: [
              call('switch_mode', { mode_slug: 'ask', reason: 'Only to look.' }),
              call('write_to_file', { path: 'a.txt', content: 'x\n' }),
            ],
          }
        : completing('Done.'),
  })
  test.create('Do it.', { mode: 'code', approve: 'all' })
  await test.until('SA-1', 'completed')
  expect(test.calls('SA-1').map(({ outcome }) => outcome)).toEqual(['ok', 'refused', 'ok'])
  expect(test.server.requests.at(-1)?.rawBody).toContain('Mode: ask')
  const tools = test.server.requests.at(-1)?.body.tools.map((tool) => tool.function.name)
  expect(tools).not.toContain('write_to_file')
})
