import type { Locator, Page } from '@playwright/test'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { type AppPage, createAppPage } from './support/app-page.ts'
import { axeFaults as faults } from './support/axe-faults.ts'
import { focusFaults } from './support/focus-faults.ts'
import { seedOddTasks } from './support/odd-tasks.ts'
import { expect, type Place, test } from './support/place.ts'
import type { Script } from './support/scripted-model.ts'

test.describe.configure({ mode: 'parallel' })

const script: Script = ({ opening, turn }) => {
  if (opening.includes('Ask me')) {
    return turn > 0
      ? completing('It is this.')
      : calling('ask_followup_question', {
          question: 'Which?',
          follow_up: [{ text: 'This' }, { text: 'That' }],
        })
  }
  if (opening.includes('Delegate')) {
    return turn === 0 ? calling('new_task', { mode: 'code', message: 'Edit it' }) : completing('All done.')
  }
  if (turn === 0) return calling('execute_command', { command: 'echo hello; exit 1' }, 'I look first.')
  if (turn > 1) return completing('It is **done**.')
  const diff = '<<<<<<< SEARCH\n# Sample app\n=======\n# Example app\n>>>>>>> REPLACE'
  return calling('apply_diff', { path: 'README.md', diff })
}

test('no card and no part of a task breaks a rule that a machine can check', async ({ page, place }) => {
  test.slow()
  place.model.play(script)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Delegate it')
  const subtask = app.card(/Start a subtask/)
  await expect(subtask).toBeVisible()
  expect.soft(await faults(page), 'approval of a subtask').toEqual([])
  await app.approve(subtask)

  await app.open('SA-2')
  await expect(app.card('Run this command?')).toBeVisible()
  await app
    .card('Run this command?')
    .getByRole('button', { name: /^Always allow/ })
    .click()
  await expect(page.getByRole('menu')).toBeVisible()
  expect.soft(await faults(page), 'always allow').toEqual([])
  await page.keyboard.press('Escape')
  await app.approve(app.card('Run this command?'))
  await expect(app.card('Make this change?')).toBeVisible()
  expect.soft(await faults(page), 'approval of an edit').toEqual([])
  await app.approve(app.card('Make this change?'))
  await app.approve(app.card(/Hand this summary/))
  await app.expectStatus('SA-1', 'Completed')
  await page.getByRole('button', { name: /^Ran/ }).click()
  for (const tab of ['Changes', 'Terminal', 'Cost']) {
    await page.getByRole('tab', { name: tab }).click()
    expect.soft(await faults(page), tab).toEqual([])
  }
  expect.soft(await focusFaults(page), 'focus in a task').toEqual([])
  await app.command('Open Context X-ray')
  await expect(page.getByText(/^Request \d+ of/)).toBeVisible()
  expect.soft(await faults(page), 'X-ray').toEqual([])

  await app.command('New Task')
  await app.start('Ask me')
  await expect(page.getByRole('region', { name: 'It asks you' })).toBeVisible()
  expect.soft(await faults(page), 'question').toEqual([])
  expect.soft(await focusFaults(page), 'focus in a question').toEqual([])
})

/** The page on tasks that were there before. */
async function openSeeded(place: Place, app: AppPage): Promise<void> {
  seedOddTasks(place.dataFolder, place.folder)
  await app.visit(await place.startHost())
  await app.page
    .getByRole('button', { name: /sample-app/ })
    .first()
    .click()
  await expect(app.page.getByRole('tree', { name: 'Tasks' })).toBeVisible()
}

test('no menu, dialog or section of the settings breaks one either', async ({ page, place }) => {
  test.slow()
  const app = createAppPage(page)
  await openSeeded(place, app)
  expect.soft(await focusFaults(page), 'focus in the window').toEqual([])
  const menu = page.getByRole('menu')
  for (const name of [/^Mode: /, /^Model: /, /^Auto/]) {
    await page.getByRole('button', { name }).first().click()
    await expect(page.locator('[data-radix-popper-content-wrapper]').first()).toBeVisible()
    expect.soft(await faults(page), String(name)).toEqual([])
    await page.keyboard.press('Escape')
  }
  await page.getByRole('treeitem').first().click({ button: 'right' })
  await expect(menu).toBeVisible()
  expect.soft(await faults(page), 'menu of a task').toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Filter/ }).click()
  await expect(menu).toBeVisible()
  expect.soft(await faults(page), 'filter').toEqual([])
  await page
    .getByRole('menuitemcheckbox', { name: /archive/i })
    .or(page.getByRole('menuitemradio', { name: /archive/i }))
    .first()
    .click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('treeitem', { name: /Done with this/ })).toBeVisible()
  expect.soft(await faults(page), 'archive').toEqual([])

  await page.keyboard.press('Control+k')
  await expect(page.getByPlaceholder('Type a command')).toBeVisible()
  expect.soft(await faults(page), 'palette').toEqual([])
  await page.keyboard.press('Escape')
  await app.command('Keyboard Shortcuts')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  expect.soft(await faults(page), 'cheat sheet').toEqual([])
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+,')
  for (const section of [
    'Providers',
    'Auto-approve',
    'Worktrees',
    'Preferences',
    'Appearance',
    'Keys',
    'Notifications',
    'Data',
  ]) {
    await page.getByRole('tab', { name: section }).click()
    await expect(page.getByRole('tabpanel', { name: section })).toBeVisible()
    expect.soft(await faults(page), section).toEqual([])
    if (section !== 'Keys') expect.soft(await focusFaults(page), `focus in ${section}`).toEqual([])
  }
  await page.getByLabel('Search settings').fill('theme')
  expect.soft(await faults(page), 'found settings').toEqual([])
  await app.command('Edit Global Modes')
  await expect(page.locator('.cm-content').first()).toBeVisible()
  expect.soft(await faults(page), 'modes editor').toEqual([])
})

test('a task is started, decided, corrected and followed with the keyboard alone', async ({
  page,
  place,
}) => {
  place.model.play(script)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)

  // The composer of a new task has the focus from the start.
  await page.keyboard.type('Delegate it: @READ')
  await expect(page.getByRole('listbox', { name: 'What to mention' }).getByRole('option')).toHaveText(
    /README/,
  )
  await page.keyboard.press('Tab')
  await expect(page.getByRole('textbox', { name: 'What should be done' })).toHaveValue(
    'Delegate it: @README.md ',
  )
  await page.keyboard.press('Enter')
  const subtask = app.card(/Start a subtask/)
  await expect(subtask).toBeVisible()
  await page.keyboard.press('Control+Shift+a')
  await expect(subtask).toBeFocused()
  // A card that just appeared takes no yes, so Enter is pressed until it does.
  await expect(async () => {
    await page.keyboard.press('Enter')
    await expect(subtask).toBeHidden({ timeout: 700 })
  }).toPass()
  await expect(page.getByRole('log', { name: 'Transcript' })).toBeFocused()

  await page.keyboard.press('Control+Alt+ArrowRight')
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-2')
  const command = app.card('Run this command?')
  await expect(command).toBeVisible()
  await page.keyboard.press('Control+Shift+a')
  await expect(command).toBeFocused()
  await page.keyboard.press('Shift+Backspace')
  await page.keyboard.type('Do not run anything.')
  await page.keyboard.press('Enter')
  await expect(app.card('Make this change?')).toBeVisible()
  expect(place.model.bodies().at(-1)).toContain('Do not run anything.')

  await page.keyboard.press('Control+Alt+ArrowLeft')
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-1')

  const tree = page.getByRole('tree', { name: 'Tasks' })
  await tree.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(app.row('SA-2')).toBeHidden()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-2')

  // A question is found wherever one is, and answered.
  await page.keyboard.press('Alt+n')
  await expect(page.getByRole('textbox', { name: 'What should be done' })).toBeFocused()
  await page.keyboard.type('Ask me')
  await page.keyboard.press('Enter')
  const question = page.getByRole('region', { name: 'It asks you' })
  await expect(question).toBeVisible()
  await tabTo(page, question.getByRole('button', { name: 'That' }))
  await page.keyboard.press('Enter')
  await expect(question).toBeHidden()
  expect(place.model.bodies().at(-1)).toContain('That')

  // A setting is found and turned.
  await page.keyboard.press('Control+,')
  const search = page.getByRole('searchbox', { name: 'Search settings' })
  await tabTo(page, search)
  await page.keyboard.type('theme')
  await tabTo(
    page,
    page.getByRole('list', { name: 'Settings found' }).getByRole('button', { name: /^Theme/ }),
  )
  await page.keyboard.press('Enter')
  await expect(page.locator('#theme')).toBeFocused()
  await page.keyboard.press('Alt+w')

  // What waits is gone through and answered in the inbox, which is closed again.
  await page.keyboard.press('Control+i')
  await expect(page.getByRole('tab', { name: 'Inbox' })).toBeVisible()
  const waiting = page.getByRole('region', { name: 'What waits for you' })
  const yes = waiting.getByRole('button', { name: /^Approve/ }).first()
  await tabTo(page, yes)
  await expect(async () => {
    await page.keyboard.press('Enter')
    await expect(app.card('Make this change?')).toHaveCount(0, { timeout: 700 })
  }).toPass()
  await page.keyboard.press('Alt+w')
  await expect(page.getByRole('tab', { name: 'Inbox' })).toHaveCount(0)
})

/** Goes on with Tab until something has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible()
  for (let press = 0; press < 120; press++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(wanted, 'Tab leads to it').toBeFocused()
}
