import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

const checks = { run: ['sh check.sh'], exists: ['notes.md'], unchanged: ['README.md'] }

test.use({
  files: { 'README.md': '# Sample\n', 'check.sh': 'test -e done.txt || { echo "not done"; exit 3; }\n' },
})

test('checks are approved with their subtask, hold it up until they pass, and stand in its receipt', async ({
  place,
  page,
}) => {
  place.model.play(({ opening, turn }) => {
    if (opening === 'Do it.') {
      if (turn === 0) return calling('new_task', { mode: 'code', message: 'Do the work.', checks })
      if (turn === 1) return calling('new_task', { mode: 'ask', message: 'Look at it.' })
      return completing('It is done.')
    }
    if (opening === 'Look at it.') return completing('I looked. All tests pass.')
    if (turn === 0) return completing('Done at once.')
    if (turn === 1) return calling('write_to_file', { path: 'done.txt', content: 'yes\n' })
    if (turn === 2) return calling('write_to_file', { path: 'notes.md', content: '# Notes\n' })
    return completing('Done, with notes.')
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Do it.')

  const card = app.card('Start a subtask in Code mode?')
  for (const text of ['sh check.sh exits with 0', 'notes.md exists', 'README.md stays unchanged'])
    await expect(card.getByRole('listitem').filter({ hasText: text })).toBeVisible()
  await expect(card).toContainText('these commands are run without asking again')
  await app.approve(card)

  // Held up by what failed: nobody was asked whether it may finish, nor whether the command may run.
  await app.expectStatus('SA-2', 'Needs approval')
  await app.open('SA-2')
  await page.getByRole('button', { name: 'The last time, 2 of 3 checks failed' }).click()
  await expect(page.getByText('— exit code 3')).toBeVisible()
  await page.getByRole('button', { name: 'Its output' }).click()
  await expect(page.getByRole('group', { name: 'Output of sh check.sh' })).toContainText('not done')
  await page.getByRole('button', { name: /^Finish 2 of 3 checks failed/ }).click()
  await expect(page.getByText('It may not finish before all of these hold.')).toBeVisible()

  await app.approve(app.card('Create this file?'))
  await app.approve(app.card('Create this file?'))
  await app.approve(app.card('Hand this summary to the parent and finish?'))
  await app.expectStatus('SA-2', 'Completed')
  await expect(page.getByRole('button', { name: 'Receipt 2 files changed, 3 checks passed' })).toBeVisible()

  await app.open('SA-1')
  await page.getByRole('button', { name: 'Receipt 2 files changed, 3 checks passed' }).click()
  await expect(page.getByText('Written by Treeline from what was done')).toBeVisible()
  await app.approve(app.card('Start a subtask in Ask mode?'))
  await app.open('SA-3')
  await app.approve(app.card('Hand this summary to the parent and finish?'))
  await app.open('SA-1')
  const mark = 'The summary says that tests passed, but no test run was seen.'
  await expect(page.getByRole('region', { name: 'Subtask SA-3' }).getByText(mark)).toBeVisible()
  await app.expectStatus('SA-1', 'Completed')
  const told = place.model.requestsOf('Do it.').at(-1)?.last ?? ''
  expect(told).toContain(`Mark: ${mark}`)
})
