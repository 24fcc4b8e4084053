import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { axeFaults } from './support/axe-faults.ts'
import { expect, test } from './support/place.ts'

const long = Array.from({ length: 60 }, (_, number) => `Line ${number} of a long file.`).join('\n')

test('words are found where they are folded away, and what the model was sent is shown', async ({
  place,
  page,
}) => {
  place.model.play(({ turn }) => {
    if (turn === 0)
      return calling('write_to_file', { path: 'README.md', content: `${long}\nThe kingfisher dives.\n` })
    if (turn === 1) return calling('read_file', { path: 'README.md' })
    return { ...completing('It is written.'), text: long }
  })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const host = await place.startHost()
  const { call } = await place.connect(host)
  await call.settings.setAutoApprove({
    at: { scope: 'everywhere' },
    toggles: { subtask_finish: true, edit: true },
  })
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Write about the kingfisher.', 'Code')
  await app.expectStatus('SA-1', 'Completed')

  const transcript = page.getByRole('log', { name: 'Transcript' })
  await transcript.focus()
  await page.keyboard.press('Control+f')
  const find = page.getByRole('search', { name: 'Find in transcript' })
  await page.keyboard.type('KINGFISHER')
  await expect(find.getByRole('status')).toHaveText('1 of 3')
  await page.keyboard.press('Enter')
  await expect(find.getByRole('status')).toHaveText('2 of 3')
  const marked = () =>
    page.evaluate(() => {
      const [range] = CSS.highlights.get('treeline-found-now') ?? []
      const place = (range as Range | undefined)?.getBoundingClientRect()
      return { text: range?.toString() ?? '', seen: (place?.height ?? 0) > 0 && (place?.top ?? -1) > 0 }
    })
  await expect.poll(marked).toEqual({ text: 'kingfisher', seen: true })
  await expect(page.getByRole('group', { name: 'Changes to README.md' })).toBeVisible()
  await page.keyboard.press('F3')
  await expect(find.getByRole('status')).toHaveText('3 of 3')
  await expect(page.getByRole('button', { name: 'Copy result' }).first()).toBeVisible()
  await expect.poll(marked).toEqual({ text: 'kingfisher', seen: true })
  await page.keyboard.press('F3')
  await expect(find.getByRole('status')).toHaveText('1 of 3')
  await page.keyboard.press('Escape')
  await expect(find).toBeHidden()
  await expect(transcript).toBeFocused()

  const diff = page.getByRole('group', { name: 'Changes to README.md' })
  await diff.hover()
  await page.getByRole('radio', { name: 'Side by side' }).click()
  await expect(diff.locator('col')).toHaveCount(4)

  await app.command('Open Context X-ray')
  const xray = page.getByRole('region', { name: 'Context X-ray of SA-1' })
  await expect(xray.getByText('Exactly as sent')).toBeVisible()
  const before = xray.getByRole('button', { name: 'Request before' })
  await before.click()
  await expect(xray.getByText('Request 2 of 3')).toBeVisible()
  await before.click()
  await expect(xray.getByText('Request 1 of 3')).toBeVisible()
  await xray.getByRole('button', { name: /^2 You/ }).click()
  await expect(xray.getByText('Write about the kingfisher.', { exact: true }).last()).toBeVisible()
  expect(await axeFaults(page)).toEqual([])

  // A long result comes when it is read, and says so when it cannot.
  await page.getByRole('tab', { name: /Write about/ }).click()
  await page.reload()
  const read = transcript.getByRole('button', { name: /^Read/ })
  await expect(read).toBeVisible()
  process.kill(host.pid, 'SIGKILL')
  await expect(page.getByText('No connection to Treeline.')).toBeVisible()
  await read.click()
  await expect(transcript.getByRole('alert')).toContainText('The result could not be fetched')
  expect(await axeFaults(page)).toEqual([])
})

test('a message is edited, what came after is set aside, and the task is forked', async ({ place, page }) => {
  place.model.play(({ body }) => {
    const said = body.messages.filter(({ role }) => role === 'user').at(-1)?.content ?? ''
    return { ...completing(`You said: ${said}`), text: `About ${said}` }
  })
  const host = await place.startHost()
  const { call } = await place.connect(host)
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles: { subtask_finish: true } })
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'the heron', 'Ask')
  await app.expectStatus('SA-1', 'Completed')
  const transcript = page.getByRole('log', { name: 'Transcript' })
  await transcript.getByRole('article', { name: 'Your message' }).hover()
  await transcript.getByRole('button', { name: 'Edit and send again' }).click()
  await page.getByRole('textbox', { name: 'Your message' }).fill('the stork')
  await page.keyboard.press('Enter')
  await expect(transcript.getByText('You said: the stork')).toBeVisible()
  await expect(transcript.getByText('You said: the heron')).toBeHidden()
  await transcript.getByRole('button', { name: /You put your message differently/ }).click()
  await expect(transcript.getByText('You said: the heron')).toBeVisible()

  await app.command('Fork Task')
  await expect(app.breadcrumb).toContainText('SA-2')
  await expect(page.getByText('Forked as SA-2. Files stay as they are.', { exact: true })).toBeVisible()
  await app.expectStatus('SA-2', 'Paused')
})
