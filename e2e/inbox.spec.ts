import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { noBudget } from '../src/contract/budget.ts'
import { type Conversation, calling, completing } from '../src/main/testing/conversation.ts'
import { type AppPage, createAppPage } from './support/app-page.ts'
import { axeFaults as faults } from './support/axe-faults.ts'
import { expect, type Place, test } from './support/place.ts'
import type { WebHost } from './support/web-host.ts'

const pieces = ['one', 'two', 'three', 'four']
const pages = pieces.map((name) => `docs/${name}.md`)

/** Writers, one piece each, below one root; a task that runs a command below a subtask; and one that asks. */
function play({ opening, turn, last }: Conversation) {
  const piece = (message: string) => ({ name: 'new_task', arguments: { mode: 'code', message } })
  if (opening === 'Write them all.')
    return turn === 0 ? { calls: pieces.map(piece) } : completing('All are written.')
  if (opening === 'Clean up.')
    return turn === 0
      ? calling('new_task', { mode: 'orchestrator', message: 'Find out how.' })
      : completing('It is clean.')
  if (opening === 'Find out how.')
    return turn === 0 ? calling('new_task', { mode: 'code', message: 'Try it.' }) : completing('So.')
  if (opening === 'Try it.')
    return turn === 0
      ? calling('execute_command', { command: 'touch tried.txt && echo tried' })
      : completing('Tried.')
  if (opening === 'Ask.')
    return turn === 0
      ? calling('ask_followup_question', {
          question: 'Tea or coffee?',
          follow_up: [{ text: 'Tea' }, { text: 'Coffee' }],
        })
      : completing(`They want ${last.includes('Coffee') ? 'coffee' : 'tea'}.`)
  return turn === 0
    ? calling('write_to_file', { path: `docs/${opening}.md`, content: `${opening}\n` })
    : completing(`Wrote ${opening}.`)
}

/** Opens the app on trees that wait for different things: SA-2 to SA-5 for edits, SA-8 for a command, SA-9 for a word. */
async function threeTrees(place: Place, page: Page): Promise<{ app: AppPage; host: WebHost }> {
  place.model.play(play)
  const host = await place.startHost()
  const client = await place.connect(host)
  await client.call.settings.setAutoApprove({
    at: { scope: 'everywhere' },
    toggles: { subtask_create: true, subtask_finish: true },
  })
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Write them all.')
  for (const id of ['SA-2', 'SA-3', 'SA-4', 'SA-5']) await app.expectStatus(id, 'Needs approval')
  for (const [prompt, id, status] of [
    ['Clean up.', 'SA-8', 'Needs approval'],
    ['Ask.', 'SA-9', 'Asks you'],
  ] as const) {
    await app.command('New Task')
    await app.start(prompt)
    await app.expectStatus(id, status)
  }
  return { app, host }
}

async function shots(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${scheme}.png` })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

test('what waits in several trees is answered in one list, and another page sees it go', async ({
  place,
  page,
  context,
}) => {
  test.setTimeout(120_000)
  const { app, host } = await threeTrees(place, page)
  const other = await context.newPage()
  const two = createAppPage(other)
  await two.visit(host)

  for (const one of [page, other]) {
    await expect(one).toHaveTitle(/^\(6\) /)
    await one.getByRole('button', { name: '6 tasks wait for you' }).click()
    await expect(one.getByRole('tab', { name: 'Inbox' })).toBeVisible()
  }
  const inbox = page.getByRole('region', { name: 'What waits for you' })
  const elsewhere = other.getByRole('region', { name: 'What waits for you' })
  await expect(inbox.getByRole('status').first()).toHaveText('6 tasks wait for you in 3 trees')

  // The riskiest tree stands first; the edits of the four writers are one entry.
  await expect(inbox.getByRole('heading', { level: 3 })).toContainText([
    'Clean up.',
    'Write them all.',
    'Ask.',
  ])
  const command = inbox.getByRole('article', { name: 'SA-8 Try it.' })
  await expect(command).toContainText('touch tried.txt && echo tried')
  await expect(command).toContainText('through SA-7')
  await expect(command).toContainText('All commands')
  const edits = inbox.getByRole('region', { name: '4 edits under docs/ in SA-1’s tree' })
  for (const path of pages) await expect(edits).toContainText(path)
  expect(await faults(page)).toEqual([])
  await shots(page, 'inbox')

  // A line unfolds to the card of the transcript.
  await edits.getByRole('button', { name: /docs\/two\.md/ }).click()
  await expect(edits.getByRole('region', { name: 'Create this file?' })).toContainText('two')
  expect(await faults(page)).toEqual([])
  await shots(page, 'inbox-unfolded')
  await edits
    .getByRole('button', { name: /docs\/two\.md/ })
    .first()
    .click()

  // One in place, then all of a group at once.
  await app.approve(command.getByRole('region', { name: 'Run this command?' }))
  await app.expectStatus('SA-6', 'Completed')
  expect(existsSync(join(place.folder, 'tried.txt'))).toBe(true)
  await expect(elsewhere.getByText('touch tried.txt && echo tried')).toHaveCount(0)
  await edits.getByRole('button', { name: 'Approve all 4' }).click()
  await app.expectStatus('SA-1', 'Completed')
  for (const [at, path] of pages.entries())
    expect(readFileSync(join(place.folder, path), 'utf8')).toBe(`${pieces[at]}\n`)
  await expect(elsewhere.getByText('docs/one.md')).toHaveCount(0)

  // A question, in the other page: the first sees it go.
  await expect(page).toHaveTitle(/^\(1\) /)
  await elsewhere.getByRole('button', { name: 'Coffee' }).click()
  await app.expectStatus('SA-9', 'Completed')
  await expect(inbox.getByText('Nothing waits for you').first()).toBeVisible()
  await expect(page).not.toHaveTitle(/^\(/)
  expect(await faults(page)).toEqual([])
  await shots(page, 'inbox-empty')
})

test('the keys go through the list: approve, reject a group with a word, open beside', async ({
  place,
  page,
}) => {
  const { app } = await threeTrees(place, page)
  await page.keyboard.press('Control+i')
  const inbox = page.getByRole('region', { name: 'What waits for you' })
  const command = inbox.getByRole('region', { name: 'Run this command?' })
  const edits = inbox.getByRole('region', { name: /^4 edits/ })
  await expect(edits).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(command).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(edits).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(command).toBeFocused()
  await shotOfFocus(page)

  // Once its half second is over Enter approves it, and the next has the focus.
  await expect(async () => {
    if ((await command.count()) > 0) await command.press('Enter', { timeout: 700 })
    await expect(command).toHaveCount(0, { timeout: 700 })
  }).toPass()
  await expect(edits).toBeFocused()
  await page.keyboard.press('Shift+Backspace')
  await page.getByRole('textbox', { name: 'What should be different?' }).fill('Leave the docs alone.')
  await page.keyboard.press('Enter')
  await app.expectStatus('SA-1', 'Completed')
  for (const name of pieces) {
    const [, told] = place.model.requestsOf(name)
    expect(told?.last).toContain('Leave the docs alone.')
  }

  // Coming back to it by its key is enough to go on with the keys.
  await app.open('SA-1')
  await page.keyboard.press('Control+i')
  await expect(inbox.getByRole('article', { name: 'SA-9 Ask.' })).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('ArrowUp')
    await expect(inbox.getByRole('region', { name: 'It asks you' })).toBeFocused({ timeout: 700 })
  }).toPass({ timeout: 10_000 })
  await page.keyboard.press('o')
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-9')
  await expect(page.getByRole('region', { name: 'It asks you' })).toHaveCount(2)
})

async function shotOfFocus(page: Page): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/inbox-focus.png` })
}

test('always allowing a group approves it and switches its kind on for those tasks alone', async ({
  place,
  page,
}) => {
  const { app } = await threeTrees(place, page)
  await page.keyboard.press('Control+i')
  const edits = page.getByRole('region', { name: /^4 edits/ })
  const menu = edits.getByRole('button', { name: 'Always allow…' })
  const whole = page.getByRole('menuitem', { name: 'In SA-1 and its subtasks' })
  await expect(edits).toBeVisible()
  await expect(async () => {
    if ((await edits.count()) > 0) {
      await menu.click({ timeout: 700 })
      await whole.click({ timeout: 700 })
    }
    await expect(edits).toHaveCount(0, { timeout: 700 })
  }).toPass()
  await app.expectStatus('SA-1', 'Completed')
  await app.expectStatus('SA-8', 'Needs approval')
})

test('a limit that paused two tasks is one entry, and a task that needs a key stands there too', async ({
  place,
  page,
}) => {
  let refused = true
  place.model.play(({ opening, turn }) => {
    const piece = (message: string) => ({ name: 'new_task', arguments: { mode: 'ask', message } })
    if (opening === 'Look around.')
      return turn === 0 ? { calls: [piece('Left.'), piece('Right.')] } : completing('Nothing there.')
    if (opening === 'Knock.' && refused) return { status: 401, body: { error: { message: 'No such key.' } } }
    return completing(`Done: ${opening}`)
  })
  const host = await place.startHost()
  const client = await place.connect(host)
  const toggles = { subtask_create: true, subtask_finish: true }
  await client.call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles })
  await client.call.settings.setPreferences({ treeBudget: { ...noBudget, requests: 1 } })
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Look around.')
  for (const id of ['SA-2', 'SA-3']) await app.expectStatus(id, 'Paused')
  await client.call.settings.setPreferences({ treeBudget: noBudget })
  await app.command('New Task')
  await app.start('Knock.')
  await app.expectStatus('SA-4', 'Paused')

  await page.getByRole('button', { name: '3 tasks wait for you' }).click()
  const inbox = page.getByRole('region', { name: 'What waits for you' })
  const limit = inbox.getByRole('article', { name: 'SA-2 Left.' })
  await expect(limit).toContainText('1 of 1 requests')
  await expect(limit).toContainText('Also paused by it: SA-3.')
  const need = inbox.getByRole('article', { name: 'SA-4 Knock.' })
  await expect(need.getByRole('region', { name: 'Paused: needs a key' })).toContainText('No such key')
  // What still comes into view may go again before it has faded in.
  await expect(async () => expect(await faults(page)).toEqual([])).toPass()
  await shots(page, 'inbox-limits')

  await limit.getByRole('button', { name: 'No limit' }).click()
  await app.expectStatus('SA-1', 'Completed')
  await expect(limit).toHaveCount(0)
  refused = false
  await need.getByRole('button', { name: 'Resume' }).click()
  await app.expectStatus('SA-4', 'Completed')
  await expect(inbox.getByText('No task is at work either.')).toBeVisible()
})
