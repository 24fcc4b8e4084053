import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { type AppPage, createAppPage } from './support/app-page.ts'
import { axeFaults } from './support/axe-faults.ts'
import { expect, type Place, test } from './support/place.ts'

const lines = Array.from({ length: 24 }, (_, at) => `line ${at + 1}\n`).join('')
const changed = lines.replace('line 3\n', 'line three\n').replace('line 20\n', 'line twenty\n')

test.use({ files: { 'src/a.txt': lines } })

const write = (path: string, content: string) => calling('write_to_file', { path, content })

/** A task that edits in the folder and has two subtasks, each in a worktree; everything is allowed. */
async function start(page: Page, place: Place): Promise<AppPage> {
  place.model.play(({ opening, turn }) => {
    if (opening === 'All.') {
      if (turn === 0) return write('src/a.txt', changed)
      const piece = (message: string) => ({ name: 'new_task', arguments: { mode: 'code', message } })
      return turn === 1 ? { calls: [piece('First.'), piece('Second.')] } : completing('Done.')
    }
    if (turn > 0) return completing('Done.')
    return write(opening === 'First.' ? 'docs/first.md' : 'docs/second.md', `# ${opening}\n`)
  })
  const host = await place.startHost()
  const { call } = await place.connect(host)
  const { id: workspaceId } = await call.workspaces.open({ path: place.folder })
  await call.workspaces.setTrust({ workspaceId, trusted: true })
  const toggles = { edit: true, read: true, subtask_create: true, subtask_finish: true }
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles })
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'All.', 'Code')
  await app.expectStatus('SA-1', 'Completed')
  return app
}

/** Narrower windows would close the inspector. */
async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}.png` })
  }
}

test('a person takes one change of a task back, puts it in again, and opens the file in their editor', async ({
  place,
  page,
}) => {
  const editor = join(place.root, 'editor')
  const told = join(place.root, 'told')
  writeFileSync(editor, `#!/bin/sh\nprintf '%s|' "$@" > '${told}'\n`)
  chmodSync(editor, 0o755)
  mkdirSync(place.dataFolder, { recursive: true })
  writeFileSync(
    join(place.dataFolder, 'settings.json'),
    JSON.stringify({ editor: [editor, '{file}:{line}'] }),
  )
  await page.setViewportSize({ width: 1440, height: 900 })
  await start(page, place)
  const file = join(place.folder, 'src/a.txt')
  const inspector = page.getByRole('tabpanel', { name: 'Changes' })

  await page.getByRole('tab', { name: 'Changes' }).click()
  await inspector.getByRole('button', { name: /a\.txt/, expanded: false }).click()
  const second = inspector.getByRole('group', { name: /^Lines 17–23/ })
  await second.getByRole('button', { name: 'Revert this change' }).click()
  const dialog = page.getByRole('dialog', { name: 'Revert this change?' })
  expect.soft(await axeFaults(page), 'asking').toEqual([])
  await dialog.getByRole('button', { name: 'Revert', exact: true }).click()
  await expect(second).toContainText('reverted')
  expect(readFileSync(file, 'utf8')).toBe(lines.replace('line 3\n', 'line three\n'))
  await shoot(page, 'changes')

  await second.getByRole('button', { name: 'Put back in' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Put back in' }).click()
  await expect(second).not.toContainText('reverted')
  expect(readFileSync(file, 'utf8')).toBe(changed)

  // Somebody was there since: nothing is written, and it is said why.
  writeFileSync(file, changed.replace('line twenty', 'by hand'))
  await second.getByRole('button', { name: 'Revert this change' }).click()
  await dialog.getByRole('button', { name: 'Revert', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('are not as SA-1 left them there')
  await dialog.getByRole('button', { name: 'Leave it' }).click()

  await inspector.getByRole('button', { name: 'Open src/a.txt in editor' }).click()
  await expect(page.getByText('Opened in editor', { exact: true })).toBeVisible()
  await expect.poll(() => (existsSync(told) ? readFileSync(told, 'utf8') : '')).toBe(`${file}:3|`)
})

test('the whole tree at a glance: its files, its receipts, its cost and what fills the context', async ({
  place,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  const app = await start(page, place)

  await page.getByRole('tab', { name: 'Changes' }).click()
  await page.getByRole('radio', { name: 'With subtasks' }).click()
  const files = page.getByRole('list', { name: 'Changed files' })
  await expect(files.getByRole('listitem')).toHaveCount(3)
  await expect(files).toContainText(/a\.txt.*SA-1/)
  await files.getByRole('button', { name: /first\.md/, expanded: false }).click()
  await expect(files.getByText('taken over')).toBeVisible()
  await expect(files.getByText('# First.')).toBeVisible()
  await files.getByRole('button', { name: /a\.txt/, expanded: false }).click()
  await expect(files.getByText('line three')).toBeVisible()
  expect.soft(await axeFaults(page), 'changes of a subtree').toEqual([])
  await shoot(page, 'subtree')

  await page.getByRole('tab', { name: 'Receipts' }).click()
  const receipts = page.getByRole('list', { name: 'Receipts of subtasks' })
  await expect(receipts.getByText('1 file', { exact: true })).toHaveCount(2)
  expect.soft(await axeFaults(page), 'receipts').toEqual([])
  await shoot(page, 'receipts')

  await page.getByRole('tab', { name: 'Cost' }).click()
  await page.getByRole('button', { name: 'What fills it' }).click()
  await expect(page.getByText('System prompt')).toBeVisible()
  const cost = page.getByRole('list', { name: 'Tasks by cost' })
  await cost.scrollIntoViewIfNeeded()
  await expect(cost.getByRole('listitem')).toHaveCount(3)
  await expect(page.getByRole('region', { name: 'Cost by task' })).toContainText('price unknown')
  expect.soft(await axeFaults(page), 'cost').toEqual([])
  await shoot(page, 'cost')
  await page.getByRole('radio', { name: 'Tokens' }).click()
  await cost.getByRole('button', { name: /SA-3/ }).focus()
  await page.keyboard.press('Enter')
  await expect(app.breadcrumb).toContainText('SA-3')
})
