import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ApprovalView } from '../../contract/task-view.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const files = { 'notes.txt': 'old\n' }
const write = calling('write_to_file', { path: 'notes.txt', content: 'new\n' })
const writing = ({ turn, last }: Conversation) => (turn === 0 ? write : completing(`Heard: ${last}`))
const notes = () => readFileSync(join(test.folder, 'notes.txt'), 'utf8')

function asked(displayId = 'SA-1'): ApprovalView {
  const approval = test.calls(displayId).findLast((call) => call.approval !== null)?.approval
  if (approval == null) throw new Error(`${displayId} asked nothing.`)
  return approval
}
const answer = ({ approvalId, hash }: ApprovalView, decision: 'approved' | 'rejected' = 'approved') =>
  test.tasks.decideApproval(test.id('SA-1'), { approvalId, hash, decision, feedback: '', edited: null })

describe('an approval', () => {
  it('shows what will happen, and happens when it is given, under the name of who gave it', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    expect(asked().subject).toMatchObject({ type: 'edit', path: 'notes.txt', added: 1, removed: 1 })
    expect(notes()).toBe('old\n')
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
    expect(notes()).toBe('new\n')
    expect(test.calls('SA-1')[0]).toMatchObject({ outcome: 'ok', grant: { by: 'person' } })
  })

  it('that is refused leaves everything as it is and tells the model what the person said', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    test.decide('SA-1', 'rejected', 'Leave my notes alone.')
    await test.until('SA-1', 'completed')
    expect(notes()).toBe('old\n')
    expect(test.calls('SA-1')[0]).toMatchObject({ outcome: 'rejected', startedAt: null })
    expect(test.view('SA-1').result).toContain('Leave my notes alone.')
  })

  it('is decided by the first of two answers; the second is told so', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    const approval = asked()
    answer(approval, 'rejected')
    expect(() => answer(approval, 'approved')).toThrow('This was already rejected in SA-1.')
    await test.until('SA-1', 'completed')
    expect(() => answer(approval, 'approved')).toThrow('This was already rejected in SA-1.')
    expect(notes()).toBe('old\n')
  })

  it('holds for what was shown and nothing else', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    const approval = asked()
    expect(() => answer({ ...approval, hash: 'another' })).toThrow('is not what SA-1 asks now')
    expect(() => answer({ ...approval, approvalId: 'apr_none' as never })).toThrow('no such approval')
    const edited = { mode: 'ask', message: 'Look.' }
    expect(() => test.decide('SA-1', 'approved', '', edited)).toThrow('Only a subtask can be changed')
    expect(test.task('SA-1').status).toBe('awaiting_approval')
    answer(approval)
    await test.until('SA-1', 'completed')
  })

  it('can be given from within whoever hears that it is asked for', async () => {
    test = await startTestApp({ script: writing, files })
    test.app.engine.listen((events) => {
      for (const { body } of events) if (body.type === 'approval.requested') test.decide('SA-1', 'approved')
    })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'completed')
    expect(notes()).toBe('new\n')
  })

  it('for what has changed meanwhile is asked for anew, however soon it comes', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    writeFileSync(join(test.folder, 'notes.txt'), 'changed\nby hand\n')
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'awaiting_approval')
    expect(asked().subject).toMatchObject({ removed: 2 })
    expect(notes()).toBe('changed\nby hand\n')
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
    expect(notes()).toBe('new\n')
  })

  it('of a subtask in a mode that nobody knows is refused to the person, not to the model', async () => {
    test = await startTestApp({
      script: ({ opening, turn }) =>
        opening === 'Do it.' && turn === 0
          ? calling('new_task', { mode: 'code', message: 'Piece.' })
          : completing('Done.'),
    })
    test.create('Do it.', { approve: ['subtask_finish'] })
    await test.until('SA-1', 'awaiting_approval')
    const edited = { mode: 'poet', message: 'Rhyme.' }
    expect(() => test.decide('SA-1', 'approved', '', edited)).toThrow('There is no mode "poet"')
    expect(test.task('SA-1').status).toBe('awaiting_approval')
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
  })
})

describe('a toggle', () => {
  it('that is on names itself as the rule that let a call run', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: ['edit'] })
    await test.until('SA-1', 'completed')
    const [call] = test.calls('SA-1')
    expect(call).toMatchObject({ approval: null, grant: { by: 'rule' } })
    expect(call?.grant?.rule).toContain('Auto-approve “Edit files” is on for this task.')
  })

  it('holds for the subtree, and from the next call on', async () => {
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'Do it.')
          return turn === 0 ? calling('new_task', { mode: 'code', message: 'Write.' }) : completing('Done.')
        return turn < 2
          ? calling('write_to_file', { path: `${turn}.txt`, content: 'x\n' })
          : completing('Wrote.')
      },
    })
    test.create('Do it.', { approve: ['subtask_create', 'subtask_finish'] })
    await test.until('SA-2', 'awaiting_approval')
    test.app.autoApprove.set({ scope: 'task', taskId: test.id('SA-1') }, { edit: true })
    expect(test.task('SA-2').status).toBe('awaiting_approval')
    test.decide('SA-2', 'approved')
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-2').map((call) => call.grant?.by)).toEqual(['person', 'rule', 'rule'])
  })
})

describe('after a restart', () => {
  it('the approval that stood still stands, under the same id, and can be given at once', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    const { approvalId } = asked()
    await test.restart('continue')
    expect(test.task('SA-1').status).toBe('awaiting_approval')
    expect(asked()).toMatchObject({ approvalId, decision: null })
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
    expect(asked().approvalId).toBe(approvalId)
    expect(notes()).toBe('new\n')
  })

  it('it can be given although the tasks were left as they were', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    await test.restart('leave')
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
    expect(notes()).toBe('new\n')
  })

  it('it is withdrawn and asked anew when it would do something else by now', async () => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    const old = asked()
    await test.restart('leave', () => writeFileSync(join(test.folder, 'notes.txt'), 'changed\n'))
    test.tasks.resume(test.id('SA-1'))
    await test.event(({ body }) => body.type === 'approval.requested')
    expect(asked().approvalId).not.toBe(old.approvalId)
    expect(() => answer(old)).toThrow('no such approval')
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
    expect(notes()).toBe('new\n')
  })

  it('it is withdrawn when the call cannot be planned any more, so that nobody can give it', async () => {
    test = await startTestApp({
      script: ({ turn, last }) =>
        turn === 0
          ? calling('apply_diff', {
              path: 'notes.txt',
              diff: '<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE',
            })
          : completing(`Heard: ${last}`),
      files,
    })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    const old = asked()
    await test.restart('continue', () => writeFileSync(join(test.folder, 'notes.txt'), 'quite different\n'))
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')[0]).toMatchObject({ outcome: 'error', approval: { decision: 'withdrawn' } })
    expect(() => answer(old)).toThrow('already withdrawn')
  })

  it.each([
    ['withdrawn', () => {}],
    ['approved', () => test.decide('SA-1', 'approved')],
  ] as const)('it is %s when a toggle lets the call run by now', async (decision, decide) => {
    test = await startTestApp({ script: writing, files })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    test.app.autoApprove.set({ scope: 'everywhere' }, { edit: true })
    test.app.autoApprove.set({ scope: 'task', taskId: test.id('SA-1') }, { edit: null })
    await test.restart('continue')
    decide()
    await test.until('SA-1', 'completed', 'paused')
    expect(test.task('SA-1').status).toBe('completed')
    expect(asked().decision).toBe(decision)
    expect(notes()).toBe('new\n')
  })
})

it('finishing a root needs no approval; finishing a child does, once', async () => {
  test = await startTestApp({
    script: ({ opening, turn, last }) => {
      if (opening === 'Do it.')
        return turn === 0 ? calling('new_task', { mode: 'ask', message: 'Look.' }) : completing('Done.')
      return completing(last === 'And more?' ? 'More.' : 'Looked.')
    },
  })
  test.create('Do it.', { approve: ['subtask_create'] })
  await test.until('SA-2', 'awaiting_approval')
  expect(asked('SA-2').subject).toEqual({ type: 'completion', result: 'Looked.' })
  test.decide('SA-2', 'approved')
  await test.until('SA-1', 'completed')
  expect(test.calls('SA-1').at(-1)).toMatchObject({ name: 'attempt_completion', approval: null })
  test.tasks.send(test.id('SA-2'), 'And more?')
  await test.until('SA-2', 'completed')
  expect(test.view('SA-2').result).toBe('More.')
  expect(test.calls('SA-1')[0]?.subtask).toMatchObject({ outcome: 'completed', summary: 'Looked.' })
  expect(existsSync(join(test.folder, 'notes.txt'))).toBe(false)
})
