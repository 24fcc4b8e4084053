import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

const pieces = ['Write the guide.', 'Write the notes.']

test('two subtasks that change files run side by side in worktrees, and their work comes together', async ({
  place,
  page,
}) => {
  let asked = 0
  const { promise: both, resolve: go } = Promise.withResolvers<void>()
  place.model.play(async ({ opening, turn }) => {
    if (opening === 'Write both.') {
      if (turn > 0) return completing('Both are written.')
      return {
        text: 'They do not need each other, so they go out together.',
        calls: pieces.map((message) => ({ name: 'new_task', arguments: { mode: 'code', message } })),
      }
    }
    if (turn > 0) return completing(`Done: ${opening}`)
    if (++asked === 2) go()
    await both
    return calling('write_to_file', {
      path: opening === pieces[0] ? 'guide.md' : 'notes.md',
      content: `${opening}\n`,
    })
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Write both.')
  await app.approve(app.card('Start a subtask in Code mode?').first())
  await app.approve(app.card('Start a subtask in Code mode?').first())

  // Neither has to wait for the other.
  for (const id of ['SA-2', 'SA-3']) {
    await app.expectStatus(id, 'Needs approval')
    await app.open(id)
    await expect(page.getByRole('button', { name: 'Works in a worktree of its own' })).toBeVisible()
    await app.approve(app.card('Create this file?'))
  }
  await app.open('SA-1')
  for (const id of ['SA-2', 'SA-3']) {
    await app.open(id)
    await app.approve(app.card('Take this work over and finish?'))
    await page.getByRole('button', { name: 'Work taken over: 1 file' }).click()
  }
  await app.expectStatus('SA-1', 'Completed')
  expect(readFileSync(join(place.folder, 'guide.md'), 'utf8')).toBe('Write the guide.\n')
  expect(readFileSync(join(place.folder, 'notes.md'), 'utf8')).toBe('Write the notes.\n')
  if (process.env.SHOTS) {
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.screenshot({ path: `${process.env.SHOTS}/side-${scheme}.png` })
    }
  }
})
