import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './support/place.ts'

/** The environment without a provider: what somebody has who starts for the first time. */
const noProvider = { TREELINE_BASE_URL: '', TREELINE_API_KEY: '', TREELINE_MODEL: '' }

const widthOf = (element: Element): number => element.getBoundingClientRect().width

async function openFolder(page: Page, path: string): Promise<void> {
  await page.getByLabel('Path of the folder').fill(path)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Type a command').fill(title)
  await page.keyboard.press('Enter')
}

test('the first run asks for a folder and a model, and a failed one is told in words', async ({
  page,
  place,
}) => {
  const host = await place.startHost({ env: noProvider })
  await page.goto(host.url)
  expect(page.url()).toBe(`${host.origin}/`)

  await openFolder(page, join(place.root, 'nowhere'))
  await expect(page.getByText('nowhere cannot be opened')).toBeVisible()
  await openFolder(page, place.folder)
  await expect(page.getByText(place.folder)).toBeVisible()

  await page.getByLabel('Base URL').fill(`${host.origin}/v1`)
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '404' })).toBeVisible()
  await page.getByLabel('Base URL').fill(place.model.baseUrl)
  await page.getByLabel('Model', { exact: true }).fill('scripted')
  await page.getByRole('button', { name: 'Use this model' }).click()
  await expect(page.getByRole('tab', { name: 'New task' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('tab', { name: 'New task' })).toBeVisible()
})

test('a server of models on this machine is found, and one click away', async ({ page, place }) => {
  const { port } = new URL(place.model.baseUrl)
  const host = await place.startHost({ env: { ...noProvider, TREELINE_LOCAL_PORTS: port } })
  await page.goto(host.url)
  await openFolder(page, place.folder)
  const found = page.getByRole('region', { name: 'Found on this machine' })
  await expect(found).toContainText(`127.0.0.1:${port}`)
  await found.getByRole('button', { name: 'Use' }).click()
  await expect(page.getByRole('tab', { name: 'New task' })).toBeVisible()
  await expect(page.getByRole('toolbar', { name: 'Composer' })).toContainText('scripted')
})

test('tabs and side bars are as they were after a reload', async ({ page, place }) => {
  const host = await place.startHost()
  await page.goto(host.url)
  await openFolder(page, place.folder)
  await expect(page.getByRole('tab', { name: 'New task' })).toBeVisible()

  await page.keyboard.press('Control+,')
  await runCommand(page, 'Edit Global Modes')
  await expect(page.getByRole('tab', { name: /Global modes/ }).first()).toBeVisible()
  await page.getByRole('separator', { name: 'Width of the task list' }).press('ArrowRight')
  await page.keyboard.press('Control+Alt+b')
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeHidden()
  const width = await page.getByRole('complementary', { name: 'Tasks' }).evaluate(widthOf)

  await page.reload()
  await expect(page.locator('.dv-tab')).toHaveText(['New task', 'Settings', 'Global modes'])
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeHidden()
  const tasks = page.getByRole('complementary', { name: 'Tasks' })
  await expect.poll(() => tasks.evaluate(widthOf)).toBe(width)
})

test('one goes back and forward through what was in front, from split to split, and gives one all the room', async ({
  page,
  place,
}) => {
  const host = await place.startHost()
  await page.goto(host.url)
  await openFolder(page, place.folder)
  const front = page.locator('.dv-active-group .dv-active-tab')
  await expect(front).toHaveText('New task')
  await page.keyboard.press('Control+,')
  await runCommand(page, 'Edit Global Modes')
  await expect(front).toHaveText('Global modes')

  await page.keyboard.press('Control+[')
  await expect(front).toHaveText('Settings')
  await page.keyboard.press('Control+[')
  await expect(front).toHaveText('New task')
  await page.keyboard.press('Control+]')
  await expect(front).toHaveText('Settings')

  await page.keyboard.press('Control+\\')
  const splits = page.locator('.dv-groupview')
  await expect(splits).toHaveCount(2)
  await page.keyboard.press('F6')
  await runCommand(page, 'Edit Global Modes')
  await expect(splits.first().locator('.dv-active-tab')).toHaveText('Global modes')
  const half = await splits.first().evaluate(widthOf)
  await page.keyboard.press('Control+Shift+\\')
  await expect.poll(() => splits.first().evaluate(widthOf)).toBeGreaterThan(half * 1.5)
  await page.keyboard.press('Control+Shift+\\')
  await expect.poll(() => splits.first().evaluate(widthOf)).toBe(half)
})

test('who calls the palette before a new task is drawn stays there', async ({ page, place }) => {
  const host = await place.startHost()
  await page.goto(host.url)
  await expect(page.getByLabel('Path of the folder')).toBeVisible()
  // Between the moment in which its field is made and the frame that draws it.
  const called = page.evaluate(async () => {
    await new Promise<void>((made) => {
      const look = () => document.querySelector('[aria-label="What should be done"]') !== null && made()
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
    })
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', code: 'KeyK', ctrlKey: true }))
    for (let frame = 0; frame < 3; frame++) await new Promise((drawn) => requestAnimationFrame(drawn))
  })
  await openFolder(page, place.folder)
  await called
  await expect(page.getByPlaceholder('Type a command')).toBeFocused()
})

test('global modes are marked while one types, kept on Ctrl+S, and in force', async ({ page, place }) => {
  writeFileSync(
    join(place.folder, '.roomodes'),
    '{ "customModes": [{ "slug": "docs", "name": "Docs", "roleDefinition": "You write.", "groups": [] }] }',
  )
  const host = await place.startHost()
  await page.goto(host.url)
  await openFolder(page, place.folder)
  await runCommand(page, 'Edit Global Modes')
  const editor = page.locator('.cm-content').first()

  await editor.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(
    '{ "customModes": [\n' +
      '{ "slug": "orchestrator", "name": "Conductor", "roleDefinition": "You split.", "groups": ["read"] },\n' +
      '{ "slug": "not a slug", "name": "X", "roleDefinition": "You.", "groups": [] }] }',
  )
  await expect(page.getByRole('list', { name: 'Problems' }).getByText('line 3')).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved: 1 mode in force, 1 problem').first()).toBeVisible()

  await page.getByRole('tab', { name: 'In force' }).click()
  const conductor = page.getByRole('listitem').filter({ hasText: 'Conductor' })
  await expect(conductor).toContainText('replaces the built in one')
  await expect(page.getByRole('listitem').filter({ hasText: 'Docs' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Trust this folder' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Docs' })).toContainText('project')
})

test('a host that goes is said to be gone, and one with another token to want another link', async ({
  page,
  place,
}) => {
  const host = await place.startHost()
  await page.goto(host.url)
  await openFolder(page, place.folder)
  await expect(page.getByRole('tab', { name: 'New task' })).toBeVisible()
  await host.end('SIGKILL')
  await expect(page.getByText('No connection to Treeline.')).toBeVisible()
  await place.startHost({ port: host.port })
  const wanted = page.getByText('Open the link that Treeline printed')
  // The page also tries by itself, and then the button is gone.
  await Promise.any([page.getByRole('button', { name: 'Try now' }).click(), wanted.waitFor()])
  await expect(wanted).toBeVisible()
})
