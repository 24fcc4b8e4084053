import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { hostileTexts } from './support/hostile-texts.ts'
import { expect, test } from './support/place.ts'

/** Keeps what a command of the palette lets the browser download, and returns where. */
async function download(page: Page, title: string, folder: string): Promise<string> {
  const download = page.waitForEvent('download')
  await createAppPage(page).command(title)
  const file = await download
  const path = join(folder, file.suggestedFilename())
  await file.saveAs(path)
  return path
}

test('a tree exported as HTML opens offline without scripts, and nothing in it runs, loads or leaves', async ({
  place,
  page,
  browser,
}, info) => {
  test.setTimeout(90_000)
  const everything = hostileTexts().join('\n\n')
  place.model.play(({ opening, turn }) => {
    if (opening.startsWith('Ask everything.')) {
      if (turn > 0) return completing(everything)
      const call = calling('new_task', { mode: 'code', message: `Read. ${everything}` }, everything)
      return { ...call, reasoning: everything }
    }
    if (turn === 0) return calling('write_to_file', { path: 'hostile.md', content: everything })
    if (turn === 1) return calling('execute_command', { command: 'cat hostile.md' })
    return completing(`Read it. ${everything}`)
  })
  const ran = await place.treeline('run', '--approve', 'all', `Ask everything. ${everything}`)
  expect(ran.code, ran.stderr).toBe(0)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await app.open('SA-1')
  const path = await download(page, 'Export With Subtasks as HTML', info.outputDir)

  for (const javaScriptEnabled of [false, true]) {
    const context = await browser.newContext({ javaScriptEnabled, bypassCSP: javaScriptEnabled })
    const asked: string[] = []
    const opened = await context.newPage()
    opened.on('request', (request) => asked.push(request.url()))
    opened.on('dialog', (dialog) => void dialog.dismiss().then(() => asked.push('a dialog')))
    await opened.goto(pathToFileURL(path).href)
    const tree = opened.getByRole('navigation', { name: 'Tasks' })
    await expect(tree.getByRole('link')).toHaveCount(2)
    await tree.getByRole('link', { name: /^SA-2/ }).click()
    await expect(opened).toHaveURL(/#task-2$/)
    await expect(opened.getByRole('heading', { name: /^SA-2/ })).toBeInViewport()
    await opened.getByText('Up to its parent').click()
    await expect(opened.getByRole('heading', { level: 2, name: /^SA-1/ })).toBeInViewport()
    const command = opened.locator('details.call', { hasText: 'execute_command' })
    await command.locator('summary').click()
    await expect(command.getByText('exit code 0')).toBeVisible()
    for (const url of asked) expect(url.split('#')[0]).toBe(pathToFileURL(path).href)
    if (javaScriptEnabled) {
      // Even where a browser holds to no policy.
      expect(await opened.evaluate(() => (window as { PWNED?: number }).PWNED)).toBeUndefined()
      for (const colorScheme of ['light', 'dark'] as const) {
        await opened.emulateMedia({ colorScheme })
        const { violations } = await new AxeBuilder({ page: opened }).analyze()
        expect(
          violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html.slice(0, 200)}`),
        ).toEqual([])
        await opened.screenshot({ path: info.outputPath(`${colorScheme}.png`) })
      }
    }
    await context.close()
  }
})

test('what was exported as JSON is imported through the page, and nothing goes to work', async ({
  place,
  page,
}, info) => {
  place.model.play(({ opening }) => {
    if (opening === 'Find it.') return calling('new_task', { mode: 'code', message: 'Look for it.' })
    return calling('execute_command', { command: 'rm -r src' })
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Find it.', 'Orchestrator')
  await app.approve(app.card(/Start a subtask/))
  await app.open('SA-2')
  await expect(app.card('Run this command?')).toBeVisible()
  await app.open('SA-1')
  const path = await download(page, 'Export Transcript as JSON', info.outputDir)
  const chooser = page.waitForEvent('filechooser')
  await app.command('Import Tasks…')
  await (await chooser).setFiles(path)
  await expect(page.getByText('Imported SA-3', { exact: true })).toBeVisible()
  await app.expectStatus('SA-3', 'Paused')
})
