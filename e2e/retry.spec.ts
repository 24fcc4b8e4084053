import { completing, refusing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { axeFaults } from './support/axe-faults.ts'
import { expect, test } from './support/place.ts'

test('a task that failed is retried in another mode with a word on what to do differently', async ({
  place,
  page,
}) => {
  place.model.play(({ mode, last }) =>
    mode === 'debug' && last === 'Look at the log first.' ? completing('Found it.') : refusing('I will not.'),
  )
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Find the fault.', 'Code')
  await app.expectStatus('SA-1', 'Failed')

  await page.getByRole('button', { name: 'Retry with…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Retry SA-1' })
  await dialog.getByRole('button', { name: 'Mode: Code' }).click()
  await page.getByRole('menuitemradio', { name: /^Debug/ }).click()
  await expect(dialog.getByRole('button', { name: 'Mode: Debug' })).toBeVisible()
  await dialog.getByRole('textbox', { name: 'What should it do differently?' }).fill('Look at the log first.')
  expect.soft(await axeFaults(page), 'retry').toEqual([])
  await dialog.getByRole('button', { name: 'Retry', exact: true }).click()
  await expect(dialog).toBeHidden()
  await app.expectStatus('SA-1', 'Completed')
  await expect(page.getByText('Mode code → debug, by you')).toBeVisible()

  // What has completed can be retried too, from its menu and the palette.
  await app.command('Retry Task…')
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})
