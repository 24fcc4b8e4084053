import { afterEach, describe, expect, it } from 'vitest'
import type { TreeFrame } from '../../contract/task-api.ts'
import { calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

/** "Ask." stops with a question; "Delegate …" has one subtask; all else completes at once. */
const start = () =>
  startTestApp({
    script: ({ opening, turn }) => {
      if (opening === 'Ask.' && turn === 0)
        return calling('ask_followup_question', { question: 'Which?', follow_up: [{ text: 'This.' }] })
      if (opening.startsWith('Delegate') && turn === 0)
        return calling('new_task', { mode: 'ask', message: 'Piece.' })
      return completing('Done.')
    },
  })

const archived = () =>
  test.app.store.tasks
    .list()
    .filter(({ archivedAt }) => archivedAt !== null)
    .map(({ displayId }) => displayId)
    .sort()
const archive = (displayId: string) => test.tasks.archive(test.id(displayId))
const unarchive = (displayId: string) => test.tasks.unarchive(test.id(displayId))

describe('a pin', () => {
  it('stays over a restart and a rebuild of what follows from the log, and goes when it is taken off', async () => {
    test = await start()
    test.create('A.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    test.tasks.pin(test.id('SA-1'), true)
    await test.restart()
    expect(test.task('SA-1').pinnedAt).toEqual(expect.any(Number))
    test.tasks.pin(test.id('SA-1'), false)
    expect(test.task('SA-1').pinnedAt).toBeNull()
  })
})

describe('the archive', () => {
  it('takes in a root with all below it and without its pin, tells all who watch, and gives it back', async () => {
    test = await start()
    test.create('Delegate it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    test.tasks.pin(test.id('SA-1'), true)
    const stop = new AbortController()
    const frames = test.app.engine.watch.tree(stop.signal)
    await frames.next()
    expect(archive('SA-1').map(({ displayId }) => displayId)).toEqual(['SA-1', 'SA-2'])
    const { value } = (await frames.next()) as { value: TreeFrame }
    stop.abort()
    expect(
      value.tasks.map(({ displayId, archivedAt, pinnedAt }) => [displayId, archivedAt !== null, pinnedAt]),
    ).toEqual([
      ['SA-1', true, null],
      ['SA-2', true, null],
    ])
    await test.restart()
    expect(archived()).toEqual(['SA-1', 'SA-2'])
    expect(() => archive('SA-1')).toThrow('SA-1 is in the archive already.')
    // A subtask gives back the tree that it belongs to.
    unarchive('SA-2')
    expect(archived()).toEqual([])
    expect(() => unarchive('SA-1')).toThrow('SA-1 is not in the archive.')
  })

  it('refuses in words what waits, works, or is only a part', async () => {
    const open = createGate()
    test = await startTestApp({
      script: async ({ opening, turn }) => {
        if (opening === 'Ask.')
          return calling('ask_followup_question', { question: 'Which?', follow_up: [{ text: 'This.' }] })
        if (opening === 'Delegate it.' && turn === 0)
          return calling('new_task', { mode: 'ask', message: 'Piece.' })
        if (opening !== 'Delegate it.') await open.pass()
        return completing('Done.')
      },
    })
    test.create('Ask.', { approve: 'all' })
    await test.until('SA-1', 'awaiting_input')
    expect(() => archive('SA-1')).toThrow('SA-1 waits for you. Answer or cancel it, then archive it.')
    test.create('Delegate it.', { approve: 'all' })
    await open.reached
    expect(() => archive('SA-3')).toThrow('SA-3 is a subtask')
    expect(() => archive('SA-2')).toThrow('is at work. Stop or cancel it, then archive')
    test.tasks.stop(test.id('SA-2'))
    expect(archive('SA-2')).toHaveLength(2)
    open.open()
  })

  it('gives back a tree that goes to work again, whatever woke it', async () => {
    test = await start()
    test.create('Delegate it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    archive('SA-1')
    test.tasks.send(test.id('SA-2'), 'Once more.')
    expect(archived()).toEqual([])
    await test.until('SA-2', 'completed')
    expect(archived()).toEqual([])
  })

  it('takes nothing under an archived task, and an archived root leaves it when it is nested', async () => {
    test = await start()
    for (const message of ['A.', 'B.']) test.create(message, { approve: 'all' })
    await test.until('SA-1', 'completed')
    await test.until('SA-2', 'completed')
    archive('SA-1')
    expect(() => test.tasks.nest(test.id('SA-2'), test.id('SA-1'))).toThrow(
      'SA-1 is archived. Take it out of the archive first.',
    )
    test.tasks.nest(test.id('SA-1'), test.id('SA-2'))
    expect(archived()).toEqual([])
    test.tasks.unnest(test.id('SA-1'))
    expect(archived()).toEqual([])
  })
})
