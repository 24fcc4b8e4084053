import type { Page } from '@playwright/test'
import { completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { axeFaults } from './support/axe-faults.ts'
import { expect, type Place, test } from './support/place.ts'

const talk = Array.from({ length: 40 }, (_, number) => `Line ${number} of a long answer.`).join('\n\n')

/** Two tasks: a long one in which a heron is named at its beginning and in the middle, and one about storks. */
async function tell(place: Place, page: Page) {
  place.model.play(({ opening, turn }) =>
    opening.includes('stork')
      ? completing('A stork nests on the roof.')
      : { ...completing(`Result of turn ${turn}.`), text: turn === 1 ? `The heron waits.\n\n${talk}` : talk },
  )
  const host = await place.startHost()
  const { call } = await place.connect(host)
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles: { subtask_finish: true } })
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.start('Where does the grey heron stand?', 'Ask')
  await app.expectStatus('SA-1', 'Completed')
  const taskId = (await findId(place, 'SA-1')) as never
  for (const text of ['Once more.', 'And again.', 'At last.']) {
    await call.task.send({ taskId, text })
    await app.expectStatus('SA-1', 'Completed')
  }
  await app.command('New Task')
  await app.start('What does the stork do?', 'Ask')
  await app.expectStatus('SA-2', 'Completed')
  return call
}

async function findId(place: Place, displayId: string): Promise<string> {
  const { stdout } = await place.treeline('tasks', '--json')
  const tasks = JSON.parse(stdout) as { id: string; displayId: string }[]
  return tasks.find((task) => task.displayId === displayId)?.id ?? ''
}

test('what was said is found as one types, and opened where it stands', async ({ place, page }) => {
  // What fades when axe begins would be cut off, which is a failure to it.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const call = await tell(place, page)
  await page.keyboard.press('Control+Shift+F')
  await expect(page.getByRole('tab', { name: 'Search' })).toBeVisible()
  const field = page.getByRole('combobox', { name: 'Search everything' })
  await expect(field).toBeFocused()
  await expect(page.getByText('Messages, answers, results')).toBeVisible()

  await page.keyboard.type('her')
  const list = page.getByRole('listbox', { name: 'What was found' })
  await expect(list.getByRole('group')).toHaveCount(1)
  await expect(list.locator('mark').first()).toHaveText(/heron/i)
  await expect(page.getByRole('status').filter({ hasText: 'in 1 task' })).toBeVisible()
  expect(await axeFaults(page)).toEqual([])

  // Up and down go through the lines while the field keeps the focus; Enter goes to the place.
  const model = list.getByRole('option', { name: /^Model/ })
  for (let press = 0; press < 10 && (await model.getAttribute('aria-selected')) !== 'true'; press++) {
    await page.keyboard.press('ArrowDown')
  }
  await expect(model).toHaveAttribute('aria-selected', 'true')
  await expect(field).toBeFocused()
  await page.keyboard.press('Control+Enter')
  const found = page.locator('[data-found]:visible')
  await expect(found).toContainText('The heron waits.')
  await expect(found).toBeInViewport()
  await expect(found).toBeFocused()
  await expect(list).toBeVisible()
  await expect(page.locator('[data-found]')).toHaveCount(0)

  // A filter that leaves nothing, then words that nobody said.
  await page.getByRole('combobox', { name: 'Status' }).selectOption('failed')
  await expect(page.getByText('and fits the filters')).toBeVisible()
  await page.getByRole('combobox', { name: 'Status' }).selectOption('')
  await field.fill('flamingo')
  await expect(page.getByText('Nothing was found')).toBeVisible()
  await field.fill('"stork nests"')
  await expect(list.getByRole('option', { name: /^Result.*A stork nests on the roof/ })).toBeVisible()

  // The same keys lead back to the field, with what was typed there ready to be typed over.
  await page.getByRole('tab', { name: /SA-2/ }).click()
  await page.keyboard.press('Control+Shift+F')
  await expect(field).toBeFocused()
  await page.keyboard.type('grey')
  await expect(list.getByRole('group')).toHaveCount(1)
  await list.getByRole('option', { name: /^Title/ }).click()
  await expect(page.getByRole('tab', { name: /SA-1/ }).first()).toBeVisible()

  // A deleted task is not found any more.
  await page.keyboard.press('Control+Shift+F')
  await field.fill('stork')
  await expect(list.getByRole('group', { name: /^SA-2/ })).toBeVisible()
  await call.task.delete({ taskId: (await findId(place, 'SA-2')) as never })
  await field.fill('storks')
  await field.fill('stork')
  await expect(page.getByText('Nothing was found')).toBeVisible()
})
