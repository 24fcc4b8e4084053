import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { connectForWriting } from '../src/main/store/database.ts'
import { type AppPage, createAppPage } from './support/app-page.ts'
import { layoutFaults } from './support/layout-faults.ts'
import { look, sizes } from './support/looks.ts'
import { seedOddTasks, unbroken } from './support/odd-tasks.ts'
import { expect, type Place, test } from './support/place.ts'

test.describe.configure({ mode: 'parallel' })

const noModel = { TREELINE_BASE_URL: '', TREELINE_API_KEY: '', TREELINE_MODEL: '' }
/** Where the middle size shows nothing that the others do not. */
const ends = [sizes[0], sizes[2]] as const

test('the checks find what they are for, and nothing in what is sound', async ({ page }) => {
  const box = (style: string, content: string) => `<div style="width: 120px; ${style}">${content}</div>`
  const long = 'A sentence that needs more room than there is.'
  const corner = (right: string) =>
    `<div style="position: relative; width: 60px"><button style="width: 60px; height: 60px">One</button>
    <button style="position: absolute; top: ${right}; right: ${right}; width: 24px; height: 24px">x</button></div>`
  const cases: [html: string, fault: string | null][] = [
    [box('', long), null],
    [box('white-space: nowrap; overflow: hidden', long), 'cut off at a side'],
    [box('white-space: nowrap; overflow: hidden; text-overflow: ellipsis', long), null],
    [box('white-space: nowrap; overflow: hidden', `<span title="${long}">${long}</span>`), null],
    [box('white-space: nowrap; overflow: auto', long), null],
    [box('white-space: nowrap; border: 1px solid black', long), 'sticks out of its box'],
    [box('white-space: nowrap; width: 3000px', long.repeat(20)), 'the page scrolls sideways'],
    [box('height: 26px; line-height: 20px; overflow: hidden', long), 'cut off halfway down'],
    [box('height: 40px; line-height: 20px; overflow: hidden', long), null],
    ['<button>One</button><button style="margin-left: -20px">Two</button>', 'one lies on the other'],
    ['<button>One</button><button style="margin-left: 4px">Two</button>', null],
    [corner('-8px'), null],
    [box('', 'It took NaN seconds'), 'not for people'],
    [`<div aria-hidden="true" style="visibility: hidden">${box('overflow: hidden', unbroken)}</div>`, null],
  ]
  for (const [html, fault] of cases) {
    await page.setContent(`<body style="margin: 8px; font: 14px sans-serif">${html}</body>`)
    const found = await layoutFaults(page)
    if (fault === null) expect(found, html).toEqual([])
    else expect(found.join('\n'), html).toContain(fault)
  }
})

test('before there is a model, a folder or a task', async ({ page, place }) => {
  test.slow()
  const host = await place.startHost({ env: noModel })
  const app = createAppPage(page)
  await app.visit(host)
  await expect(page.getByRole('heading', { name: 'Treeline' })).toBeVisible()
  await look(page, 'start-none')

  // A server that does not know the key, and a folder that is not there.
  const locked = createServer((_, response) => {
    response.writeHead(401, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { message: `The key ends in …4711. ${unbroken}` } }))
  }).listen(0, '127.0.0.1')
  await once(locked, 'listening')
  await page.getByLabel('Path of the folder').fill(join(place.root, unbroken))
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByText(/cannot be opened/).first()).toBeVisible()
  await page.getByLabel('Base URL').fill(`http://127.0.0.1:${(locked.address() as AddressInfo).port}/v1`)
  await page.getByLabel('API key').fill('sk-4711')
  await page.getByLabel('Model', { exact: true }).fill('scripted')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '4711' })).toBeVisible()
  await look(page, 'start-failed')
  locked.close()

  // Folders that were opened before, one of them gone, and a model that is known.
  const { call } = await place.connect(host)
  const provider = { name: unbroken.slice(0, 70), baseUrl: place.model.baseUrl, model: unbroken.slice(0, 90) }
  await call.providers.save({ ...provider, modelByMode: {}, prices: {}, contextWindow: null })
  for (const name of ['gone', unbroken.slice(0, 180)]) {
    mkdirSync(join(place.root, name))
    await call.workspaces.open({ path: join(place.root, name) })
  }
  rmSync(join(place.root, 'gone'), { recursive: true })
  await page.reload()
  await expect(page.getByText('(not there)')).toBeVisible()
  await look(page, 'start-known')

  await app.openFolder(place.folder)
  await look(page, 'workspace-empty')
  await app.command('Open Inbox')
  await expect(page.getByText('Nothing waits for you').first()).toBeVisible()
  await look(page, 'inbox-empty')
  await app.command('Search Everything')
  await look(page, 'search-empty')
  await app.command('Model Providers')
  await page.getByRole('button', { name: /^More about harbour/ }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await look(page, 'settings-no-provider')
  await app.command('New Task')
  await look(page, 'new-task-no-provider')

  process.kill(host.pid, 'SIGKILL')
  await expect(page.getByText('No connection to Treeline.')).toBeVisible()
  await look(page, 'connection-lost')
})

/** A host on the odd tasks, and the page on their workspace. */
async function openOdd(place: Place, app: AppPage) {
  const ids = seedOddTasks(place.dataFolder, place.folder)
  const host = await place.startHost()
  await app.visit(host)
  await app.page
    .getByRole('button', { name: /sample-app/ })
    .first()
    .click()
  await expect(app.page.getByRole('tree', { name: 'Tasks' })).toBeVisible()
  return { ids, host }
}

/** Goes to a task as one does who does not see it. */
async function goTo(app: AppPage, displayId: string): Promise<void> {
  await app.page.keyboard.press('Alt+w')
  await app.page.keyboard.press('Control+p')
  await app.page.getByRole('combobox').last().fill(displayId)
  await app.page
    .getByRole('option', { name: new RegExp(`${displayId}\\b`) })
    .first()
    .click()
  await expect(app.breadcrumb.locator('[aria-current="page"]').last()).toContainText(displayId)
}

test('transcripts that are long, damaged, deleted, loading or without a word', async ({ page, place }) => {
  test.slow()
  const app = createAppPage(page)
  const { ids, host } = await openOdd(place, app)
  await goTo(app, ids.long)
  await expect(page.getByText('harbourGate').last()).toBeVisible()
  await look(page, 'task-long')
  for (const tab of ['Todo', 'Terminal', 'Cost']) {
    await page.getByRole('tab', { name: tab }).click()
    await look(page, `task-long-${tab.toLowerCase()}`, { only: sizes.slice(0, 2) })
  }
  await app.command('Open Context X-ray')
  await expect(page.getByText('What the model of')).toBeVisible()
  await look(page, 'xray-none')
  await goTo(app, ids.question)
  await look(page, 'task-question')
  await goTo(app, ids.untouched)
  await look(page, 'task-untouched', { only: sizes.slice(0, 2) })
  await goTo(app, ids.failed)
  await app.command('Retry Task…')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(page, 'retry')
  await page.keyboard.press('Escape')
  await goTo(app, ids.damaged)
  await expect(page.getByText('The rest of this transcript cannot be read.')).toBeVisible()
  await look(page, 'task-damaged')
  await goTo(app, ids.plain)
  await app.command('Delete Task')
  await expect(page.getByText('This task is deleted.')).toBeVisible()
  await look(page, 'task-deleted', { only: sizes.slice(0, 2) })

  process.kill(host.pid, 'SIGSTOP')
  await page
    .getByRole('treeitem', { name: /Table of gate/ })
    .nth(4)
    .click()
  await expect(page.getByRole('status', { name: 'Loading the transcript' })).toBeAttached()
  await look(page, 'task-loading', { only: sizes.slice(0, 1) })
  process.kill(host.pid, 'SIGCONT')
})

test('hundreds of tasks, of what waits, of what was found', async ({ page, place }) => {
  test.slow()
  const app = createAppPage(page)
  const { ids, host } = await openOdd(place, app)
  await goTo(app, ids.wide)
  await look(page, 'task-wide', { axe: false })
  await page.getByRole('tab', { name: 'Receipts' }).click()
  await look(page, 'task-wide-receipts', { only: sizes.slice(0, 2) })
  const tree = page.getByRole('tree', { name: 'Tasks', exact: true })
  await tree.focus()
  await page.keyboard.press('Home')
  const line = tree.getByRole('treeitem')
  // One that is waited for cannot go elsewhere, and the tree says so.
  await line.nth(1).hover()
  await page.mouse.down()
  await line.nth(5).hover()
  await line.nth(5).hover({ position: { x: 60, y: 12 } })
  await expect(page.getByText(/has not had its result/)).toBeVisible()
  await look(page, 'tree-drag', { only: sizes.slice(0, 1), axe: false })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await page.keyboard.press('Control+Shift+G')
  await expect(page.getByRole('tree', { name: /^Subtasks of/ })).toBeVisible()
  await look(page, 'plan-timeline-huge', { only: ends, axe: false })
  await page.getByRole('radio', { name: 'Graph' }).click()
  await expect(
    page
      .getByRole('list', { name: /^Subtasks of/ })
      .getByRole('button')
      .first(),
  ).toBeVisible()
  await look(page, 'plan-graph-huge', { only: ends, axe: false })
  await app.command('Open Inbox')
  await expect(page.getByRole('button', { name: /^Approve/ }).first()).toBeVisible()
  await look(page, 'inbox-overfull')
  await app.command('Search Everything')
  const field = page.getByRole('combobox', { name: 'Search everything' })
  await field.fill('gate')
  await expect(page.getByRole('listbox', { name: 'What was found' })).toBeVisible()
  await look(page, 'search-many', { axe: false })
  await field.fill('flamingo')
  await expect(page.getByText('Nothing was found')).toBeVisible()
  await look(page, 'search-none', { only: sizes.slice(0, 1) })
  await page.keyboard.press('Control+p')
  await look(page, 'go-to-task', { only: ends, axe: false })
  await page.getByRole('combobox').last().fill('flamingo')
  await look(page, 'palette-none', { only: sizes.slice(0, 1) })
  await page.keyboard.press('Escape')
  process.kill(host.pid, 'SIGKILL')
  await expect(page.getByText('No connection to Treeline.')).toBeVisible()
  await field.fill('heron')
  await expect(page.getByText('The search did not work')).toBeVisible()
  await look(page, 'search-failed', { only: ends })
})

test('a long queue, ten images, a faulty file of settings, a database that is held', async ({
  page,
  place,
}) => {
  test.slow()
  const app = createAppPage(page)
  const settings = join(place.dataFolder, 'settings.json')
  mkdirSync(place.dataFolder, { mode: 0o700 })
  writeFileSync(settings, '{ "theme": "purple",\n "keys": [ }')
  const { ids } = await openOdd(place, app)
  await goTo(app, ids.queue)
  await expect(page.getByText('Queued').first()).toBeVisible()
  await page.locator('[data-composer]').evaluate((field, bytes) => {
    const data = new DataTransfer()
    for (let index = 0; index < 10; index++) {
      const name = `picture-of-the-harbour-gate-${index}.png`
      data.items.add(
        new File([Uint8Array.from(`${atob(bytes)}${index}`, (c) => c.charCodeAt(0))], name, {
          type: 'image/png',
        }),
      )
    }
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, png)
  await expect(page.getByRole('img', { name: 'picture-of-the-harbour-gate-9.png' })).toBeVisible()
  await look(page, 'composer-full')
  await page.getByRole('button', { name: 'Show picture-of-the-harbour-gate-9.png' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(page, 'image-viewer', { only: ends })
  await page.keyboard.press('Escape')

  for (const [command, name] of [
    ['Model Providers', 'providers'],
    ['Auto-approve Settings', 'auto-approve'],
    ['Preferences', 'preferences'],
    ['Appearance', 'appearance'],
    ['Change Keyboard Shortcuts', 'keys'],
    ['Notifications', 'notifications'],
  ] as const) {
    await app.command(command)
    await look(page, `settings-${name}-faulty`, { only: name === 'keys' ? sizes : sizes.slice(1) })
  }
  await app.command('Edit Settings File')
  await expect(page.locator('.cm-content')).toBeVisible()
  await look(page, 'settings-file-faulty')

  // Another program writes and does not stop.
  const other = connectForWriting(join(place.dataFolder, 'treeline.db'))
  other.exec('BEGIN IMMEDIATE')
  await goTo(app, ids.plain)
  await page.getByRole('textbox', { name: 'Message to the task' }).fill('Go on.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('Another program holds the database.')).toBeVisible()
  await look(page, 'storage-busy')
  other.exec('ROLLBACK')
  other.close()
})

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
