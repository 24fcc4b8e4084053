import { noBudget } from '../src/contract/budget.ts'
import { type Conversation, calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

/** A root whose child takes three steps and is done. */
function play({ opening, turn, last }: Conversation) {
  if (opening === 'Sort the shelves.') {
    return turn === 0
      ? calling('new_task', { mode: 'code', message: 'Sort one shelf.' })
      : completing(`All sorted: ${last.includes('One shelf') ? 'one' : 'none'}.`)
  }
  return turn < 3
    ? calling('update_todo_list', { todos: `- [x] Box ${turn}\n- [ ] The rest` })
    : completing('One shelf is sorted.')
}

test('a tree meets its limit, says what was used and by whom, and goes on when it is raised', async ({
  place,
  page,
}) => {
  place.model.play(play)
  const app = createAppPage(page)
  await app.visit(await place.startHost())
  await app.openFolder(place.folder)

  await page.getByRole('button', { name: /^Budget: No limits/ }).click()
  await page.getByRole('textbox', { name: 'Requests' }).fill('3')
  await page.getByRole('textbox', { name: 'Requests' }).press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Budget: Requests 3' })).toBeVisible()
  await app.start('Sort the shelves.')
  await app.approve(app.card(/^Start a subtask/))

  // The owner of the budget shows the card while it waits for its child.
  const card = app.card('The budget is used up')
  await expect(card).toContainText('3 of 3 requests')
  await expect(app.row('SA-1')).toHaveAccessibleName(/Waiting for subtask/)
  await expect(app.row('SA-1')).toHaveAccessibleName(/Its budget is used up/)
  await app.expectStatus('SA-2', 'Paused')
  expect(place.model.bodies()).toHaveLength(3)

  await app.open('SA-2')
  await expect(card.getByRole('list', { name: 'Who used it' })).toContainText('2 requests')
  await expect(card).toContainText('1 of 2 steps done')
  await card.getByRole('button', { name: 'Raise to 5 and go on' }).click()
  await app.approve(app.card(/^Hand this summary/))

  // The parent meets the new limit. In the inspector it can be changed too, and what it had paused goes on.
  await app.open('SA-1')
  await expect(card).toContainText('5 of 5 requests')
  await app.expectStatus('SA-1', 'Paused')
  expect(place.model.bodies()).toHaveLength(5)
  if (!(await page.getByRole('tab', { name: 'Cost' }).isVisible())) await app.command('Toggle Inspector')
  await page.getByRole('tab', { name: 'Cost' }).click()
  const limit = page.getByRole('textbox', { name: 'Requests allowed for SA-1' })
  await expect(limit).toHaveValue('5')
  await limit.fill('20')
  await limit.press('Enter')
  await app.expectStatus('SA-1', 'Completed')
  expect(place.model.bodies()).toHaveLength(6)
})

test('stopping at a limit ends the child, its parent hears how far it got, and the root can end too', async ({
  place,
  page,
}) => {
  place.model.play(play)
  const app = createAppPage(page)
  const host = await place.startHost()
  const client = await place.connect(host)
  await client.call.settings.setPreferences({ treeBudget: { ...noBudget, requests: 3 } })
  await app.visit(host)
  await app.openFolder(place.folder)
  await expect(page.getByRole('button', { name: 'Budget: Requests 3' })).toBeVisible()
  await app.start('Sort the shelves.')
  await app.approve(app.card(/^Start a subtask/))
  await app.expectStatus('SA-2', 'Paused')
  await app.open('SA-2')
  await app.card('The budget is used up').getByRole('button', { name: 'Stop here' }).click()
  await app.expectStatus('SA-2', 'Cancelled')
  await app.expectStatus('SA-1', 'Paused')
  await app.open('SA-1')
  await expect(page.getByRole('region', { name: 'Subtask SA-2' })).toContainText(
    'SA-1 used up its budget: 3 of 3 requests.',
  )
  await app.card('The budget is used up').getByRole('button', { name: 'Stop here' }).click()
  await app.expectStatus('SA-1', 'Cancelled')
  expect(place.model.bodies()).toHaveLength(3)
})

test('a headless run that meets a limit ends with 3 and says what to type, which then works', async ({
  place,
}) => {
  place.model.play(play)
  const run = await place.treeline('run', 'Sort the shelves.', '--approve', 'all', '--max-requests', '4')
  expect(run.code).toBe(3)
  expect(run.stderr).toContain(
    'Raise the limit and go on: treeline budget SA-1 --requests 6 && treeline resume SA-1',
  )
  expect(place.model.bodies()).toHaveLength(4)

  const read = await place.treeline('budget', 'SA-2', '--json')
  const states = JSON.parse(read.stdout)
  expect(states.map((state: { displayId: string }) => state.displayId)).toEqual(['SA-2', 'SA-1'])
  expect(states[1]).toMatchObject({ limits: { requests: 4 }, spent: { requests: 4, children: 1 } })

  const again = await place.treeline('resume', 'SA-1')
  expect([again.code, place.model.bodies().length]).toEqual([3, 4])

  const raised = await place.treeline('budget', 'SA-1', '--requests', 'none')
  expect([raised.code, raised.stderr]).toEqual([0, ''])
  expect(raised.stdout).toMatch(/requests +4 of no limit/)
  const end = await place.treeline('resume', 'SA-1')
  expect([end.code, end.stdout]).toEqual([0, 'All sorted: one.\n'])
  expect(place.model.bodies()).toHaveLength(6)
})

test('limits that are none are refused in words', async ({ place }) => {
  const bad = await place.treeline('run', 'Do it.', '--max-requests', 'many')
  expect(bad.code).toBe(2)
  expect(bad.stderr).toContain('--max-requests takes a number (requests at models) or none, not "many".')
  const gone = await place.treeline('budget', 'SA-9')
  expect([gone.code, gone.stderr.includes('There is no task SA-9')]).toEqual([2, true])
})
