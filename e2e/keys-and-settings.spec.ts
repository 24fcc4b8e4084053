import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

test('a command gets other keys: a clash is said first, and palette, cheat sheet and page follow at once', async ({
  place,
  page,
}) => {
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.command('Change Keyboard Shortcuts')
  await page.getByRole('searchbox', { name: 'Search commands' }).fill('inbox')
  const row = page.getByRole('listitem', { name: 'Open Inbox' })
  await row.getByRole('button', { name: 'Add keys to “Open Inbox”' }).click()
  await page.keyboard.press('Control+t')
  await expect(row.getByRole('status')).toContainText('calls “New Tab” now')
  await expect(row.getByRole('status')).toContainText('Most browsers keep this')
  await page.keyboard.press('Control+Shift+y')
  await expect(row.getByRole('status')).toHaveCount(0)
  await row.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(row.getByRole('button', { name: 'Remove Ctrl+Shift+Y from “Open Inbox”' })).toBeVisible()
  const old = row.getByRole('button', { name: 'Remove Ctrl+I from “Open Inbox”' })
  await old.click()
  await expect(old).toHaveCount(0)
  await expect(row).toContainText('yours')

  await page.keyboard.press('Control+i')
  await expect(page.getByRole('tab', { name: 'Inbox' })).toHaveCount(0)
  await page.keyboard.press('Control+Shift+y')
  await expect(page.getByRole('tab', { name: 'Inbox' })).toBeVisible()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet.locator('div').filter({ hasText: /^Open Inbox/ })).toContainText('Ctrl+Shift+Y')
  await sheet.getByRole('button', { name: 'Change keys…' }).click()
  await row.getByRole('button', { name: 'Reset the keys of “Open Inbox”' }).click()
  await expect(row).toContainText('default')

  // What cannot be done now is explained, and cannot be chosen.
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Type a command').fill('Retry Task')
  const unable = page.getByRole('option', { name: 'Retry Task…' })
  await expect(unable).toContainText('Needs a task that has ended')
  await expect(unable).toHaveAttribute('aria-disabled', 'true')
})

test('settings.json is searched, edited here and outside, and a faulty one changes nothing', async ({
  place,
  page,
}) => {
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.command('Appearance')
  const search = page.getByRole('searchbox', { name: 'Search settings' })
  await search.fill('zebra')
  await expect(page.getByText('No setting has “zebra”')).toBeVisible()
  await search.fill('lower lines')
  await page.getByRole('button', { name: /^Density/ }).click()
  await expect(page.locator('#density')).toBeFocused()
  await page.locator('#density').selectOption('compact')
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-density', 'compact')
  const path = join(place.dataFolder, 'settings.json')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ density: 'compact' })

  const second = await page.context().newPage()
  await second.goto(host.url)
  await expect(second.locator('html')).toHaveAttribute('data-density', 'compact')
  writeFileSync(path, '{\n  // Written outside.\n  "of tomorrow": 1,\n  "theme": "dark"\n}\n')
  for (const one of [page, second]) {
    await expect(one.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(one.locator('html')).toHaveAttribute('data-density', 'comfortable')
  }
  await second.close()
  await page.locator('#theme').selectOption('light')
  await expect(html).toHaveAttribute('data-theme', 'light')
  expect(readFileSync(path, 'utf8')).toContain('// Written outside.\n  "of tomorrow": 1')

  writeFileSync(path, '{\n  "theme": "dark",\n  "maxDepth": \n}\n')
  const fault = page.getByRole('alert').filter({ hasText: 'settings.json, line 4' })
  await expect(fault).toBeVisible()
  await expect(html).toHaveAttribute('data-theme', 'light')
  await page.getByRole('button', { name: 'Open the file' }).click()
  await expect(page.getByText('1 problem', { exact: true })).toBeVisible()
  await page.locator('.cm-content').fill('{ "fontSize": 16 }')
  await expect(page.getByText('No problems')).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('button', { name: 'Saved' })).toBeVisible()
  await expect(html).toHaveAttribute('style', /--text-scale: 1\.23/)
  await app.command('Settings')
  await expect(fault).toHaveCount(0)
})

test('what waits is told of in a notification that opens the task, and in title and picture of the tab', async ({
  place,
  page,
}) => {
  place.model.play(({ turn }) =>
    turn === 0 ? calling('execute_command', { command: 'echo ran' }) : completing('Done.'),
  )
  await page.addInitScript(() => {
    const shown: { title: string; body?: string | undefined; onclick?: () => void }[] = []
    class Told {
      static permission = 'granted'
      onclick?: () => void
      title: string
      body: string | undefined
      constructor(title: string, options: { body?: string }) {
        this.title = title
        this.body = options.body
        shown.push(this)
      }
      close() {}
    }
    Object.assign(window, { Notification: Told, shown })
    // Nobody looks.
    document.hasFocus = () => false
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Run it.', 'Code')
  await app.expectStatus('SA-1', 'Needs approval')
  const titles = () =>
    page.evaluate(() => (window as never as { shown: { title: string }[] }).shown.map((n) => n.title))
  await expect.poll(titles).toEqual(['SA-1 wants approval'])
  await expect(page).toHaveTitle(/^\(1\) /)
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', /^data:image\/png/)

  await app.command('Settings')
  await expect(app.card('Run this command?')).not.toBeVisible()
  await page.evaluate(() => (window as never as { shown: { onclick(): void }[] }).shown[0]?.onclick())
  await expect(app.card('Run this command?')).toBeVisible()
  await app.command('Toggle Do Not Disturb')
  await app.approve(app.card('Run this command?'))
  await app.expectStatus('SA-1', 'Completed')
  await expect(page).not.toHaveTitle(/^\(/)
  expect(await titles()).toEqual(['SA-1 wants approval'])
})
