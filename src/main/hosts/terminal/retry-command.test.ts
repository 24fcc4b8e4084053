import { afterEach, expect, it } from 'vitest'
import { calling, completing, refusing } from '../../testing/conversation.ts'
import { startTestApp, type TestApp } from '../../testing/test-app.ts'
import { lentBy, treelineWith } from '../../testing/treeline-command.ts'

let test: TestApp
afterEach(() => test.dispose())

const treeline = (...argv: string[]) => treelineWith({ openApp: lentBy(test).openApp }, ...argv)

it('treeline retry has a failed subtask go on, follows it, and ends with what it comes to', async () => {
  test = await startTestApp({
    script: ({ opening, turn, last, mode, body }) => {
      if (opening === 'Child.')
        return last === 'Mend it.' ? completing(`${mode} with ${body.model}`) : refusing('Never.')
      return turn === 0 ? calling('new_task', { mode: 'ask', message: 'Child.' }) : completing('Without it.')
    },
  })
  test.create('All.', { approve: 'all' })
  await test.until('SA-1', 'completed')
  const retried = await treeline('retry', 'sa-2', '--mode', 'code', '--model', 'm', '--message', 'Mend it.')
  expect([retried.code, retried.out]).toEqual([0, 'code with m\n'])
  const mentioned = await treeline('retry', 'SA-2', '--message', 'As @nowhere.md says.')
  expect(mentioned.err).toContain('@nowhere.md was not added. There is no nowhere.md')
  const again = await treeline('retry', 'SA-2', '--json')
  const lines = again.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect([again.code, lines.at(-1)]).toEqual([
    1,
    { type: 'result', taskId: test.id('SA-2'), displayId: 'SA-2', status: 'failed', result: 'code with m' },
  ])
})

it('treeline retry says in words what cannot be', async () => {
  test = await startTestApp({
    script: () => calling('ask_followup_question', { question: 'Well?', follow_up: [{ text: 'Yes.' }] }),
  })
  test.create('All.', { approve: [] })
  await test.until('SA-1', 'awaiting_input')
  const refused = async (...argv: string[]) => {
    const { code, err } = await treeline('retry', ...argv)
    return [code, err.split('\n')[0]]
  }
  expect(await refused('SA-9')).toEqual([2, 'There is no task SA-9. "treeline tasks" lists them.'])
  expect(await refused('SA-1')).toEqual([
    1,
    'SA-1 is awaiting_input and has not ended. Write to it, or stop it and resume it.',
  ])
  test.tasks.cancel(test.id('SA-1'), '')
  expect(await refused('SA-1', '--mode', 'none')).toEqual([2, expect.stringContaining('no mode "none"')])
  expect(await refused('SA-1', '--model', ' ')).toEqual([2, '--model needs the name of a model.'])
  expect(test.task('SA-1').status).toBe('cancelled')
})

it('treeline retry ends with what waits for a person, unless that is approved', async () => {
  let refuses = true
  test = await startTestApp({
    script: ({ turn }) => {
      if (refuses) return refusing('Never.')
      return turn === 0 ? calling('execute_command', { command: 'true' }) : completing('Done.')
    },
  })
  test.create('All.', { mode: 'code', approve: [] })
  await test.until('SA-1', 'failed')
  refuses = false
  const waiting = await treeline('retry', 'SA-1', '--approve', 'none')
  expect([waiting.code, waiting.err]).toEqual([3, expect.stringContaining('treeline resume SA-1')])
  test.tasks.cancel(test.id('SA-1'), '')
  expect(await treeline('retry', 'SA-1', '--approve', 'all')).toMatchObject({ code: 0, out: 'Done.\n' })
})
