import { afterEach, describe, expect, it } from 'vitest'
import { actionTypes } from '../../contract/action-type.ts'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const busy: ScriptedTurn = { status: 503, body: { error: { message: 'Overloaded.' } } }
const withoutRetry = actionTypes.filter((action) => action !== 'retry')

/** Answers the requests in turn with these, and the rest by completing. */
function inTurn(...answers: ScriptedTurn[]): () => ScriptedTurn {
  let index = 0
  return () => answers[index++] ?? completing('Done.')
}
const tries = (displayId = 'SA-1') =>
  test
    .view(displayId)
    .items.flatMap((item) =>
      item.type === 'turn' ? [[item.attempt, item.state, item.failure?.kind ?? null]] : [],
    )

/** Asks again at once, each time a request has failed in a way that may pass. */
function retryAtOnce() {
  test.app.engine.listen((events) => {
    for (const { taskId, body } of events) {
      if (body.type === 'turn.aborted' && body.failure.retryInMs !== null)
        queueMicrotask(() => test.tasks.retryNow(taskId))
    }
  })
}

describe('a request that fails in a way that may pass', () => {
  it('is made again, every try in the log, and nothing of the failed one is sent', async () => {
    test = await startTestApp({ script: inTurn(busy, busy) })
    retryAtOnce()
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(tries()).toEqual([
      [1, 'aborted', 'server'],
      [2, 'aborted', 'server'],
      [3, 'committed', null],
    ])
    const messages = test.server.requests.map(({ body }) => JSON.stringify(body.messages))
    expect(new Set(messages).size).toBe(1)
  })

  it('waits as long as the server says', async () => {
    test = await startTestApp({
      script: inTurn({
        status: 429,
        headers: { 'retry-after': '30' },
        body: { error: { message: 'Slow.' } },
      }),
    })
    test.create('Do it.', { approve: 'all' })
    const { body } = await test.event(({ body }) => body.type === 'turn.aborted')
    const wait = body.type === 'turn.aborted' ? (body.failure.retryInMs ?? 0) : 0
    expect(wait).toBeGreaterThanOrEqual(30_000)
    expect(wait).toBeLessThanOrEqual(31_000)
    expect(test.server.requests).toHaveLength(1)
    test.tasks.retryNow(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(() => test.tasks.retryNow(test.id('SA-1'))).toThrow('not waiting to ask again')
  })

  it('asks again by itself when the wait is over', async () => {
    test = await startTestApp({
      script: inTurn({
        status: 429,
        headers: { 'retry-after-ms': '1' },
        body: { error: { message: 'Slow.' } },
      }),
    })
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(tries()).toHaveLength(2)
  })

  it('stops at the number of tries that is set, and pauses with what the server said', async () => {
    test = await startTestApp({ script: () => busy })
    test.app.store.settings.setPreferences({ maxRetries: 2 })
    retryAtOnce()
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'paused')
    expect(tries()).toHaveLength(3)
    expect(test.task('SA-1')).toMatchObject({
      statusReason: expect.stringMatching(
        /Overloaded\. It was asked 3 times in a row\. Resume to ask again\.$/,
      ),
      needs: null,
      waits: null,
    })
  })

  it('is broken off by a stop during the wait', async () => {
    test = await startTestApp({ script: inTurn(busy) })
    test.create('Do it.', { approve: 'all' })
    await test.event(({ body }) => body.type === 'turn.aborted')
    test.tasks.stop(test.id('SA-1'))
    expect(() => test.tasks.retryNow(test.id('SA-1'))).toThrow('not waiting to ask again')
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(tries()).toEqual([
      [1, 'aborted', 'server'],
      [1, 'committed', null],
    ])
  })

  it('goes to the provider and mode that were chosen during the wait', async () => {
    test = await startTestApp({ script: inTurn(busy) })
    const other = await test.app.providers.save({
      name: 'Other',
      baseUrl: test.server.baseUrl,
      model: 'another-model',
      modelByMode: {},
      prices: {},
      contextWindow: null,
    })
    test.create('Do it.', { approve: 'all' })
    await test.event(({ body }) => body.type === 'turn.aborted')
    test.tasks.setModel(test.id('SA-1'), other.id, 'another-model')
    test.tasks.setMode(test.id('SA-1'), 'ask')
    test.tasks.retryNow(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    const [, second] = test.server.requests
    expect(second?.rawBody).toContain('Mode: ask')
    expect(second?.body.tools.map((tool) => tool.function.name)).toContain('read_file')
    expect(test.view('SA-1').items.findLast((item) => item.type === 'turn')).toMatchObject({ mode: 'ask' })
  })

  it('pauses the task with the reason where retrying is not approved, for a child and a root alike', async () => {
    let broken = true
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'Parent.' && turn === 0)
          return calling('new_task', { mode: 'ask', message: 'Child.' })
        return broken ? busy : completing('Done.')
      },
    })
    test.create('Parent.', { approve: withoutRetry })
    await test.until('SA-2', 'paused')
    expect(test.task('SA-2').statusReason).toContain('Overloaded.')
    expect(test.task('SA-1').status).toBe('awaiting_subtask')
    expect(tries('SA-2')).toEqual([[1, 'aborted', 'server']])
    broken = false
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-1', 'completed')
  })
})

describe('a request that fails for good', () => {
  it('is not made again', async () => {
    test = await startTestApp({
      script: () => ({ status: 401, body: { error: { message: 'Wrong key.' } } }),
    })
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'paused')
    expect(test.task('SA-1')).toMatchObject({ needs: 'key' })
    expect(test.server.requests).toHaveLength(1)
    expect(JSON.stringify(test.view('SA-1'))).not.toContain('test-key')
  })

  it('without any provider pauses clearly, and can be resumed when there is one', async () => {
    test = await startTestApp({ script: inTurn(), environment: { TREELINE_BASE_URL: '' } })
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'paused')
    expect(test.task('SA-1')).toMatchObject({
      needs: 'provider',
      statusReason: expect.stringContaining('No model provider is set up.'),
    })
    await test.app.providers.save({
      name: 'Mine',
      baseUrl: test.server.baseUrl,
      model: 'scripted',
      modelByMode: {},
      prices: {},
      contextWindow: null,
    })
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })

  it('with a provider that was removed pauses the child that has it, and its parent goes on waiting', async () => {
    test = await startTestApp({
      script: ({ opening, turn, last }) =>
        opening === 'Parent.' && turn === 0
          ? calling('new_task', { mode: 'ask', message: 'Child.' })
          : completing(`Heard: ${last}`),
    })
    test.create('Parent.', { approve: ['subtask_finish'] })
    await test.until('SA-1', 'awaiting_approval')
    test.tasks.setModel(test.id('SA-1'), 'prv_gone' as never, 'gone')
    test.decide('SA-1', 'approved')
    await test.until('SA-2', 'paused')
    expect(test.task('SA-2')).toMatchObject({
      needs: 'provider',
      statusReason: expect.stringContaining('not set up any more'),
    })
    expect(test.task('SA-1')).toMatchObject({ status: 'awaiting_subtask', activity: 'waits for SA-2' })
    for (const id of ['SA-1', 'SA-2']) test.tasks.setModel(test.id(id), 'environment' as never, 'scripted')
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-1', 'awaiting_approval', 'completed')
    if (test.task('SA-1').status === 'awaiting_approval') test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
  })
})
