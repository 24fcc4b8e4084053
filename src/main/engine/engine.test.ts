import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../contract/app-error.ts'
import type { WorkspaceId } from '../../contract/ids.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const looking = ({ turn }: Conversation) =>
  turn === 0 ? calling('list_files', { path: '.' }) : completing('Done.')

it('gives views that stay as they were when they were asked for', async () => {
  test = await startTestApp({ script: looking })
  test.create('Look.', { mode: 'ask', approve: 'all' })
  const early = test.view('SA-1')
  const copy = structuredClone(early)
  await test.event(({ body }) => body.type === 'tool.started')
  const midway = test.view('SA-1')
  const midwayCopy = structuredClone(midway)
  await test.until('SA-1', 'completed')
  expect(early).toEqual(copy)
  expect(midway).toEqual(midwayCopy)
  expect(test.view('SA-1').lastSeq).toBeGreaterThan(midway.lastSeq)
})

describe('creating a task', () => {
  it('gives it a number, a title and the toggles it was made with, and sets it to work', async () => {
    test = await startTestApp({ script: looking })
    const task = test.create('# Look around\n\nand tell me.', { mode: 'ask', approve: ['read'] })
    expect(task).toMatchObject({ displayId: 'SA-1', title: 'Look around', status: 'in_progress', depth: 0 })
    expect(test.app.engine.isRunning(task.id)).toBe(true)
    await test.until('SA-1', 'completed')
    expect(test.create('More.', { mode: 'ask' }).displayId).toBe('SA-2')
    await test.until('SA-2', 'completed')
  })

  it('in a workspace or a mode that nobody knows makes nothing', async () => {
    test = await startTestApp({ script: looking })
    const order = { message: 'Look.', delegation: true, providerId: null, model: null }
    const create = (workspaceId: WorkspaceId, mode: string) =>
      test.app.engine.tasks.create({ ...order, workspaceId, mode })
    expect(() => create('wsp_none' as WorkspaceId, 'ask')).toThrow(AppError)
    expect(() => create(test.workspace.id, 'poet')).toThrow('There is no mode "poet"')
    expect(test.app.store.tasks.list()).toEqual([])
    expect(test.create('Look.', { mode: 'ask' }).displayId).toBe('SA-1')
    await test.until('SA-1', 'completed')
  })
})

describe('in the middle of a task', () => {
  it('another mode and another model hold from the next request on, and the transcript says so', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ turn }) =>
        turn === 0 ? heldStream(calling('list_files', { path: '.' }), gate) : completing('Done.'),
    })
    test.create('Look.', { mode: 'ask', approve: 'all' })
    await gate.reached
    test.tasks.setMode(test.id('SA-1'), 'code')
    test.tasks.setMode(test.id('SA-1'), 'code')
    test.tasks.setModel(test.id('SA-1'), 'environment' as never, 'bigger')
    test.tasks.rename(test.id('SA-1'), 'A look around')
    gate.open()
    await test.until('SA-1', 'completed')
    const [first, second] = test.server.requests
    expect([first?.rawBody.includes('Mode: ask'), second?.rawBody.includes('Mode: code')]).toEqual([
      true,
      true,
    ])
    expect(second?.body.tools.map((tool) => tool.function.name)).toContain('write_to_file')
    expect(test.task('SA-1')).toMatchObject({ title: 'A look around', mode: 'code', model: 'bigger' })
    const notices = test
      .view('SA-1')
      .items.flatMap((item) => (item.type === 'notice' ? [item.notice.type] : []))
    expect(notices).toEqual(['mode', 'model', 'completed'])
  })

  it('nothing changes when the mode is unknown', async () => {
    test = await startTestApp({ script: looking })
    test.create('Look.', { mode: 'ask', approve: 'all' })
    expect(() => test.tasks.setMode(test.id('SA-1'), 'poet')).toThrow('There is no mode "poet"')
    expect(() => test.tasks.setMode('tsk_none' as never, 'code')).toThrow('There is no task')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').mode).toBe('ask')
  })
})

it('begins nothing after it was closed', async () => {
  test = await startTestApp({ script: looking })
  test.create('Look.', { mode: 'ask', approve: 'all' })
  await test.until('SA-1', 'completed')
  const { engine } = test.app
  await engine.dispose()
  test.create('Look again.', { mode: 'ask', approve: 'all' })
  expect(engine.isRunning(test.id('SA-2'))).toBe(false)
  expect(test.task('SA-2').status).toBe('queued')
  await engine.dispose()
  await test.restart('continue')
  await test.until('SA-2', 'completed')
})
