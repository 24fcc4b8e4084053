import { createAppPage } from './support/app-page.ts'
import { medianStory, prompt } from './support/median-story.ts'
import { expect, test } from './support/place.ts'

test('a deleted task is out of the way, and back when one likes, from the message, the palette or its pane', async ({
  place,
  page,
}) => {
  place.model.play(medianStory)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, prompt)
  await app.approve(app.card('Start a subtask in Architect mode?'))
  await app.expectStatus('SA-2', 'Needs approval')

  // A child that is deleted returns to its parent as cancelled.
  await app.row('SA-2').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete Task' }).click()
  await expect(app.row('SA-2')).toHaveCount(0)
  await expect(app.card('Start a subtask in Code mode?')).toBeVisible()

  // The whole tree goes at once, and Undo brings it back as it ended.
  await app.open('SA-1')
  await app.command('Delete Task')
  await expect(page.getByRole('treeitem')).toHaveCount(0)
  await expect(page.getByText('This task is deleted. Its transcript is kept.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Message to the task' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await app.expectStatus('SA-1', 'Cancelled')
  await expect(page.getByRole('textbox', { name: 'Message to the task' })).toBeVisible()

  // The child was deleted on its own, and is found among what can be restored.
  await expect(app.row('SA-2')).toHaveCount(0)
  await app.command('Restore Deleted Task…')
  await page.getByRole('option', { name: /SA-2/ }).click()
  await app.expectStatus('SA-2', 'Cancelled')
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-2')

  await app.command('Delete Task')
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await app.expectStatus('SA-2', 'Cancelled')
  await app.command('Restore Deleted Task…')
  await expect(page.getByText('No task is deleted.')).toBeVisible()
})

test('the command line deletes, lists what is deleted, and puts it back', async ({ place }) => {
  place.model.play(medianStory)
  expect((await place.treeline('run', prompt, '--approve', 'all')).code).toBe(0)
  const ids = async (...options: string[]) => {
    const { stdout } = await place.treeline('tasks', '--json', ...options)
    return JSON.parse(stdout).map(({ displayId }: { displayId: string }) => displayId)
  }
  const all = await ids()
  expect(all.length).toBeGreaterThan(2)
  const { code, stderr } = await place.treeline('delete', 'sa-1')
  expect([code, stderr]).toEqual([
    0,
    `Deleted SA-1 and ${all.length - 1} below it. "treeline undelete SA-1" puts it back.\n`,
  ])
  expect([await ids(), await ids('--deleted')]).toEqual([[], ['SA-1']])
  expect((await place.treeline('delete', 'SA-1')).code).toBe(1)
  expect((await place.treeline('undelete', 'SA-1')).code).toBe(0)
  expect([await ids(), await ids('--deleted')]).toEqual([all, []])
  expect((await place.treeline('undelete', 'SA-9')).code).toBe(2)
})
