import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ModelTurn } from '../model/scripted-turn.ts'
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
  it('of new_task run side by side, and each result stands with its own call, whoever is first', async () => {
    const waiting = new Map<string, (turn: ModelTurn) => void>()
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'All.')
          return turn === 0 ? { calls: [subtask('A.'), subtask('B.'), subtask('C.')] } : completing('Done.')
        const { promise, resolve } = Promise.withResolvers<ModelTurn>()
        waiting.set(opening, resolve)
        // The last to start is the first to end.
        if (waiting.size === 3)
          for (const [name, answer] of [...waiting].reverse()) answer(completing(`The answer to ${name}`))
        return promise
      },
    })
    test.create('All.', { approve: 'all' })
    await test.event(({ body }) => body.type === 'subtask.returned')
    expect(test.task('SA-1').status).toBe('awaiting_subtask')
    await test.until('SA-1', 'completed')
    expect(results(-1)).toEqual(
      ['A.', 'B.', 'C.'].map((name) => expect.stringContaining(`The answer to ${name}`)),
    )
    expect(test.server.requests).toHaveLength(5)
    expect(test.faults()).toEqual([])
  })

  it('of new_task are asked about one after the other, while those approved are at work already', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'A.') return heldStream(completing('A is done.'), gate)
        if (opening === 'B.') return completing('B is done.')
        return turn === 0 ? { calls: [subtask('A.'), subtask('B.')] } : completing('Done.')
      },
    })
    test.create('All.', { approve: ['subtask_finish'] })
    await test.until('SA-1', 'awaiting_approval')
    test.decide('SA-1', 'approved')
    await gate.reached
    await test.until('SA-1', 'awaiting_approval')
    expect(test.task('SA-2').status).toBe('in_progress')
    test.decide('SA-1', 'approved')
    await test.until('SA-3', 'completed')
    expect(test.task('SA-1').status).toBe('awaiting_subtask')
    gate.open()
    await test.until('SA-1', 'completed')
    expect(test.faults()).toEqual([])
  })

  it('of new_task: one that depends on another starts when that has returned, with its summary', async () => {
    const named = (name: string, message: string, ...depends_on: string[]) =>
      call('new_task', { mode: 'ask', name, message, depends_on })
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening !== 'All.') return completing(`Answer to ${opening.split('\n')[0]}`)
        const calls = [named('ui', 'Draw.', 'api', 'words'), named('api', 'Serve.'), named('words', 'Write.')]
        return turn === 0 ? { calls } : completing('Done.')
      },
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const openings = test.server.requests.map(({ body }) => body.messages[1]?.content)
    expect(openings.filter((opening) => opening?.startsWith('Draw.'))).toEqual([
      [
        'Draw.',
        'Summary of “api” (SA-2), which came before:\nAnswer to Serve.',
        'Summary of “words” (SA-3), which came before:\nAnswer to Write.',
      ].join('\n\n'),
    ])
    expect(results(-1)[0]).toContain('Answer to Draw.')
  })

  it('of new_task: what depends on a failure, on itself or on nobody is not started, and said so', async () => {
    const named = (name: string, ...depends_on: string[]) =>
      call('new_task', { mode: name === 'api' ? 'gone' : 'ask', name, message: `Do ${name}.`, depends_on })
    test = await startTestApp({
      script: ({ turn }) =>
        turn === 0
          ? {
              calls: [
                named('ui', 'api'),
                named('api'),
                named('a', 'b'),
                named('b', 'a'),
                named('c', 'nobody'),
              ],
            }
          : completing('Done.'),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(results(-1)).toEqual([
      'Not started: “api”, on which it depends, did not complete.',
      expect.stringContaining('gone'),
      'Not started: it and “b” wait for each other. Mend depends_on.',
      'Not started: “a”, on which it depends, did not complete.',
      'Not started: depends_on names “nobody”, but no other new_task call of this turn has that name.',
    ])
    expect(test.app.store.tasks.list()).toHaveLength(1)
  })

  it('of new_task: a failing child leaves its siblings alone; stop and restart lose none of them', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'A.') return { calls: [call('attempt_completion', { result: '' })] }
        if (opening === 'B.') return heldStream(completing('B is done.'), gate)
        return turn === 0 ? { calls: [subtask('A.'), subtask('B.')] } : completing('Done.')
      },
    })
    test.create('All.', { approve: 'all' })
    await gate.reached
    await test.until('SA-2', 'failed')
    expect([test.task('SA-1').status, test.task('SA-3').status]).toEqual(['awaiting_subtask', 'in_progress'])
    test.tasks.stop(test.id('SA-1'))
    await test.restart('continue')
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1').map(({ outcome }) => outcome)).toEqual(['error', 'ok', 'ok'])
    expect(test.faults()).toEqual([])
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
