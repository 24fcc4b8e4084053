import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectForWriting } from '../src/main/store/database.ts'
import { completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

test.describe.configure({ mode: 'parallel' })

test('a backup is made from the settings while the app runs, and restored from the terminal', async ({
  place,
  page,
}) => {
  place.model.play(() => completing('Done.'))
  expect((await place.treeline('run', 'One.', '--simple', '--approve', 'all')).code).toBe(0)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.command('Settings')
  await page.getByRole('tab', { name: 'Data' }).click()
  await expect(page.getByText(place.dataFolder, { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(page.getByText(/^Backed up .* to .*backups.treeline-/)).toBeVisible()
  const [name = ''] = readdirSync(join(place.dataFolder, 'backups'))
  const backup = join(place.dataFolder, 'backups', name)

  const refused = await place.treeline('restore', backup)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain(`in use by Treeline in the browser (treeline serve): process ${host.pid}`)
  const second = await place.treeline('run', 'Two.', '--simple')
  expect([second.code, second.stderr.includes(`process ${host.pid}`)]).toEqual([1, true])
  expect((await place.treeline('doctor')).code).toBe(0)

  // Killed, it leaves its lock behind, which keeps nobody out.
  await host.end('SIGKILL')
  expect((await place.treeline('run', 'Two.', '--simple', '--approve', 'all')).code).toBe(0)
  expect((await place.treeline('restore', backup)).code).toBe(0)
  const tasks = JSON.parse((await place.treeline('tasks', '--json')).stdout) as { displayId: string }[]
  expect(tasks.map(({ displayId }) => displayId)).toEqual(['SA-1'])
})

test('a task whose log is damaged is shown up to there, marked, and can be cancelled', async ({
  place,
  page,
}) => {
  place.model.play(() => ({ text: 'I have a question that I do not ask.' }))
  await place.treeline('run', 'Broken.', '--simple', '--approve', 'all')
  await place.treeline('run', 'Whole.', '--simple', '--approve', 'all')
  const database = connectForWriting(join(place.dataFolder, 'treeline.db'))
  database
    .prepare(
      `UPDATE events SET payload = '{' WHERE seq = 5 AND task_id = (SELECT id FROM tasks WHERE display_id = 'SA-1')`,
    )
    .run()
  database.close()
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.open('SA-1')
  const notice = page.getByRole('alert').filter({ hasText: 'The rest of this transcript cannot be read.' })
  await expect(notice).toContainText('treeline doctor --repair')
  await expect(page.getByText('Broken.').first()).toBeVisible()
  await expect(app.row('SA-1').getByText('Damaged')).toBeAttached()
  await expect(app.row('SA-2').getByText('Damaged')).toHaveCount(0)
  await notice.getByRole('button', { name: 'Cancel task…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Cancel/ })
    .last()
    .click()
  await app.expectStatus('SA-1', 'Cancelled')
  await host.end('SIGTERM')

  const found = await place.treeline('doctor')
  expect([found.code, found.stdout]).toEqual([1, expect.stringMatching(/event 5.*SA-1/s)])
  expect((await place.treeline('doctor', '--repair')).code).toBe(0)
  expect((await place.treeline('show', 'SA-1')).stdout).toContain('Part of the log of this task was damaged')
})

const canMount = process.getuid?.() === 0 && process.platform === 'linux'

test('a full disk pauses the task, keeps what is written, says so across the window, and is over with room', async ({
  place,
  page,
}) => {
  test.skip(!canMount, 'Only root may mount a small disk.')
  const small = place.dataFolder
  mkdirSync(small, { mode: 0o700 })
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', small])
  try {
    let go = () => {}
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    let turns = 0
    place.model.play(async () => {
      if (turns++ === 0) {
        await held
        return { text: 'word '.repeat(400_000), chunkSize: 4_000 }
      }
      return completing('Done.')
    })
    const host = await place.startHost()
    const app = createAppPage(page)
    await app.begin(host, place.folder, 'Do it.', 'Code')
    await app.expectStatus('SA-1', 'Working')
    fill(small)
    go()
    await app.expectStatus('SA-1', 'Paused')
    const banner = page.getByRole('alert').filter({ hasText: 'The disk is full.' })
    await expect(banner).toContainText('Free some space, then resume them.')
    const composer = page.getByRole('textbox', { name: 'Message to the task' })
    fill(small)
    const words = 'A long word to the task. '.repeat(20_000)
    await composer.fill(words)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(page.getByText('The message was not sent', { exact: true })).toBeVisible()
    await expect(composer).toHaveValue(words)

    for (const name of readdirSync(small)) if (name.startsWith('filler-')) rmSync(join(small, name))
    await expect(banner).toBeHidden({ timeout: 15_000 })
    await composer.press('Enter')
    await expect(composer).toHaveValue('')
    await app.expectStatus('SA-1', 'Completed')
    expect(existsSync(join(small, 'treeline.reserve'))).toBe(true)
    await host.end('SIGTERM')
  } finally {
    execFileSync('umount', ['-l', small])
  }
})

/** Leaves no room but a few bytes. */
function fill(folder: string): void {
  let number = readdirSync(folder).length
  for (let size = 8 * 1024 ** 2; size >= 1_024; size >>= 1) {
    for (;;) {
      const path = join(folder, `filler-${number++}`)
      try {
        writeFileSync(path, Buffer.alloc(size, 7))
      } catch {
        rmSync(path, { force: true })
        break
      }
    }
  }
}
