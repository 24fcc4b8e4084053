import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAppPage } from './support/app-page.ts'
import {
  buildMessage,
  command,
  medianStory,
  planMessage,
  prompt,
  synthesis,
  written,
} from './support/median-story.ts'
import { expect, test } from './support/place.ts'

test.describe.configure({ mode: 'parallel' })

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`the tree goes on after ${signal}: in the middle of an answer and while it waits for a person`, async ({
    place,
    page,
  }) => {
    test.setTimeout(90_000)
    // The plan's answer never comes to an end, until the engine was restarted.
    const { promise: reached, resolve } = Promise.withResolvers<void>()
    place.model.play((conversation) => {
      if (!conversation.opening.includes(planMessage)) return medianStory(conversation)
      resolve()
      return new Promise(() => {})
    })
    const first = await place.startHost()
    const app = createAppPage(page)
    await app.begin(first, place.folder, prompt)
    await app.approve(app.card('Start a subtask in Architect mode?'))
    await app.open('SA-2')
    await reached
    await page.getByRole('textbox', { name: 'Message to the task' }).fill('Kept over the restart')
    const eyes = await place.connect(first)
    const { id } = await eyes.until('SA-2', 'in_progress')
    await expect
      .poll(async () => (await eyes.call.task.getDraft({ key: id })).text)
      .toBe('Kept over the restart')

    await first.end(signal)
    await expect(page.getByText('No connection to Treeline.')).toBeVisible()
    place.model.play(medianStory)
    const second = await place.startHost({ port: first.port })
    // A new process makes a new token, so it takes the new link; the tab may be the same.
    await app.visit(second)
    await app.open('SA-2')
    await expect(page.getByRole('textbox', { name: 'Message to the task' })).toHaveValue(
      'Kept over the restart',
    )
    await app.approve(app.card('Hand this summary to the parent and finish?'))
    await app.open('SA-1')
    await app.approve(app.card('Start a subtask in Code mode?'))
    await app.open('SA-3')
    const edit = app.card(/Make this change\?/)
    await expect(edit).toBeVisible()

    // Again, now with an approval standing and the parent waiting.
    await second.end(signal)
    const third = await place.startHost({ port: first.port })
    await app.visit(third)
    await app.expectStatus('SA-1', 'Waiting for subtask')
    await app.open('SA-3')
    await app.approve(edit)
    await expect(app.card('Run this command?')).toContainText(command)
    await app.approve(app.card('Run this command?'))
    await app.approve(app.card('Hand this summary to the parent and finish?'))
    await app.expectStatus('SA-1', 'Completed')
    await app.open('SA-1')
    await expect(page.getByText(synthesis).last()).toBeVisible()
    expect(readFileSync(join(place.folder, 'src/stats.js'), 'utf8')).toBe(written)

    // Each summary came back once, and nothing was asked of the model twice but what was cut off.
    const log = JSON.parse((await place.treeline('export', 'SA-1', '--format', 'json')).stdout)
    expect(JSON.stringify(log).match(/"subtask\.returned"/g)).toHaveLength(2)
    expect(place.model.requestsOf(planMessage)).toHaveLength(2)
    expect(place.model.requestsOf(buildMessage)).toHaveLength(4)
    expect(place.model.requestsOf(prompt)).toHaveLength(3)
  })
}

test('a page finds its engine again after a silence, and has missed nothing', async ({ place, page }) => {
  place.model.play(medianStory)
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, prompt)
  const card = app.card('Start a subtask in Architect mode?')
  await expect(card).toBeVisible()

  // As after a night's sleep: the line looks open, and nobody answers on it.
  host.signal('SIGSTOP')
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(page.getByText('No connection to Treeline.')).toBeVisible()
  await expect(card.getByRole('button', { name: 'Approve' })).toBeDisabled()
  host.signal('SIGCONT')
  await expect(page.getByText('No connection to Treeline.')).toBeHidden()
  await app.approve(card)
  await app.expectStatus('SA-2', 'Needs approval')
})
