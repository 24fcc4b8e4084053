import { AxeBuilder } from '@axe-core/playwright'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { type AppPage, createAppPage } from './support/app-page.ts'
import type { EngineClient } from './support/engine-client.ts'
import { expect, type Place, test } from './support/place.ts'

/** Starts tasks one after the other: a message that begins with "Delegate" has one subtask, "Ask" stops with a question. */
async function begin(place: Place, app: AppPage, messages: string[]): Promise<EngineClient['call']> {
  place.model.play(({ opening, turn }) => {
    if (opening.startsWith('Ask'))
      return calling('ask_followup_question', { question: 'Which one?', follow_up: [{ text: 'This.' }] })
    if (opening.startsWith('Delegate') && turn === 0)
      return calling('new_task', { mode: 'ask', message: `Look into: ${opening}` })
    return completing('Done.')
  })
  const host = await place.startHost()
  const { call } = await place.connect(host)
  const toggles = { subtask_create: true, subtask_finish: true }
  await call.settings.setAutoApprove({ at: { scope: 'everywhere' }, toggles })
  await app.visit(host)
  await app.openFolder(place.folder)
  const [workspace] = await call.workspaces.list()
  if (workspace === undefined) throw new Error('There is no workspace.')
  for (const message of messages) {
    const { displayId } = await call.tasks.create({
      workspaceId: workspace.id,
      message,
      mode: 'orchestrator',
      delegation: true,
      providerId: null,
      model: null,
    })
    await app.expectStatus(displayId, message.startsWith('Ask') ? 'Asks you' : 'Completed')
  }
  return call
}

const ids = (app: AppPage) =>
  app.page
    .getByRole('treeitem')
    .evaluateAll((lines) => lines.map((line) => line.getAttribute('aria-label')?.split(' ')[0]))

test('tasks are pinned, archived and found again, several at once, and begin anew as another did', async ({
  place,
  page,
}) => {
  const app = createAppPage(page)
  await begin(place, app, ['Delegate the shelves.', 'Sort the books.', 'Ask about the lamp.'])
  const menu = async (displayId: string, item: string) => {
    await app.row(displayId).click({ button: 'right' })
    await page.getByRole('menuitem', { name: item }).click()
  }
  await menu('SA-1', 'Pin Task')
  await expect.poll(() => ids(app)).toEqual(['SA-1', 'SA-2', 'SA-4', 'SA-3'])

  // What waits for a person stays, and says so; the other one goes with all below it.
  await app.open('SA-1')
  await expect(page.getByRole('textbox', { name: 'Message to the task' })).toBeVisible()
  await app.row('SA-4').click({ modifiers: ['ControlOrMeta'] })
  await expect(app.row('SA-4')).toHaveAttribute('aria-selected', 'true')
  const axe = new AxeBuilder({ page }).include('aside').disableRules('label-content-name-mismatch')
  expect((await axe.analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  await app.row('SA-1').click({ button: 'right' })
  await expect(page.getByText('2 tasks selected')).toBeVisible()
  await page.getByRole('menuitem', { name: 'Archive Task' }).click()
  await expect(
    page.getByText('SA-4 waits for you. Answer or cancel it, then archive it.', { exact: true }),
  ).toBeVisible()
  await expect.poll(() => ids(app)).toEqual(['SA-4', 'SA-3'])
  await page.getByRole('searchbox', { name: 'Search tasks' }).fill('shelves')
  await expect(app.row('SA-1')).toHaveAccessibleName(/archived$/)
  await page.getByRole('searchbox', { name: 'Search tasks' }).fill('')
  await page.getByRole('button', { name: 'Filter tasks' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Archived' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => ids(app)).toEqual(['SA-1', 'SA-2'])
  await menu('SA-2', 'Restore From Archive')
  await expect(page.getByText('No task fits')).toBeVisible()
  await page.getByRole('button', { name: 'Show all tasks' }).click()

  // All of them by keyboard, deleted with one way back.
  await expect.poll(() => ids(app)).toEqual(['SA-4', 'SA-3', 'SA-1', 'SA-2'])
  await app.row('SA-3').click()
  await page.getByRole('tree', { name: 'Tasks', exact: true }).focus()
  await page.keyboard.press('Shift+End')
  await expect(page.getByRole('treeitem', { selected: true })).toHaveCount(3)
  await page.keyboard.press('Delete')
  await expect.poll(() => ids(app)).toEqual(['SA-4'])
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(() => ids(app)).toEqual(['SA-4', 'SA-3', 'SA-1', 'SA-2'])

  // A duplicate asks nobody anything before it is started.
  const asked = place.model.bodies().length
  await menu('SA-2', 'Duplicate as New Task…')
  const field = page.getByRole('textbox', { name: 'What should be done' })
  await expect(field).toHaveValue(/^Look into: Delegate the shelves\./)
  await expect(page.getByRole('button', { name: 'Mode: Ask' })).toBeVisible()
  expect(place.model.bodies().length).toBe(asked)
})

test('tasks are dragged under others and out again, and one subtree can stand alone', async ({
  place,
  page,
}) => {
  const app = createAppPage(page)
  const call = await begin(place, app, ['Delegate the shelves.', 'Sort the books.', 'Dust the lamp.'])
  const levels = () =>
    page
      .getByRole('treeitem')
      .evaluateAll((lines) =>
        lines.map(
          (line) => `${line.getAttribute('aria-label')?.split(' ')[0]} ${line.getAttribute('aria-level')}`,
        ),
      )
  await expect.poll(levels).toEqual(['SA-4 1', 'SA-3 1', 'SA-1 1', 'SA-2 2'])

  // A new root waits above the line under the pointer until the pointer leaves.
  await app.row('SA-2').hover()
  const box = await app.row('SA-2').boundingBox()
  await page.mouse.move((box?.x ?? 0) + 50, (box?.y ?? 0) + 10)
  const [workspace] = await call.workspaces.list()
  if (workspace === undefined) throw new Error('There is no workspace.')
  const order = { workspaceId: workspace.id, mode: 'ask', delegation: false, providerId: null, model: null }
  await call.tasks.create({ ...order, message: 'Sweep.' })
  await call.task.rename({ taskId: (await taskOf(call, 'SA-2')) as never, title: 'Renamed meanwhile' })
  await expect(app.row('SA-2')).toContainText('Renamed meanwhile')
  expect(await app.row('SA-2').boundingBox()).toEqual(box)
  await page.mouse.move(700, 400)
  await expect(app.row('SA-5')).toBeVisible()

  // Two at once, then back to the top.
  await app.row('SA-4').click()
  await app.row('SA-3').click({ modifiers: ['Shift'] })
  await app.row('SA-3').dragTo(app.row('SA-1'))
  await expect.poll(levels).toEqual(['SA-5 1', 'SA-1 1', 'SA-2 2', 'SA-3 2', 'SA-4 2'])

  // What cannot be is said while one drags, and nothing happens.
  await app.row('SA-1').hover()
  await page.mouse.down()
  await app.row('SA-2').hover()
  await app.row('SA-2').hover({ position: { x: 60, y: 12 } })
  await expect(page.getByText('SA-2 lies below SA-1 itself.')).toBeVisible()
  await page.mouse.up()
  await expect.poll(levels).toEqual(['SA-5 1', 'SA-1 1', 'SA-2 2', 'SA-3 2', 'SA-4 2'])

  // Nothing is selected any more: only the one that is dragged goes.
  await page.mouse.move(700, 400)
  await app.row('SA-2').click()
  await app.row('SA-4').hover()
  await page.mouse.down()
  await app.row('SA-3').hover()
  await app.row('SA-3').hover({ position: { x: 60, y: 12 } })
  await expect(page.getByText('Nest SA-4 under SA-3')).toBeVisible()
  await page.getByRole('tree', { name: 'Tasks', exact: true }).hover({ position: { x: 90, y: 300 } })
  await expect(page.getByText('Make SA-4 a root')).toBeVisible()
  await page.mouse.up()
  await expect.poll(levels).toEqual(['SA-5 1', 'SA-4 1', 'SA-1 1', 'SA-2 2', 'SA-3 2'])

  // One subtree, and the way back up.
  await app.row('SA-1').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Show Only Its Subtree' }).click()
  await expect.poll(levels).toEqual(['SA-1 1', 'SA-2 2', 'SA-3 2'])
  const trail = page.getByRole('navigation', { name: 'Part of the task list' })
  await trail.getByRole('button', { name: 'All' }).click()
  await expect.poll(levels).toEqual(['SA-5 1', 'SA-4 1', 'SA-1 1', 'SA-2 2', 'SA-3 2'])
})

async function taskOf(call: EngineClient['call'], displayId: string): Promise<string | undefined> {
  for await (const frame of await call.tasks.watch())
    return frame.tasks.find((task) => task.displayId === displayId)?.id
  return undefined
}
