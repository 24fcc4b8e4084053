import { afterEach, expect, it } from 'vitest'
import { calling, completing } from '../../testing/conversation.ts'
import { startTestApp, type TestApp } from '../../testing/test-app.ts'
import { lentBy, treelineWith } from '../../testing/treeline-command.ts'

let test: TestApp
afterEach(() => test.dispose())

const treeline = (...argv: string[]) => treelineWith(lentBy(test), ...argv)
const lines = async (...options: string[]) => {
  const { out } = await treeline('tasks', ...options)
  return out.trimEnd().split('\n')
}

it('treeline pins, archives and lists both, and says what cannot be', async () => {
  test = await startTestApp({
    script: ({ opening, turn }) => {
      if (opening === 'Ask.')
        return calling('ask_followup_question', { question: 'Which?', follow_up: [{ text: 'This.' }] })
      return opening === 'A.' && turn === 0
        ? calling('new_task', { mode: 'ask', message: 'Piece.' })
        : completing('Done.')
    },
  })
  test.create('A.', { approve: 'all' })
  await test.until('SA-1', 'completed')
  for (const message of ['B.', 'Ask.']) test.create(message, { approve: 'all' })
  await test.until('SA-3', 'completed')
  await test.until('SA-4', 'awaiting_input')

  expect(await treeline('pin', 'sa-1')).toEqual({ code: 0, out: '', err: 'SA-1 is pinned.\n' })
  expect((await lines()).map((line) => line.trim().split('  ')[0])).toEqual(['SA-1', 'SA-2', 'SA-4', 'SA-3'])
  expect((await lines())[0]).toMatch(/ {2}pinned$/)
  expect((await treeline('unpin', 'SA-1')).err).toBe('SA-1 is not pinned any more.\n')

  expect((await treeline('archive', 'SA-1')).err).toBe(
    'Archived SA-1 and 1 below it. "treeline unarchive SA-1" puts it back.\n',
  )
  const ids = async (...options: string[]) =>
    (await lines(...options)).map((line) => line.trim().split('  ')[0])
  expect([await ids(), await ids('--archived')]).toEqual([
    ['SA-4', 'SA-3'],
    ['SA-1', 'SA-2'],
  ])
  expect(await treeline('archive', 'SA-4')).toMatchObject({
    code: 1,
    err: 'SA-4 waits for you. Answer or cancel it, then archive it.\n',
  })
  expect((await treeline('unarchive', 'SA-2')).err).toBe('Put SA-1 and 1 below it back into the list.\n')
  expect((await treeline('tasks', '--archived')).err).toBe('No task is archived.\n')
  expect((await treeline('archive', 'SA-9')).code).toBe(2)
})
