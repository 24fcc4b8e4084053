import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { command, medianStory, planMessage, prompt, synthesis } from './support/median-story.ts'
import { expect, test } from './support/place.ts'

test('two pages show the same tree; of two answers one counts, and both pages know', async ({
  place,
  page,
  context,
}) => {
  place.model.play(medianStory)
  const host = await place.startHost()
  const one = createAppPage(page)
  await one.begin(host, place.folder, prompt)
  const two = createAppPage(await context.newPage())
  await two.visit(host)
  await two.open('SA-1')
  const cards = [one, two].map((app) => app.card('Start a subtask in Architect mode?'))
  for (const card of cards) await expect(card).toContainText(planMessage)

  // Both press at once.
  await expect(async () => {
    await Promise.all(
      cards.map(async (card) => {
        if ((await card.count()) > 0)
          await card.getByRole('button', { name: 'Approve' }).click({ timeout: 700 })
      }),
    )
    for (const card of cards) await expect(card).toHaveCount(0, { timeout: 700 })
  }).toPass()
  for (const app of [one, two]) await app.expectStatus('SA-2', 'Needs approval')
  const eyes = await place.connect(host)
  expect([...(await eyes.tasks()).keys()].sort()).toEqual(['SA-1', 'SA-2'])

  // What is answered in one page leaves the other.
  await one.open('SA-2')
  await two.open('SA-2')
  await two.approve(two.card('Hand this summary to the parent and finish?'))
  await expect(one.card('Hand this summary to the parent and finish?')).toHaveCount(0)
  await one.expectStatus('SA-2', 'Completed')
})

test('a task in a page of its own is the same task', async ({ place, page, context }) => {
  place.model.play(medianStory)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, prompt)
  await app.approve(app.card('Start a subtask in Architect mode?'))
  await app.open('SA-2')
  const opened = context.waitForEvent('page')
  await app.command('Open Task in New Window')
  const own = await opened
  await expect(own.getByRole('navigation', { name: 'Where this task is' })).toContainText('SA-2')
  await expect(own.getByRole('tree')).toHaveCount(0)
  expect(own.url()).not.toContain(host.token)
  const ownApp = createAppPage(own)
  await ownApp.approve(ownApp.card('Hand this summary to the parent and finish?'))
  await app.expectStatus('SA-2', 'Completed')
})

test('stop, a message, resume and cancel do to the tree what they say', async ({ place, page }) => {
  let held = true
  place.model.play((conversation) => {
    const { opening, turn } = conversation
    if (opening.includes(planMessage) && held) return new Promise(() => {})
    if (opening === 'Wait for me.')
      return turn === 0 ? calling('execute_command', { command }) : completing('Never.')
    return medianStory(conversation)
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, prompt)
  await app.approve(app.card('Start a subtask in Architect mode?'))
  await app.expectStatus('SA-2', 'Working')

  // Stopping the root stops what is below it; resuming goes on where both were.
  await page.getByRole('button', { name: 'Stop task' }).click()
  await app.expectStatus('SA-1', 'Paused')
  await app.expectStatus('SA-2', 'Paused')
  held = false
  await page.getByRole('button', { name: 'Resume task' }).click()
  await app.expectStatus('SA-1', 'Waiting for subtask')
  await app.expectStatus('SA-2', 'Needs approval')

  // A message to the parent waits for its turn and is told to it with the summary.
  await page.getByRole('textbox', { name: 'Message to the task' }).fill('Mind the README too.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await app.open('SA-2')
  await app.approve(app.card('Hand this summary to the parent and finish?'))
  await app.open('SA-1')
  await expect(app.card('Start a subtask in Code mode?')).toBeVisible()
  expect(place.model.requestsOf(prompt).at(-1)?.last).toBe('Mind the README too.')
  await page.getByRole('region', { name: 'Start a subtask in Code mode?' }).focus()
  await page.keyboard.press('Shift+Backspace')
  await page.getByRole('textbox', { name: 'What should be different?' }).fill('Not needed.')
  await page.keyboard.press('Enter')
  await app.expectStatus('SA-1', 'Completed')
  await expect(page.getByText(synthesis).last()).toBeVisible()

  // Cancelling is asked about, and ends the task for good.
  await app.command('New Task')
  await app.start('Wait for me.', 'Code')
  await expect(app.card('Run this command?')).toBeVisible()
  await app.command('Cancel Task')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Cancel (the |this )?task/i })
    .click()
  await app.expectStatus('SA-3', 'Cancelled')
  await expect(app.card('Run this command?')).toHaveCount(0)
})
