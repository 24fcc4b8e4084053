import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

test.describe.configure({ mode: 'parallel' })
test.use({ files: { 'README.md': '# Sample app\n', 'long.txt': 'a line of a long file\n'.repeat(200) } })

const noEnvironment = { TREELINE_BASE_URL: '', TREELINE_API_KEY: '', TREELINE_MODEL: '' }

/** Keeps a provider at the place's model server, as a person would, and makes it the default. */
const saved = (baseUrl: string, key: string) => ({
  ...{ name: 'My gateway', baseUrl, model: 'scripted', modelByMode: {}, prices: {}, contextWindow: null },
  key,
})

test('a rate limit is counted down without anything moving, and can be cut short', async ({
  place,
  page,
}) => {
  let limited = true
  place.model.play(() =>
    limited
      ? { status: 429, headers: { 'retry-after': '90' }, body: { error: { message: 'Too many requests.' } } }
      : completing('Done in the end.'),
  )
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Do it.', 'Code')
  const timer = page.getByRole('timer')
  await expect(timer).toHaveText(/^Asking again in 1 min \d+ s$/)
  await expect(page.getByText('The model’s server asks to wait')).toBeVisible()
  await expect(app.row('SA-1')).toContainText(/waits \d+ s/)
  const button = page.getByRole('button', { name: 'Try now' })
  const place1 = await button.boundingBox()
  const words = await timer.textContent()
  await expect(timer).not.toHaveText(words ?? '')
  expect(await button.boundingBox()).toEqual(place1)
  // Stop is there too, and going on asks at once.
  await page.getByRole('log').getByRole('button', { name: 'Stop' }).click()
  await app.expectStatus('SA-1', 'Paused')
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(timer).toBeVisible()
  limited = false
  await button.click()
  await app.expectStatus('SA-1', 'Completed')
})

test('a wrong key pauses a subtask, says so above it, and once mended the whole tree finishes', async ({
  place,
  page,
}) => {
  let wanted = 'sk-wrong-from-the-start'
  place.model.play(({ opening, turn }) => {
    if (opening === 'Do it.' && turn === 0) return calling('new_task', { mode: 'ask', message: 'Look.' })
    return opening === 'Look.' && wanted !== 'sk-right'
      ? { status: 401, body: { error: { message: 'No such key.', code: 'invalid_api_key' } } }
      : completing('All is well.')
  })
  const host = await place.startHost({ env: noEnvironment })
  const { call } = await place.connect(host)
  await call.providers.save(saved(place.model.baseUrl, wanted))
  await call.settings.setAutoApprove({
    at: { scope: 'everywhere' },
    toggles: { subtask_create: true, subtask_finish: true },
  })
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Do it.', 'Orchestrator')
  await app.expectStatus('SA-2', 'Paused')
  await expect(app.row('SA-2')).toContainText('needs a key')
  await expect(app.row('SA-1')).toHaveAttribute('title', /waits for SA-2, which needs a key: My gateway/)
  await app.open('SA-2')
  const card = page.getByRole('region', { name: 'Paused: needs a key' })
  await expect(card).toContainText(/My gateway \(127\.0\.0\.1:\d+\) refused the API key .* Then resume\./)
  await card.getByRole('button', { name: 'Provider settings' }).click()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('API key').fill('sk-right')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toHaveCount(0)
  wanted = 'sk-right'
  await app.open('SA-2')
  await card.getByRole('button', { name: 'Resume' }).click()
  await app.expectStatus('SA-2', 'Completed')
  await app.expectStatus('SA-1', 'Completed')
})

test('a machine that is offline says so quietly, in the task and beside the tree, and goes on', async ({
  place,
  page,
}) => {
  place.model.play(() => completing('Back again.'))
  const host = await place.startHost({ env: noEnvironment })
  const { call } = await place.connect(host)
  const { id, ...provider } = await call.providers.save(saved('http://no-such-host.invalid/v1', ''))
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Do it.', 'Code')
  await expect(page.getByText('Offline — goes on by itself when the network is back')).toBeVisible()
  const line = page.getByRole('status').filter({ hasText: 'Offline: 1 task waits for the network' })
  await expect(line).toBeVisible()
  const { name, model, modelByMode, prices, contextWindow } = provider
  await call.providers.save({
    ...{ id, name, model, modelByMode, prices, contextWindow },
    baseUrl: place.model.baseUrl,
  })
  await line.getByRole('button', { name: 'Try now' }).click()
  await app.expectStatus('SA-1', 'Completed')
  await expect(line).toHaveCount(0)
})

test('a history is condensed on demand, and what stands for it can be read', async ({ place, page }) => {
  place.model.play(({ turn, body, last }) => {
    if (body.messages[0]?.content?.includes('memory of a coding agent'))
      return { text: 'It **read** the file.' }
    return turn === 0 && !last.includes('More')
      ? calling('read_file', { path: 'long.txt' })
      : completing('Done.')
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Do it.', 'Code')
  await app.expectStatus('SA-1', 'Completed')
  await page.getByRole('textbox', { name: 'Message to the task' }).fill('/condense')
  await page.keyboard.press('Enter')
  const notice = page.getByRole('button', { name: 'History condensed to a summary for the model' })
  await notice.click()
  await expect(page.getByRole('region', { name: 'Summary of the history' })).toContainText(
    'It read the file.',
  )
  await page.getByRole('textbox', { name: 'Message to the task' }).fill('More, please.')
  await page.keyboard.press('Enter')
  await expect.poll(() => place.model.bodies().at(-1)).toContain('It **read** the file.')
  expect(place.model.bodies().at(-1)).not.toContain('a line of a long file')
})
