import { type Conversation, calling, completing } from '../src/main/testing/conversation.ts'
import { createGate } from '../src/main/testing/gate.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

const part = 'Paint the part.'

test('a blocked child shows as such, its parent or the person answers, and its report comes once', async ({
  place,
  page,
}) => {
  const answered = createGate()
  place.model.play(async ({ opening, turn }: Conversation) => {
    if (opening === part) {
      return turn === 0
        ? calling('send_prompt', { to: 'parent', kind: 'blocker', message: 'Which colour shall it have?' })
        : completing('Painted it blue.')
    }
    if (turn === 0) return calling('new_task', { mode: 'ask', message: part })
    if (turn === 1) {
      await answered.pass()
      return calling('send_prompt', { to: 'SA-2', kind: 'answer', message: 'Blue, as the rest.' })
    }
    return turn === 2 ? calling('wait_for_subtask', {}) : completing('It is painted.')
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Have it painted.')
  await app.approve(app.card(/^Start a subtask/))
  await app.expectStatus('SA-2', 'Blocked')
  await expect(app.row('SA-2')).toContainText('blocked')
  await expect(app.row('SA-2')).toHaveAttribute('title', /asks SA-1: Which colour shall it have\?/)
  await app.open('SA-2')
  await expect(page.getByText('It is blocked and waits for an answer of SA-1.')).toBeVisible()
  await app.open('SA-1')
  await expect(page.getByRole('article', { name: 'Message of SA-2' })).toContainText('Which colour')
  answered.open()
  await app.expectStatus('SA-2', 'Needs approval')
  await app.open('SA-2')
  await app.approve(app.card(/^Hand this summary/))
  await app.expectStatus('SA-1', 'Completed')
  await expect(page.getByRole('article', { name: 'Message of SA-1' })).toContainText('Blue, as the rest.')
})

test('a task is nested under another, unnested again, and its result attached', async ({ place, page }) => {
  place.model.play(({ opening }) => completing(`Result of: ${opening}`))
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'First thing.', 'Ask')
  await app.expectStatus('SA-1', 'Completed')
  await app.command('New Task')
  await app.start('Second thing.', 'Ask')
  await app.expectStatus('SA-2', 'Completed')

  await app.row('SA-1').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Nest Under…' }).click()
  await page.getByRole('option', { name: /SA-2/ }).click()
  await expect(app.row('SA-1')).toHaveAttribute('aria-level', '2')
  await page.reload()
  await expect(app.row('SA-1')).toHaveAttribute('aria-level', '2')

  // What would make a circle is not offered.
  await app.open('SA-2')
  await app.command('Nest Under…')
  await expect(page.getByText('There is no other task to choose.')).toBeVisible()
  await page.keyboard.press('Escape')

  await app.open('SA-1')
  await app.command('Attach Result To…')
  await page.getByRole('option', { name: /SA-2/ }).click()
  await app.open('SA-2')
  await expect(page.getByRole('article', { name: 'Message of SA-1' })).toContainText(
    'Result of: First thing.',
  )

  await app.row('SA-1').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Unnest' }).click()
  await expect(app.row('SA-1')).toHaveAttribute('aria-level', '1')
})

test('the command line nests and unnests', async ({ place }) => {
  place.model.play(() => completing('Done.'))
  for (const prompt of ['First thing.', 'Second thing.'])
    expect((await place.treeline('run', prompt, '--approve', 'all')).code).toBe(0)
  const nested = await place.treeline('nest', 'sa-1', '--under', 'sa-2')
  expect([nested.code, nested.stderr]).toEqual([0, 'SA-1 is nested under SA-2.\n'])
  expect((await place.treeline('nest', 'SA-2', '--under', 'SA-1')).stderr).toContain(
    'SA-1 lies below SA-2 itself.',
  )
  expect((await place.treeline('unnest', 'SA-1')).stderr).toBe('SA-1 is a root task now.\n')
})
