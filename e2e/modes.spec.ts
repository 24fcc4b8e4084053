import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'
import { toolNames } from './support/scripted-model.ts'

/** What people paste to let their orchestrator read. */
const pasted = `{
  "customModes": [
    {
      "slug": "orchestrator",
      "name": "Orchestrator that reads",
      "roleDefinition": "You split work into pieces and hand each to the mode made for it.",
      "customInstructions": "1. Split the work.\\n\\n2. Put the reports together.",
      "groups": [
        "read"
      ],
      "source": "global"
    }
  ]
}
`
const always = ['ask_followup_question', 'attempt_completion', 'new_task', 'switch_mode', 'update_todo_list']

async function replaceAll(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').first().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

test('“Edit Global Modes” takes the pasted JSON, and the orchestrator can read from then on', async ({
  place,
  page,
}) => {
  place.model.play(({ turn, last }) => {
    if (turn === 0) return calling('read_file', { path: 'README.md' })
    return completing(`I was told: ${last.slice(0, 200)}`)
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Look before.')
  await app.expectStatus('SA-1', 'Completed')

  await app.command('Edit Global Modes')
  await replaceAll(page, pasted)
  await expect(page.getByRole('status').filter({ hasText: /^1 mode/ })).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Saved', exact: true })).toBeVisible()
  expect(readFileSync(join(place.dataFolder, 'modes.json'), 'utf8')).toBe(pasted)

  await app.command('New Task')
  await expect(page.getByRole('button', { name: 'Mode: Orchestrator that reads' })).toBeVisible()
  await app.start('Look after.')
  await app.expectStatus('SA-2', 'Completed')
  await app.open('SA-2')
  await expect(page.getByText('# Sample app').last()).toBeVisible()

  const [before] = place.model.requestsOf('Look before.')
  const [after] = place.model.requestsOf('Look after.')
  expect(toolNames(before?.body as never)).toEqual(always)
  expect(toolNames(after?.body as never)).toEqual(
    [...always, 'list_files', 'read_file', 'search_files'].sort(),
  )
  expect(after?.rawBody).toContain('Put the reports together.')
})

test('a faulty mode is marked at its line while one types, kept in the file and not used', async ({
  place,
  page,
}) => {
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.command('Edit Global Modes')
  const faulty = pasted.replace('"slug": "orchestrator"', '"slug": "or chestrator"')
  await replaceAll(page, faulty)
  const problems = page.getByRole('list', { name: 'Problems' })
  await expect(problems).toContainText('line 4')
  await replaceAll(page, '{ "customModes": [\n\n{ "slug": \n')
  await expect(problems).toContainText(/line \d/)
  await replaceAll(page, faulty)
  await expect(problems).toContainText('line 4')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('button', { name: 'Saved', exact: true })).toBeVisible()
  expect(readFileSync(join(place.dataFolder, 'modes.json'), 'utf8')).toBe(faulty)
  const { stdout } = await place.treeline('modes', '--json')
  const [orchestrator] = JSON.parse(stdout) as { slug: string; source: string }[]
  expect(orchestrator).toMatchObject({ slug: 'orchestrator', source: 'builtin' })
  // What was saved stands there after a reload.
  await page.reload()
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('line 4')
})
