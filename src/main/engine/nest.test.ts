import { afterEach, describe, expect, it } from 'vitest'
import { calling, completing, refusing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const place = (displayId: string) => {
  const { parentId, rootId, depth } = test.task(displayId)
  const named = (id: string | null) =>
    test.app.store.tasks.list().find((task) => task.id === id)?.displayId ?? null
  const view = test.view(displayId)
  expect({ parentId: view.parentId, rootId: view.rootId, depth: view.depth }).toEqual({
    parentId,
    rootId,
    depth,
  })
  return [named(parentId), named(rootId), depth]
}
const nest = (displayId: string, under: string) => test.tasks.nest(test.id(displayId), test.id(under))
const unnest = (displayId: string) => test.tasks.unnest(test.id(displayId))

/** Each task that is asked to delegate starts one that asks nothing more. */
const delegates = () =>
  startTestApp({
    script: ({ opening, turn }) =>
      opening.startsWith('Delegate') && turn === 0
        ? calling('new_task', { mode: 'ask', message: `Piece of ${opening}` })
        : completing(`Result of ${opening}`),
  })

describe('nesting by hand', () => {
  it('moves a task with all below it, and back, also over a restart', async () => {
    test = await delegates()
    test.create('Delegate A.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    test.create('B.', { approve: 'all' })
    await test.until('SA-3', 'completed')
    nest('SA-1', 'SA-3')
    expect([place('SA-3'), place('SA-1'), place('SA-2')]).toEqual([
      [null, 'SA-3', 0],
      ['SA-3', 'SA-3', 1],
      ['SA-1', 'SA-3', 2],
    ])
    expect(test.app.store.tasks.subtree(test.id('SA-3')).map(({ displayId }) => displayId)).toEqual([
      'SA-3',
      'SA-1',
      'SA-2',
    ])
    await test.restart()
    expect(place('SA-2')).toEqual(['SA-1', 'SA-3', 2])
    // One that has returned moves on from where it was nested.
    nest('SA-2', 'SA-3')
    expect(place('SA-2')).toEqual(['SA-3', 'SA-3', 1])
    nest('SA-2', 'SA-1')
    unnest('SA-1')
    expect([place('SA-1'), place('SA-2')]).toEqual([
      [null, 'SA-1', 0],
      ['SA-1', 'SA-1', 1],
    ])
    // A child that was asked for and has returned may go its own way as well.
    unnest('SA-2')
    expect(place('SA-2')).toEqual([null, 'SA-2', 0])
  })

  it('is refused in words where it makes no sense', async () => {
    test = await delegates()
    test.create('Delegate A.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    test.create('B.', { approve: 'all' })
    await test.until('SA-3', 'completed')
    expect(() => nest('SA-1', 'SA-1')).toThrow('SA-1 cannot be nested under itself.')
    expect(() => nest('SA-1', 'SA-2')).toThrow('SA-2 lies below SA-1 itself.')
    expect(() => nest('SA-2', 'SA-1')).toThrow('SA-2 is nested under SA-1 already.')
    expect(() => unnest('SA-3')).toThrow('SA-3 is not nested.')
    test.tasks.remove(test.id('SA-3'))
    expect(() => nest('SA-3', 'SA-1')).toThrow('SA-3 is deleted. Restore it first.')
    const { mkdtempSync } = await import('node:fs')
    const other = await test.app.workspaces.open(mkdtempSync(`${test.folder}-other-`))
    const stranger = test.app.engine.tasks.create({
      workspaceId: other.id,
      message: 'C.',
      mode: 'ask',
      delegation: true,
      providerId: null,
      model: null,
    })
    await test.until(stranger.displayId, 'completed')
    expect(() => nest(stranger.displayId, 'SA-1')).toThrow('belong to different workspaces')
  })

  it('takes no child from a parent that waits for it', async () => {
    const open = createGate()
    test = await startTestApp({
      script: async ({ opening, turn }) => {
        if (opening !== 'Do it.') await open.pass()
        return opening === 'Do it.' && turn === 0
          ? calling('new_task', { mode: 'ask', message: 'Piece.' })
          : completing('Done.')
      },
    })
    test.create('Do it.', { approve: 'all' })
    await open.reached
    expect(() => unnest('SA-2')).toThrow('SA-1 asked for SA-2 and has not had its result.')
    test.create('Another.', { approve: 'all' })
    expect(() => nest('SA-2', 'SA-3')).toThrow('SA-1 asked for SA-2 and has not had its result.')
    open.open()
    await test.until('SA-1', 'completed')
  })

  it('leaves work under way as it is; what the new place allows and limits holds from the next step', async () => {
    const open = createGate()
    test = await startTestApp({
      script: async ({ opening, turn }) => {
        if (opening !== 'Runner.') return completing('Done.')
        if (turn === 0) {
          await open.pass()
          return calling('execute_command', { command: 'true' })
        }
        return turn === 1 ? calling('list_files', { path: '.' }) : completing('Ran.')
      },
    })
    test.create('Above.', { approve: 'all', budget: { requests: 3 } })
    await test.until('SA-1', 'completed')
    test.create('Runner.', { mode: 'code' })
    await open.reached
    nest('SA-2', 'SA-1')
    open.open()
    // Its own command needs no approval now; one request of SA-1, and two of its own, are all there may be.
    await test.until('SA-2', 'paused')
    expect(test.calls('SA-2').map(({ name, outcome }) => [name, outcome])).toEqual([
      ['execute_command', 'ok'],
      ['list_files', 'ok'],
    ])
    expect(test.task('SA-2').statusReason).toContain('SA-1')
    unnest('SA-2')
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-2', 'completed')
  })

  it('lets the two write to each other, though nobody asked for the one below', async () => {
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening === 'Below.') {
          if (turn === 0) return { text: 'Well.' }
          return last === 'Go.'
            ? calling('send_prompt', { to: 'parent', kind: 'blocker', message: 'Which?' })
            : turn < 4
              ? { text: 'Well.' }
              : completing(last)
        }
        if (last.includes('SA-2 is blocked'))
          return calling('send_prompt', { to: 'SA-2', kind: 'answer', message: 'That one.' })
        return { text: 'I wait.' }
      },
    })
    test.create('Above.', { approve: 'all' })
    await test.until('SA-1', 'awaiting_input')
    test.create('Below.', { approve: 'all' })
    await test.until('SA-2', 'awaiting_input')
    nest('SA-2', 'SA-1')
    test.tasks.send(test.id('SA-2'), 'Go.')
    await test.until('SA-2', 'completed')
    expect(test.view('SA-2').result).toContain('That one.')
    await test.until('SA-1', 'awaiting_input')
  })
})

describe('a result', () => {
  it('can be attached to another task, which reads it with its next turn and is not woken', async () => {
    test = await startTestApp({
      script: ({ opening, last }) => completing(opening === 'A.' ? 'It is 42.' : last),
    })
    test.create('A.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    test.create('B.', { approve: 'all' })
    await test.until('SA-2', 'completed')
    test.tasks.attachResult(test.id('SA-1'), test.id('SA-2'))
    expect(test.task('SA-2').status).toBe('completed')
    expect(test.view('SA-2').items.at(-1)).toMatchObject({
      type: 'message',
      from: 'task',
      text: 'It is 42.',
      fromTask: { displayId: 'SA-1', kind: 'result' },
    })
    test.tasks.send(test.id('SA-2'), 'Well?')
    await test.until('SA-2', 'completed')
    const sent = JSON.parse(test.server.requests.at(-1)?.rawBody ?? '{}').messages
    expect(sent.at(-2).content).toMatch(
      /The user attached the result of task SA-1\.\n<message \w+>\nIt is 42\./,
    )
    expect(() => test.tasks.attachResult(test.id('SA-1'), test.id('SA-1'))).toThrow('knows its own result')
  })

  it('of a child that failed and was retried reaches its parent in no other way', async () => {
    test = await startTestApp({
      script: ({ opening, turn, body, last }) => {
        if (opening === 'Piece.') return body.model === 'better' ? completing('Made it.') : refusing('No.')
        return turn === 0 ? calling('new_task', { mode: 'ask', message: 'Piece.' }) : completing(last)
      },
    })
    test.create('Do it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(test.task('SA-2').status).toBe('failed')
    const { providerId } = test.view('SA-2')
    test.tasks.setModel(test.id('SA-2'), providerId ?? ('environment' as never), 'better')
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-2', 'completed')
    const returned = test.app.store.events
      .read(test.id('SA-1'), 0, 2_000)
      .filter(({ body }) => body.type === 'subtask.returned')
    expect(returned).toHaveLength(1)
    test.tasks.attachResult(test.id('SA-2'), test.id('SA-1'))
    expect(test.view('SA-1').items.at(-1)).toMatchObject({ text: 'Made it.' })
  })

  it('of a child that was paused and given another model and mode is returned once', async () => {
    const open = createGate()
    test = await startTestApp({
      script: async ({ opening, turn, body, mode, last }) => {
        if (opening === 'Piece.') {
          if (body.model !== 'better') await open.pass()
          return completing(`By ${body.model} in ${mode}.`)
        }
        return turn === 0 ? calling('new_task', { mode: 'ask', message: 'Piece.' }) : completing(last)
      },
    })
    test.create('Do it.', { approve: 'all' })
    await open.reached
    test.tasks.stop(test.id('SA-2'))
    test.tasks.setModel(test.id('SA-2'), test.view('SA-2').providerId ?? ('environment' as never), 'better')
    test.tasks.setMode(test.id('SA-2'), 'code')
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-1', 'completed')
    open.open()
    expect(test.view('SA-1').result).toContain('By better in code.')
  })
})
