import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { axeFaults as faults } from './support/axe-faults.ts'
import { expect, test } from './support/place.ts'
import type { Script } from './support/scripted-model.ts'

const script: Script = ({ opening, turn }) => {
  if (opening.includes('Ask me')) {
    return calling('ask_followup_question', {
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

test('no screen breaks a rule that a machine can check', async ({ page, place }) => {
  test.slow()
  place.model.play(script)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await expect(page.getByRole('heading', { name: 'Treeline' })).toBeVisible()
  expect.soft(await faults(page), 'start screen').toEqual([])

  await app.openFolder(place.folder)
  expect.soft(await faults(page), 'new task').toEqual([])

  await app.start('Delegate it')
  await expect(app.card(/Start a subtask/)).toBeVisible()
  expect.soft(await faults(page), 'approval of a subtask').toEqual([])
  await app.approve(app.card(/Start a subtask/))

  await app.open('SA-2')
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

  await app.command('New Task')
  await app.start('Ask me')
  await expect(page.getByRole('region', { name: 'It asks you' })).toBeVisible()
  expect.soft(await faults(page), 'question').toEqual([])

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
  ]) {
    await page.getByRole('tab', { name: section }).click()
    expect.soft(await faults(page), section).toEqual([])
  }
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
  await page.keyboard.type('Delegate it')
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
})
