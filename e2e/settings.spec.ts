import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { actionTypes } from '../src/contract/action-type.ts'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

test.describe.configure({ mode: 'parallel' })

/** Files below a folder that hold a text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text))
    .map((path) => path.slice(folder.length + 1))
}

test('a provider is added after a test that failed and one that passed; its key stays in its file', async ({
  place,
  page,
}) => {
  const secret = 'sk-never-to-be-seen-4711'
  place.model.play(({ turn }) =>
    turn === 0 ? calling('execute_command', { command: 'env' }) : completing('Done.'),
  )
  const host = await place.startHost({
    env: { TREELINE_BASE_URL: '', TREELINE_API_KEY: '', TREELINE_MODEL: '' },
  })
  const app = createAppPage(page)
  await app.visit(host)
  await page.getByLabel('Base URL').fill(place.model.baseUrl)
  await page.getByLabel('Model', { exact: true }).fill('scripted')
  await page.getByRole('button', { name: 'Use this model' }).click()
  await app.openFolder(place.folder)

  await app.command('Settings')
  await page.getByRole('tab', { name: 'Providers' }).click()
  await page.getByRole('button', { name: 'Add a provider' }).click()
  const form = page.getByRole('dialog', { name: 'Add a provider' })
  await form.getByLabel('Name').fill('Second')
  await form.getByLabel('Base URL').fill('http://127.0.0.1:9/v1')
  await form.getByLabel('API key').fill(secret)
  await form.getByRole('button', { name: 'Test connection' }).click()
  await expect(form.getByRole('alert')).toContainText(/127\.0\.0\.1|connect|reach/i)
  await form.getByLabel('Base URL').fill(place.model.baseUrl)
  await form.getByRole('button', { name: 'Test connection' }).click()
  await expect(form.getByRole('status')).toContainText('with 1 model')
  await form.getByRole('button', { name: 'scripted', exact: true }).click()
  await form.getByRole('button', { name: 'Save' }).click()
  const card = page.getByRole('listitem').filter({ hasText: 'Second' })
  await expect(card).toContainText(`scripted at ${place.model.baseUrl}`)
  await page.getByRole('button', { name: 'More about Second' }).click()
  await page.getByRole('menuitem', { name: 'Use for new tasks' }).click()
  await expect(card).toContainText('default')

  // A task runs with it; its command does not see the key, nor does anything but the file of keys hold it.
  await app.command('New Task')
  await app.start('Show the environment.', 'Code')
  await app.approve(app.card('Run this command?'))
  await app.expectStatus('SA-1', 'Completed')
  expect(await page.content()).not.toContain(secret)
  expect(filesWith(place.dataFolder, secret)).toEqual(['secrets.json'])
  expect((await place.treeline('export', 'SA-1', '--format', 'json')).stdout).not.toContain(secret)
  expect(host.stdout() + host.stderr()).not.toContain(secret)
})

test('each auto-approve toggle flips itself alone, and decides from the next call on', async ({
  place,
  page,
}) => {
  place.model.play(({ turn }) =>
    turn === 0 ? calling('execute_command', { command: 'echo ran' }) : completing('Done.'),
  )
  const host = await place.startHost()
  const eyes = await place.connect(host)
  const { call } = eyes
  const everywhere = async () => {
    const entries = await call.settings.autoApprove({ scope: 'everywhere' })
    return Object.fromEntries(entries.map(({ action, on }) => [action, on]))
  }
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.command('Auto-Approve')
  const switches = page.getByRole('tabpanel', { name: 'Auto-approve' }).getByRole('switch')
  await expect(switches).toHaveCount(actionTypes.length)
  const actions = (await call.settings.autoApprove({ scope: 'everywhere' })).map(({ action }) => action)
  for (const [at, action] of actions.entries()) {
    const before = await everywhere()
    await switches.nth(at).click()
    await expect.poll(async () => (await everywhere())[action]).toBe(!before[action])
    expect(await everywhere()).toEqual({ ...before, [action]: !before[action] })
    await expect(switches.nth(at)).toBeChecked({ checked: !before[action] })
    await switches.nth(at).click()
    await expect.poll(async () => (await everywhere())[action]).toBe(before[action])
  }

  const command = page.getByRole('switch', { name: 'All commands' })
  await command.click()
  await expect(command).toBeChecked()
  await app.command('New Task')
  await app.start('Run it.', 'Code')
  await app.expectStatus('SA-1', 'Completed')
  await app.command('Auto-Approve')
  await command.click()
  await expect(command).not.toBeChecked()
  await app.command('New Task')
  await app.start('Run it again.', 'Code')
  await app.expectStatus('SA-2', 'Needs approval')
})

test('“Always allow” at a card approves it and what is like it, for the task alone', async ({
  place,
  page,
}) => {
  place.model.play(({ turn }) =>
    turn < 2 ? calling('execute_command', { command: `echo ${turn}` }) : completing('Done.'),
  )
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Run both.', 'Code')
  const card = app.card('Run this command?')
  await card.getByRole('button', { name: /^Always allow/ }).click()
  await page.getByRole('menuitem', { name: 'In this task and its subtasks' }).click()
  await app.expectStatus('SA-1', 'Completed')
  await app.command('New Task')
  await app.start('Run both again.', 'Code')
  await app.expectStatus('SA-2', 'Needs approval')
})

test('the theme is chosen, holds over a reload, and follows the system when told to', async ({
  place,
  page,
}) => {
  const host = await place.startHost()
  const app = createAppPage(page)
  await page.emulateMedia({ colorScheme: 'light' })
  await app.visit(host)
  await app.openFolder(place.folder)
  const shown = page.locator('html')
  await expect(shown).toHaveAttribute('data-theme', 'light')
  await app.command('Settings')
  await page.getByRole('tab', { name: 'Appearance' }).click()
  await page.locator('#theme').selectOption('dark')
  await expect(shown).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(shown).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('tab', { name: 'Appearance' }).click()
  await page.locator('#theme').selectOption('system')
  await expect(shown).toHaveAttribute('data-theme', 'light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(shown).toHaveAttribute('data-theme', 'dark')
})
