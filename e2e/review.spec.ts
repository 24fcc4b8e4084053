import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { WorktreeSettingsChange } from '../src/contract/worktree-settings.ts'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { type AppPage, createAppPage } from './support/app-page.ts'
import { axeFaults } from './support/axe-faults.ts'
import { expect, type Place, test } from './support/place.ts'
import type { Script } from './support/scripted-model.ts'

const lines = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n'
const question = 'Take this work over and finish?'

test.use({ files: { 'a.txt': lines } })

/** Two subtasks that go out together, each in a worktree: what their models do is told by what they are asked. */
const pieces =
  (play: Script): Script =>
  (conversation) => {
    const { opening, turn } = conversation
    if (opening !== 'Do both.') return play(conversation)
    if (turn > 0) return completing('Both are done.')
    return {
      text: 'They do not need each other.',
      calls: ['First.', 'Second.'].map((message) => ({
        name: 'new_task',
        arguments: { mode: 'code', message },
      })),
    }
  }

const write = (path: string, content: string) => calling('write_to_file', { path, content })

/** Opens the page on the place, where nothing asks but what these settings ask for, and starts the task. */
async function start(page: Page, place: Place, change: WorktreeSettingsChange): Promise<AppPage> {
  const host = await place.startHost()
  const { call } = await place.connect(host)
  const { id: workspaceId } = await call.workspaces.open({ path: place.folder })
  await call.workspaces.setTrust({ workspaceId, trusted: true })
  await call.workspaces.setWorktreeSettings({ workspaceId, change })
  const toggles = { edit: true, subtask_create: true, subtask_finish: true }
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles })
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Do both.')
  return app
}

const read = (place: Place, path: string) => readFileSync(join(place.folder, path), 'utf8')

async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}-${width}.png` })
    }
  }
}

test('a person takes part of one subtask’s work, sends the other’s back with a comment, and takes it back later', async ({
  place,
  page,
}) => {
  test.slow()
  place.model.play(
    pieces(({ opening, turn, last }) => {
      if (opening === 'First.') {
        if (turn === 0) return write('a.txt', lines.replace('one', 'ONE').replace('ten', 'TEN'))
        return turn === 1 ? write('notes.md', '# Notes\n') : completing('Changed both ends.')
      }
      if (turn === 0) return write('guide.md', '# Guide\n')
      return last.includes('guide.md:1: Say why.')
        ? write('guide.md', '# Guide\n\nBecause.\n')
        : completing('Wrote the guide.')
    }),
  )
  const app = await start(page, place, { review: true })

  // Finishing needs no approval; looking at the work does.
  await app.expectStatus('SA-2', 'Needs approval')
  await app.open('SA-2')
  const card = app.card(question)
  await expect(card).toContainText('You look at work before it is taken over.')
  await expect(card.getByRole('heading', { name: 'Changes to take over: 2 files' })).toBeVisible()
  await card
    .getByRole('button', { name: /a\.txt/, expanded: false })
    .first()
    .click()
  const second = card.getByRole('checkbox', { name: 'Take over lines 7–10 of a.txt' })
  await expect(card.getByRole('checkbox', { name: 'Take over lines 1–4 of a.txt' })).toBeChecked()
  await second.focus()
  await page.keyboard.press('Space')
  await expect(second).not.toBeChecked()
  await expect(card.getByRole('checkbox', { name: 'Take over a.txt' })).toHaveJSProperty(
    'indeterminate',
    true,
  )
  expect.soft(await axeFaults(page), 'card of finished work').toEqual([])
  await shoot(page, 'review')
  const before = await card.getAttribute('data-call')
  await card.getByRole('button', { name: 'Take over 2 of 2 files, 1 in part, and finish' }).click()
  await expect(page.locator(`section[data-call="${before}"]`)).toHaveCount(0)
  await app.expectStatus('SA-2', 'Completed')
  expect(read(place, 'a.txt')).toBe(lines.replace('one', 'ONE'))
  expect(read(place, 'notes.md')).toBe('# Notes\n')

  // What is said of a place goes back with the words, and the subtask mends it.
  await app.open('SA-3')
  await card
    .getByRole('button', { name: /guide\.md/, expanded: false })
    .first()
    .click()
  await card.getByRole('button', { name: 'Comment on line 1 of guide.md' }).click()
  await page.keyboard.type('Say why.')
  await page.keyboard.press('Enter')
  await expect(card).toContainText('Your comment goes to the task only if you send its work back.')
  await card.focus()
  await page.keyboard.press('Shift+Backspace')
  await expect(card.getByRole('list', { name: 'Comments' })).toContainText('guide.md:1: Say why.')
  const sentBack = await card.getAttribute('data-call')
  await page.keyboard.type('Nearly.')
  await page.keyboard.press('Enter')
  await expect(page.locator(`section[data-call="${sentBack}"]`)).toHaveCount(0)
  await expect.poll(() => place.model.bodies().at(-1)).toContain('Nearly.\\n\\nguide.md:1: Say why.')
  await expect(card.getByText('Changes to take over: 1 file')).toBeVisible()
  await app.approve(card)
  await app.expectStatus('SA-1', 'Completed')
  expect(read(place, 'guide.md')).toBe('# Guide\n\nBecause.\n')

  await app.open('SA-1')
  const told = page.getByRole('region', { name: 'Subtask SA-2' })
  await expect(told).toContainText('Its work: taken over (2 files, 1 file left out or in part)')
  await shoot(page, 'review-parent')

  await app.open('SA-3')
  await page.getByRole('button', { name: 'Take back…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take the work of SA-3 back?' })
  expect.soft(await axeFaults(page), 'taking back').toEqual([])
  await dialog.getByRole('button', { name: 'Take back', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Work taken back: 1 file' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Take back…' })).toBeHidden()
  expect(existsSync(join(place.folder, 'guide.md'))).toBe(false)
  expect(read(place, 'a.txt')).toBe(lines.replace('one', 'ONE'))
})

test('a person says which version stays where the work of two subtasks clashes', async ({ place, page }) => {
  test.slow()
  place.model.play(
    pieces(({ opening, turn }) => {
      const text = lines.replace('five', opening === 'First.' ? 'FIVE' : 'V')
      return turn === 0 ? write('a.txt', text) : completing(`Done: ${opening}`)
    }),
  )
  const app = await start(page, place, { review: true, clashes: 'person' })
  for (const id of ['SA-2', 'SA-3']) {
    await app.expectStatus(id, 'Needs approval')
    await app.open(id)
    await app.approve(app.card(question))
    if (id === 'SA-2') await app.expectStatus(id, 'Completed')
  }
  const card = app.card('Which version stays?')
  await expect(card).toBeVisible()
  await expect(card.getByRole('button', { name: /^Go on with this/ })).toBeDisabled()
  await card.getByRole('button', { name: /^Show both versions/ }).click()
  await expect(card.getByRole('row').filter({ hasText: 'removed: FIVE' })).toBeVisible()
  await expect(card.getByRole('row').filter({ hasText: 'added: V' })).toBeVisible()
  expect.soft(await axeFaults(page), 'card of work that clashes').toEqual([])
  await card.getByRole('radio', { name: 'The subtask’s version' }).click()
  await shoot(page, 'clash')
  await app.approve(card)
  await app.expectStatus('SA-1', 'Completed')
  expect(read(place, 'a.txt')).toBe(lines.replace('five', 'V'))
})
