import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { calling, completing, refusing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

test('settings of worktrees are kept, and set up the next one', async ({ place, page }) => {
  const pieces = ['Write the guide.', 'Write the notes.']
  place.model.play(({ opening, turn }) => {
    if (opening !== 'Write both.') {
      return turn === 0
        ? calling('execute_command', { command: 'cat made-by-setup' })
        : completing(`Done: ${opening}`)
    }
    if (turn > 0) return completing('Both are written.')
    return { calls: pieces.map((message) => ({ name: 'new_task', arguments: { mode: 'code', message } })) }
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)

  await app.command('Settings')
  await page.getByRole('tab', { name: 'Worktrees' }).click()
  const setup = page.getByRole('textbox', { name: 'Set-up commands' })
  const copy = page.getByRole('textbox', { name: 'Files to copy' })
  await expect(copy).toHaveValue('.env\n.env.*\n**/.env\n**/.env.*')
  await expect(page.getByText('There is none now.')).toBeVisible()
  await setup.fill(' echo set up > made-by-setup \n\n')
  await copy.fill('../outside')
  await expect(setup).toHaveValue('echo set up > made-by-setup')
  await page.getByRole('switch', { name: 'Look at work first' }).click()
  await expect(page.getByText('“../outside” leads out of the folder')).toBeVisible()
  await expect(copy).toHaveAttribute('aria-invalid', 'true')
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/worktrees-fault.png` })
  await copy.fill('.env\nnode_modules')
  await page.getByLabel('When work clashes').selectOption('I do')
  await page.getByLabel('Work arrives as').selectOption('A commit of each subtask')
  await page.getByRole('button', { name: 'Trust this folder' }).click()
  await expect(page.getByRole('button', { name: 'Trust this folder' })).toBeHidden()

  await page.reload()
  await app.command('Settings')
  await page.getByRole('tab', { name: 'Worktrees' }).click()
  await expect(setup).toHaveValue('echo set up > made-by-setup')
  await expect(copy).toHaveValue('.env\nnode_modules')
  await expect(page.getByRole('switch', { name: 'Look at work first' })).toBeChecked()
  await expect(page.getByLabel('When work clashes')).toHaveValue('person')
  await expect(page.getByLabel('Work arrives as')).toHaveValue('commit')
  const told = await place.treeline('worktrees', 'settings')
  expect([told.code, told.stdout]).toEqual([0, expect.stringContaining('landing  commit\n')])

  await app.command('New Task')
  await app.start('Write both.')
  await app.approve(app.card('Start a subtask in Code mode?').first())
  await app.approve(app.card('Start a subtask in Code mode?').first())
  await app.open('SA-2')
  await expect(app.row('SA-2')).toHaveAccessibleName(/Works in a worktree of its own$/)
  await page.getByRole('button', { name: /^Set-up of the worktree: .*passed/ }).click()
  const pane = page.getByRole('log', { name: 'Transcript' })
  await expect(pane.getByText('echo set up > made-by-setup')).toBeVisible()
  await expect(page.getByText('Setting up its worktree')).toBeHidden()
  await app.approve(app.card('Run this command?'))
  // What its command read was made by the set-up.
  await expect.poll(() => place.model.requestsOf('Write the guide.').at(-1)?.last).toContain('set up')
})

test('a worktree of a subtask that failed is listed, and removed without losing its work', async ({
  place,
  page,
}) => {
  place.model.play(({ opening, turn, last }) => {
    if (opening === 'Do it.') {
      if (turn > 0) return completing('It did not work out.')
      const calls = ['First.', 'Second.'].map((message) => ({
        name: 'new_task',
        arguments: { mode: 'code', message },
      }))
      return { calls }
    }
    if (last.includes('made again')) return completing('Done after all.')
    return turn === 0
      ? calling('write_to_file', { path: `${opening}txt`, content: 'half\n' })
      : refusing('No.')
  })
  expect((await place.treeline('run', 'Do it.', '--approve', 'all')).code).toBe(0)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.command('Settings')
  await page.getByRole('tab', { name: 'Worktrees' }).click()
  const list = page.getByRole('region', { name: 'Worktrees there are' })
  const card = list.getByRole('listitem', { name: /^SA-2 / })
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await expect(card).toContainText('Holds work that is nowhere else.')
  if (process.env.SHOTS) {
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const)
      for (const scheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height })
        await page.emulateMedia({ colorScheme: scheme })
        await page.screenshot({ path: `${process.env.SHOTS}/worktrees-top-${width}-${scheme}.png` })
        await card.scrollIntoViewIfNeeded()
        await page.screenshot({ path: `${process.env.SHOTS}/worktrees-${width}-${scheme}.png` })
      }
  }
  const path = (await card.getByText(place.dataFolder).textContent()) ?? ''
  expect(existsSync(join(path, 'First.txt'))).toBe(true)
  await card.getByRole('button', { name: 'Remove…' }).click()
  const question = page.getByRole('dialog', { name: 'Remove the worktree of SA-2?' })
  await expect(question).toContainText('All work in it is kept in a snapshot')
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/worktrees-remove.png` })
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(1)
  expect(existsSync(path)).toBe(false)

  // It goes on where it was, and its work arrives after all.
  await list.getByRole('button', { name: 'Open task' }).click()
  await app.open('SA-2')
  await page.getByRole('textbox', { name: /^Message/ }).fill('Try once more.')
  await page.keyboard.press('Enter')
  await app.expectStatus('SA-2', 'Completed')
  expect(existsSync(join(place.folder, 'First.txt'))).toBe(true)
})
