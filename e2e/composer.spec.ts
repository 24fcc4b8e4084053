import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { completing } from '../src/main/testing/conversation.ts'
import { createGate } from '../src/main/testing/gate.ts'
import { heldStream } from '../src/main/testing/held-stream.ts'
import { createAppPage } from './support/app-page.ts'
import { axeFaults } from './support/axe-faults.ts'
import { expect, test } from './support/place.ts'

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Pastes or drops a file, as the browser does it. */
async function give(page: Page, how: 'paste' | 'drop', name: string, type: string, content: string) {
  await page.locator('[data-composer]').evaluate(
    (field, { how, name, type, content }) => {
      const bytes = type.startsWith('image/')
        ? Uint8Array.from(atob(content), (c) => c.charCodeAt(0))
        : content
      const data = new DataTransfer()
      data.items.add(new File([bytes], name, { type }))
      field.dispatchEvent(
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
      )
    },
    { how, name, type, content },
  )
}

test('a message mentions a file, a command and an image, and shows what was sent', async ({
  place,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  place.model.play(() => completing('Seen.'))
  writeFileSync(join(place.folder, 'heron facts.md'), '# Herons\n\nThey wait.\n')
  mkdirSync(join(place.folder, '.treeline/commands'), { recursive: true })
  writeFileSync(
    join(place.folder, '.treeline/commands/explain.md'),
    '---\ndescription: Explain it\n---\nExplain $1 in short.',
  )
  const host = await place.startHost()
  const { call } = await place.connect(host)
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles: { subtask_finish: true } })
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  const [workspace] = await call.workspaces.list()
  await call.workspaces.setTrust({ workspaceId: workspace?.id as never, trusted: true })

  const field = page.locator('[data-composer]')
  await field.click()
  await page.keyboard.type('/expl')
  await expect(page.getByRole('listbox', { name: 'Commands' }).getByRole('option')).toHaveText(
    /explain.*Explain it/,
  )
  await page.keyboard.press('Enter')
  await page.keyboard.type('@herfac')
  const list = page.getByRole('listbox', { name: 'What to mention' })
  await expect(list.getByRole('option', { name: /heron facts/ })).toHaveAttribute('aria-selected', 'true')
  await expect(field).toBeFocused()
  expect(await axeFaults(page)).toEqual([])
  await page.keyboard.press('Tab')
  await expect(field).toHaveValue('/explain @"heron facts.md" ')
  await give(page, 'drop', 'heron facts.md', 'text/markdown', '# Herons\n\nThey wait.\n')
  await expect(field).toHaveValue('/explain @"heron facts.md" @"heron facts.md" ')
  await give(page, 'paste', 'dot.png', 'image/png', png)
  await expect(page.getByRole('img', { name: 'dot.png' })).toBeVisible()
  await page.keyboard.press('Enter')

  await app.expectStatus('SA-1', 'Completed')
  const message = page.getByRole('article', { name: 'Your message' })
  await message.getByRole('button', { name: /heron facts\.md.*3 lines/ }).click()
  await expect(page.getByRole('region', { name: /What was sent of/ })).toContainText('They wait.')
  await message.getByRole('button', { name: /explain/ }).click()
  await expect(message).toContainText('in short.')
  await message.getByRole('button', { name: 'Show dot.png' }).click()
  await expect(page.getByRole('dialog', { name: 'dot.png' }).getByRole('img')).toBeVisible()
  await page.keyboard.press('Escape')
  expect(await axeFaults(page)).toEqual([])
  expect(place.model.bodies().at(-1)).toContain(png)

  // What was sent comes back with Up.
  await page.locator('[data-composer]').click()
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('[data-composer]')).toHaveValue('/explain @"heron facts.md" @"heron facts.md"')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-composer]')).toHaveValue('')
})

test('what waits to be read can be changed, removed and sent now', async ({ place, page }) => {
  const gate = createGate()
  place.model.play(({ last }) =>
    last === 'Count the herons.' ? heldStream(completing('Never.'), gate) : completing(`Read: ${last}`),
  )
  const host = await place.startHost()
  const { call } = await place.connect(host)
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles: { subtask_finish: true } })
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Count the herons.', 'Ask')
  await gate.reached
  const field = page.getByRole('textbox', { name: 'Message to the task' })
  for (const text of ['One.', 'Two.']) {
    await field.fill(text)
    await field.press('Enter')
    await expect(field).toHaveValue('')
  }
  const queued = page.getByRole('article', { name: 'Your message' }).filter({ hasText: 'Queued' })
  await expect(queued).toHaveCount(2)
  await queued.first().getByRole('button', { name: 'Remove' }).click()
  await expect(queued).toHaveCount(1)
  // It is kept over a reload.
  await page.reload()
  await app.open('SA-1')
  await queued.getByRole('button', { name: 'Edit' }).click()
  await page
    .getByRole('form', { name: 'Edit the queued message' })
    .getByRole('textbox')
    .fill('Count the storks instead.')
  await page.keyboard.press('Enter')
  await expect(queued).toContainText('Count the storks instead.')
  await queued.getByRole('button', { name: 'Send now' }).click()
  await app.expectStatus('SA-1', 'Completed')
  gate.open()
  await expect(page.getByText('Read: Count the storks instead.').first()).toBeVisible()
})
