import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

const noProvider = { TREELINE_BASE_URL: '', TREELINE_API_KEY: '', TREELINE_MODEL: '' }

test('on the first run the demo plays to its end, approved step by step, with no network', async ({
  place,
  page,
  context,
}) => {
  test.setTimeout(120_000)
  const host = await place.startHost({ env: { ...noProvider, TREELINE_DEMO_DELAY_MS: '0' } })
  const elsewhere: string[] = []
  context.on('request', (request) => {
    if (!request.url().startsWith(host.origin) && !/^(blob|data):/.test(request.url()))
      elsewhere.push(request.url())
  })
  const eyes = await place.connect(host)
  const app = createAppPage(page)
  await app.visit(host)
  await page.getByRole('button', { name: 'Try the demo' }).click()
  await expect(page.getByRole('tab', { name: 'New task' })).toBeVisible()
  await app.start('Add a median to the library, with tests, and have it reviewed.')
  await expect(page.getByText(/scripted demo/).first()).toBeVisible()

  // Whoever waits is found by the button that leads there, as a person would.
  const cards = page.getByRole('button', { name: 'Approve' })
  for (;;) {
    const tasks = [...(await eyes.tasks()).values()]
    const root = tasks.find(({ parentId }) => parentId === null)
    if (root === undefined) continue
    if (root.status === 'completed') break
    const waits = tasks.find(({ status }) => status === 'awaiting_approval')
    if (waits === undefined) {
      const open = tasks.find(({ status }) => status === 'in_progress') ?? root
      await eyes.until(open.displayId, 'awaiting_approval', 'awaiting_subtask', 'completed')
      continue
    }
    await app.open(waits.displayId)
    await expect(cards.first()).toBeVisible()
    await app.approve(page.locator('section[data-call]').filter({ has: cards }).first())
  }

  const tasks = [...(await eyes.tasks()).values()]
  expect(tasks.map(({ mode, status }) => [mode, status]).sort()).toEqual([
    ['architect', 'completed'],
    ['code', 'completed'],
    ['orchestrator', 'completed'],
    ['review', 'completed'],
  ])
  const root = tasks.find(({ parentId }) => parentId === null)
  await app.open(root?.displayId ?? '')
  await expect(page.getByText('planned, built, tested and reviewed').last()).toBeVisible()
  expect(elsewhere).toEqual([])
  expect(place.model.bodies()).toEqual([])
})
