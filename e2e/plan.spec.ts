import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, type Place, test } from './support/place.ts'

const orders = [
  { name: 'api', message: 'Describe the API.' },
  { name: 'page', message: 'Describe the page.' },
  { name: 'both', message: 'Bring both together.', depends_on: ['api'] },
]

/** An orchestrator with three subtasks of which the third depends on the first. Each goes on when it is let. */
function playThree(place: Place): Record<'api' | 'page' | 'both', () => void> {
  const gates = new Map(orders.map(({ message }) => [message, Promise.withResolvers<void>()]))
  place.model.play(async ({ opening, turn }) => {
    if (opening === 'Describe it all.') {
      if (turn > 0) return completing('All is described.')
      const calls = orders.map((order) => ({ name: 'new_task', arguments: { mode: 'ask', ...order } }))
      return { text: 'Three pieces.', calls }
    }
    await gates.get(opening.split('\n')[0] ?? '')?.promise
    return completing('It is described.')
  })
  const open = (at: number) => () => gates.get(orders[at]?.message ?? '')?.resolve()
  return { api: open(0), page: open(1), both: open(2) }
}

/** What axe finds in the plan, in both themes. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const axe = new AxeBuilder({ page })
      .include('section[aria-label^="Plan of"]')
      .disableRules('label-content-name-mismatch')
    const { violations } = await axe.analyze()
    for (const { id, nodes } of violations) {
      found.push(...nodes.map(({ html }) => `${colorScheme} ${id}: ${html.slice(0, 160)}`))
    }
  }
  return found
}

test('a plan shows subtasks as they work, wait and return, and leads to them by keyboard', async ({
  place,
  page,
}) => {
  test.setTimeout(120_000)
  const go = playThree(place)
  const host = await place.startHost()
  const { call } = await place.connect(host)
  const toggles = { subtask_create: true, subtask_finish: true }
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles })
  const app = createAppPage(page)
  await app.visit(host)
  await app.openFolder(place.folder)
  await expect(page.getByRole('button', { name: 'Plan', exact: true })).toHaveCount(0)
  await app.start('Describe it all.', 'Orchestrator')
  await app.expectStatus('SA-3', 'Working')
  await page.getByRole('button', { name: 'Plan', exact: true }).click()
  await expect(page.getByRole('tab', { name: 'Plan of SA-1' })).toBeVisible()

  // At work, their bars reach to now; what waits says for what.
  const tree = page.getByRole('tree', { name: 'Subtasks of SA-1' })
  const line = (name: RegExp) => tree.getByRole('treeitem', { name })
  await expect(line(/^SA-2 .*, Working.*, since /)).toBeVisible()
  await expect(line(/^SA-3 .*, Working.*, since /)).toBeVisible()
  await expect(line(/^Bring both together\., Ask, Waiting to start: depends on SA-2/)).toBeVisible()
  const bar = line(/^SA-2 /).locator('[data-bar]')
  const drawn = await bar.evaluateHandle((element) => element)
  const end = () => bar.evaluate((element) => Number(getComputedStyle(element).getPropertyValue('--now')))
  const before = await end()
  await expect.poll(end).toBeGreaterThan(before)
  expect(await drawn.evaluate((element) => element.isConnected)).toBe(true)
  expect(await faults(page)).toEqual([])

  // What is focused keeps the focus while everything around it changes.
  await line(/^SA-2 /).focus()
  await page.keyboard.press('End')
  await expect(line(/^Bring both together/)).toBeFocused()
  go.api()
  await expect(line(/^SA-2 .*, Completed, took /)).toBeVisible()
  await expect(line(/^SA-4 .*, Working.*, depended on SA-2/)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(line(/^SA-3 /)).toBeFocused()
  await expect(page.getByRole('tooltip')).toContainText('Began')
  await page.keyboard.press('Enter')
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-3')

  // By its keys, to the same tab; as a graph, which is remembered.
  await app.open('SA-1')
  await page.keyboard.press('Control+Shift+G')
  await page.getByRole('radio', { name: 'Graph' }).click()
  const graph = page.getByRole('list', { name: 'Subtasks of SA-1' })
  const node = (name: RegExp) => graph.getByRole('button', { name })
  await expect(node(/^SA-4 .*, Working/)).toBeVisible()
  expect(await faults(page)).toEqual([])
  await node(/^SA-2 /).focus()
  await page.keyboard.press('ArrowRight')
  await expect(node(/^SA-4 /)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowDown')
  await expect(node(/^SA-3 /)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-3')

  go.page()
  go.both()
  await app.expectStatus('SA-1', 'Completed')
  await page.getByRole('tab', { name: 'Plan of SA-1' }).click()
  await expect(node(/^SA-4 .*, Completed, took /)).toBeVisible()
  const totals = page.getByLabel('Totals')
  await expect(totals).toContainText('Returned3 of 3')
  await expect(totals).toContainText('Saved by parallel work')
  await page.reload()
  await expect(node(/^SA-4 /)).toBeVisible()
})

test('a plan shows what waits to be approved, and the subtasks of subtasks', async ({ place, page }) => {
  place.model.play(({ opening, turn }) => {
    if (opening === 'Look around.')
      return turn === 0 ? ask('orchestrator', 'Look here.') : completing('Seen.')
    if (opening === 'Look here.') return turn === 0 ? ask('ask', 'Look closer.') : completing('Seen here.')
    return completing('Seen closer.')
  })
  const ask = (mode: string, message: string) => calling('new_task', { mode, message })
  const host = await place.startHost()
  const { call } = await place.connect(host)
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Look around.', 'Orchestrator')

  // There is a plan as soon as something is asked for; what waits for a yes leads to its card.
  const card = app.card(/^Start a subtask/)
  await expect(card).toBeVisible()
  await page.keyboard.press('Control+Shift+G')
  const tree = page.getByRole('tree', { name: 'Subtasks of SA-1' })
  const line = (name: RegExp) => tree.getByRole('treeitem', { name })
  await line(/^Look here\., Orchestrator, Waiting to start: needs your approval$/).focus()
  await page.keyboard.press('Enter')
  await expect(card).toBeFocused()
  const toggles = { subtask_create: true, subtask_finish: true }
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles })
  await app.approve(card)
  await app.expectStatus('SA-1', 'Completed')

  await page.keyboard.press('Control+Shift+G')
  await line(/^SA-2 .*, Completed, took .*, 1 subtask/).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(line(/^SA-3 Look closer\., Ask, Completed/)).toBeFocused()
  await expect(line(/^SA-3 /)).toHaveAttribute('aria-level', '2')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(line(/^SA-3 /)).toHaveCount(0)
  await expect(line(/^SA-2 /)).toBeFocused()
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByRole('tree', { name: 'Subtasks of SA-2' }).getByRole('treeitem')).toHaveCount(1)
})
