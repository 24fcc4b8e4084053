import { afterEach, expect, it } from 'vitest'
import { calling, completing } from '../../testing/conversation.ts'
import { startTestApp, type TestApp } from '../../testing/test-app.ts'
import { lentBy, treelineWith } from '../../testing/treeline-command.ts'

let test: TestApp
afterEach(() => test.dispose())

const treeline = (...argv: string[]) => treelineWith({ openReader: lentBy(test).openReader }, ...argv)

it('treeline inbox lists what waits in all trees, beside the app at work, and nothing when nothing waits', async () => {
  test = await startTestApp({
    script: ({ opening, turn }) => {
      if (opening === 'Child.') {
        return turn === 0
          ? calling('execute_command', { command: 'echo one\necho two' })
          : completing('Done.')
      }
      if (opening === 'Ask.')
        return turn === 0
          ? calling('ask_followup_question', { question: 'Which\nof them?', follow_up: [{ text: 'This.' }] })
          : completing('That.')
      return turn === 0 ? calling('new_task', { mode: 'code', message: 'Child.' }) : completing('All done.')
    },
  })
  const nothing = await treeline('inbox')
  expect(nothing).toEqual({ code: 0, out: '', err: 'Nothing waits for you.\n' })

  test.create('Parent.', { approve: ['subtask_create', 'subtask_finish'] })
  await test.until('SA-2', 'awaiting_approval')
  test.create('Ask.', { approve: [] })
  await test.until('SA-3', 'awaiting_input')
  test.create('Spend.', { approve: ['subtask_create'], budget: { requests: 1 } })
  await test.until('SA-5', 'paused')

  const { code, out, err } = await treeline('inbox')
  expect([code, err]).toEqual([0, ''])
  const told = out.replaceAll(/Since \S+Z\./g, 'Since then.')
  expect(told.split('\n')).toEqual([
    'SA-4  Spend.',
    '  SA-5  reached a limit',
    '    The budget of SA-4 is used up: 1 of 1 requests. Since then.',
    'SA-3  Ask.',
    '  SA-3  asks: Which of them?',
    '    Since then.',
    'SA-1  Parent.',
    '  SA-2  asks to run echo one',
    expect.stringMatching(/^ {4}.*All commands.* Since then\.$/),
    '',
  ])

  const [limit, question, approval] = JSON.parse((await treeline('inbox', '--json')).out)
  expect(limit).toMatchObject({ root: 'SA-4', displayId: 'SA-5', type: 'limit', action: null })
  expect(question).toMatchObject({ displayId: 'SA-3', type: 'question', what: 'asks: Which of them?' })
  const asked = test.calls('SA-2')[0]
  expect(approval).toEqual({
    root: 'SA-1',
    displayId: 'SA-2',
    taskId: test.id('SA-2'),
    title: 'Child.',
    type: 'approval',
    action: 'command',
    callId: asked?.callId,
    what: 'asks to run echo one',
    why: asked?.approval?.why,
    since: asked?.approval?.requestedAt,
  })

  // Answered in the app, it is gone from here.
  test.decide('SA-2', 'rejected', 'No.')
  await test.until('SA-1', 'completed')
  expect((await treeline('inbox')).out).not.toContain('SA-1')
})

it('treeline inbox refuses what it does not know', async () => {
  test = await startTestApp({ script: () => completing('Done.') })
  const { code, err } = await treeline('inbox', '--all')
  expect([code, err]).toEqual([2, expect.stringContaining('--all')])
})
