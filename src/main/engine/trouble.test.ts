import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../contract/app-error.ts'
import type { TaskEventType } from '../../contract/task-event.ts'
import { testEndpoint } from '../testing/ask-model.ts'
import { answering, bareEngine } from '../testing/bare-engine.ts'
import { calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'
import { defineTool, type ToolPlan } from '../tools/tool.ts'

const done = answering({ name: 'attempt_completion', arguments: { result: 'Done.' } })
const doing = answering({ name: 'do', arguments: {} })

/** A tool `do` that plans and executes as a test wants. */
function tool(plan: () => ToolPlan, repeatable = false) {
  return defineTool({
    name: 'do',
    group: null,
    description: 'Does it.',
    schema: z.object({}),
    repeatable,
    plan: async () => plan(),
  })
}
const planTo = (execute: ToolPlan['execute']): ToolPlan => ({
  action: 'command',
  subject: { type: 'other', title: 'Do', body: '' },
  activity: 'do',
  execute,
})
const fault = () => {
  throw new TypeError('a fault of ours')
}

describe('a fault of ours', () => {
  it('in a tool’s plan is told to the model, which goes on', async () => {
    const { engine, create, until, logged } = bareEngine({
      answer: (turn) => (turn === 0 ? doing : done),
      tools: [tool(fault)],
    })
    const { id } = create('Do it.')
    await until(id, 'completed', 'paused')
    const [call] = Object.values(engine.view(id).calls)
    expect(call).toMatchObject({ outcome: 'error', result: 'The tool failed: a fault of ours' })
    expect(engine.view(id).status).toBe('completed')
    expect(logged.join()).toContain('a fault of ours')
  })

  it('in a tool’s execution, too', async () => {
    const { engine, create, until } = bareEngine({
      answer: (turn) => (turn === 0 ? doing : done),
      tools: [tool(() => planTo(fault))],
    })
    const { id } = create('Do it.')
    await until(id, 'completed')
    expect(Object.values(engine.view(id).calls)[0]).toMatchObject({
      outcome: 'error',
      result: 'The tool failed: a fault of ours',
    })
  })

  it('anywhere in the loop pauses the task with words, and it can be resumed', async () => {
    let broken = true
    const { engine, store, create, until, logged } = bareEngine({
      answer: () => done,
      deps: { systemPrompt: async () => (broken ? fault() : 'You are a test.') },
    })
    const { id } = create('Do it.')
    await until(id, 'paused')
    expect(store.tasks.get(id)?.statusReason).toBe('Treeline had to stop here: a fault of ours')
    expect(logged.join()).toContain('a fault of ours')
    broken = false
    engine.tasks.resume(id)
    await until(id, 'completed')
  })

  it('in ending a task’s commands is logged and hurts nobody', async () => {
    const { engine, create, until, logged } = bareEngine({
      answer: (turn) => (turn % 2 === 0 ? doing : done),
      tools: [tool(() => planTo(async () => ({ outcome: 'ok', text: 'Did it.' })))],
      deps: { commands: { killTask: async () => fault(), trace: async () => ({ state: 'none' }) } },
    })
    const { id } = create('Do it.')
    await until(id, 'completed')
    for (const text of ['Again.', 'And again.']) {
      engine.tasks.send(id, text)
      await until(id, 'completed')
    }
    await engine.dispose()
    expect(logged.join()).toContain('a fault of ours')
    expect(engine.isRunning(id)).toBe(false)
  })

  it('in reading a file after a crash leaves the write unknown, and the task goes on', async () => {
    const gate = createGate()
    const write = { path: '/x', before: null, after: 'hash' }
    const hanging = tool(() => ({
      ...planTo(async () => {
        await gate.pass()
        return { outcome: 'ok', text: 'Wrote.' }
      }),
      write,
    }))
    const answer = (turn: number) => (turn === 0 ? doing : done)
    const { store, create } = bareEngine({ answer, tools: [hanging] })
    const { id } = create('Do it.')
    await gate.reached
    // The engine before this one is never heard of again, as after a kill.
    const { engine, until } = bareEngine({
      ...{ answer, tools: [hanging], store, after: 'continue' },
      deps: { hashFile: async () => fault() },
    })
    await until(id, 'awaiting_input')
    const [call] = Object.values(engine.view(id).calls)
    expect(call?.unknown?.what).toContain('cannot be read now')
    await engine.tasks.settleOutcome(id, { callId: call?.callId as never, decision: 'skip', note: '' })
    await until(id, 'completed')
    expect(Object.values(engine.view(id).calls)[0]).toMatchObject({ outcome: 'unknown' })
  })
})

it('takes no step within the call that sets a task to work', async () => {
  let prepared = false
  const { engine, create, until } = bareEngine({
    answer: () => done,
    deps: {
      endpoint: async () => {
        prepared = true
        return { providerId: 'prv_1' as never, endpoint: testEndpoint('http://127.0.0.1:1/v1') }
      },
    },
  })
  const { id } = create('Do it.')
  expect([prepared, engine.isRunning(id)]).toEqual([false, true])
  await until(id, 'completed')
  expect(prepared).toBe(true)
})

describe('a stop', () => {
  it('gives a call that may not be repeated its result, and takes up again one that may', async () => {
    for (const repeatable of [false, true]) {
      const gate = createGate()
      let times = 0
      const { engine, create, until } = bareEngine({
        answer: (turn) => (turn === 0 ? doing : done),
        tools: [
          tool(
            () =>
              planTo(async ({ signal }) => {
                times++
                await gate.pass()
                signal.throwIfAborted()
                return { outcome: 'ok', text: 'Did it.' }
              }),
            repeatable,
          ),
        ],
      })
      const { id } = create('Do it.')
      await gate.reached
      engine.tasks.stop(id)
      gate.open()
      engine.tasks.resume(id)
      await until(id, 'completed')
      const [call] = Object.values(engine.view(id).calls)
      expect([call?.outcome, times]).toEqual(repeatable ? ['ok', 2] : ['cancelled', 1])
    }
  })
})

describe('a full disk', () => {
  let test: TestApp
  afterEach(() => test.dispose())

  /** Lets the store refuse facts of these types, or all, until the returned function is called. */
  function fillDisk(...types: TaskEventType[]): () => void {
    const { events } = test.app.store
    const append = events.append
    events.append = (entries, at, durability) => {
      if (types.length === 0 || entries.some(({ body }) => types.includes(body.type)))
        throw new AppError('storage_failed', 'There is no room left on the disk.')
      return append(entries, at, durability)
    }
    return () => {
      events.append = append
    }
  }

  it('while a turn is committed pauses the task; with room again it goes on', async () => {
    const gate = createGate()
    let asked = 0
    test = await startTestApp({
      script: () => (asked++ === 0 ? heldStream({ text: 'Hm.' }, gate) : completing('Done.')),
    })
    test.create('Do it.', { approve: [] })
    await gate.reached
    const free = fillDisk('turn.committed')
    gate.open()
    await test.until('SA-1', 'paused')
    expect(test.task('SA-1').statusReason).toBe('There is no room left on the disk.')
    expect(test.view('SA-1').items.find(({ type }) => type === 'turn')).toMatchObject({ state: 'aborted' })
    free()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
  })

  it.each(['resume', 'send'] as const)('that lets nothing be written at all is survived: %s', async (how) => {
    const gate = createGate()
    let asked = 0
    test = await startTestApp({
      script: () => (asked++ === 0 ? heldStream({ text: 'Hm.' }, gate) : completing('Done.')),
    })
    test.create('Do it.', { approve: [] })
    await gate.reached
    const free = fillDisk()
    gate.open()
    while (test.problems.length === 0) await new Promise(setImmediate)
    expect(test.task('SA-1').status).toBe('in_progress')
    expect(() => test.tasks.stop(test.id('SA-1'))).toThrow('There is no room left on the disk.')
    free()
    test.problems.length = 0
    if (how === 'resume') test.tasks.resume(test.id('SA-1'))
    else test.tasks.send(test.id('SA-1'), 'Are you there?')
    await test.until('SA-1', 'completed')
  })

  it('while the app closes does not keep it open; the next start puts things right', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'Child.' && turn === 0) return heldStream(calling('list_files', { path: '.' }), gate)
        return turn === 0 ? calling('new_task', { mode: 'ask', message: 'Child.' }) : completing('Done.')
      },
    })
    test.create('Do it.', { approve: 'all' })
    await gate.reached
    fillDisk()
    await test.restart('continue')
    test.problems.length = 0
    gate.open()
    await test.until('SA-1', 'completed')
  })
})
