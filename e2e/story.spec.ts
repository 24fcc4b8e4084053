import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScriptedTurn } from '../src/main/model/scripted-turn.ts'
import { type Conversation, calling, completing, refusing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

const prompt = 'Give the library a median, secretly called PROMPT-ONLY.'
const planAsked = 'Plan the median for src/stats.js.'
const planEdited = 'Plan the median for src/stats.js. Mind the empty list.'
const planSummary = 'Sort a copy, take the middle; throw for an empty list.'
const buildAsked = 'Build the median.'
const buildFeedback = 'Say which file.'
const buildAgain = 'Build the median in src/stats.js as planned.'
const firstTry = 'Built it.'
const tryFeedback = 'Which function did you add?'
const buildSummary = 'src/stats.js exports median now; it loads.'
const debugAsked = 'Find out why the tests are slow.'
const testAsked = 'Check the median by running it.'
const testSummary = 'It runs: the middle of three is right.'
const synthesis = 'The library has a **median**: planned, built and tested. One subtask failed.'
const content = 'export const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1]\n'
const command =
  "node --input-type=module -e \"import { median } from './src/stats.js'; console.log('median', median([3, 1, 2]))\""

function story({ opening, mode, turn, last }: Conversation): ScriptedTurn {
  if (opening.startsWith('Plan')) return completing(planSummary)
  if (opening === buildAgain) {
    if (turn === 0) return calling('read_file', { path: 'src/stats.js' })
    if (turn === 1) return calling('write_to_file', { path: 'src/stats.js', content })
    if (turn === 2) return calling('execute_command', { command })
    return completing(turn === 3 ? firstTry : buildSummary)
  }
  if (opening === debugAsked) {
    return turn === 0 ? calling('list_files', { path: 'src' }) : refusing('The account has no credit.')
  }
  if (opening === testAsked)
    return turn === 0 ? calling('execute_command', { command }) : completing(testSummary)
  if (mode !== 'orchestrator') return refusing(`No script for: ${opening}`)
  switch (turn) {
    case 0:
      return calling('new_task', { mode: 'architect', message: planAsked }, 'A plan comes first.')
    case 1:
      return calling('new_task', { mode: 'code', message: buildAsked })
    case 2:
      return calling('new_task', {
        mode: 'code',
        message: last.includes(buildFeedback) ? buildAgain : buildAsked,
      })
    case 3:
      return calling('new_task', { mode: 'debug', message: debugAsked })
    case 4:
      return calling('new_task', { mode: 'test', message: testAsked })
    case 5:
      return calling('ask_followup_question', {
        question: 'Shall I sum up **now**?',
        follow_up: [{ text: 'Yes, sum up' }, { text: 'No, wait' }],
      })
    default:
      return completing(last.includes('Yes, sum up') ? synthesis : 'They did not want it.')
  }
}

test('a task becomes a tree, and a person leads it to its end', async ({ place, page }) => {
  test.setTimeout(120_000)
  place.model.play(story)
  const host = await place.startHost()
  const eyes = await place.connect(host)
  const app = createAppPage(page)
  await app.begin(host, place.folder, prompt)

  // The architect: its message is changed before it starts, its report is let through.
  const planCard = app.card('Start a subtask in Architect mode?')
  await expect(planCard).toContainText(planAsked)
  await planCard.getByRole('button', { name: 'Change' }).click()
  await planCard.getByRole('textbox', { name: 'Message' }).fill(planEdited)
  await app.approve(planCard)
  await app.expectStatus('SA-1', 'Waiting for subtask')
  await app.open('SA-2')
  const planDone = app.card('Hand this summary to the parent and finish?')
  await expect(planDone).toContainText(planSummary)
  await app.approve(planDone)
  await app.expectStatus('SA-2', 'Completed')

  // The first draft of the code subtask is refused, the second is let start.
  await app.open('SA-1')
  const buildCard = app.card('Start a subtask in Code mode?')
  await expect(buildCard).toContainText(buildAsked)
  await app.reject(buildCard, buildFeedback)
  await expect(buildCard).toContainText(buildAgain)
  await app.approve(buildCard)
  await app.open('SA-3')

  // Its edit is seen as a diff, its command in full.
  const edit = app.card(/Make this change\?/)
  await expect(edit).toContainText('src/stats.js')
  await expect(edit).toContainText('export const median')
  await expect(edit).toContainText('export const mean')
  expect(readFileSync(join(place.folder, 'src/stats.js'), 'utf8')).toContain('mean')
  await app.approve(edit)
  const run = app.card('Run this command?')
  await expect(run).toContainText(command)
  await expect(run).toContainText(place.folder)
  expect(readFileSync(join(place.folder, 'src/stats.js'), 'utf8')).toBe(content)

  // Looking changes nothing: through the tree, the breadcrumb and the card of the subtask, and back.
  const before = await eyes.tasks()
  await app.open('SA-1')
  await page.getByRole('region', { name: 'Subtask SA-3' }).getByRole('button', { name: /SA-3/ }).click()
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-3')
  await app.open('SA-2')
  await app.breadcrumb.getByRole('button').first().click()
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-1')
  await app.open('SA-3')
  expect(await eyes.tasks()).toEqual(before)
  expect(before.get('SA-1')?.status).toBe('awaiting_subtask')
  expect(before.get('SA-3')?.status).toBe('awaiting_approval')

  // A reload in the middle finds everything where it was, drafts included.
  await page.getByRole('textbox', { name: 'Message to the task' }).fill('A thought that is not sent yet')
  const { call } = eyes
  const key = before.get('SA-3')?.id as string
  await expect
    .poll(async () => (await call.task.getDraft({ key })).text)
    .toBe('A thought that is not sent yet')
  await page.reload()
  await app.open('SA-3')
  await expect(page.getByRole('textbox', { name: 'Message to the task' })).toHaveValue(
    'A thought that is not sent yet',
  )
  await page.getByRole('textbox', { name: 'Message to the task' }).fill('')
  await app.approve(run)

  // Its first report is not accepted, its second is.
  const buildDone = app.card('Hand this summary to the parent and finish?')
  await expect(buildDone).toContainText(firstTry)
  await app.reject(buildDone, tryFeedback)
  await expect(buildDone).toContainText(buildSummary)
  await page.getByRole('tab', { name: 'Terminal' }).click()
  await expect(page.getByRole('tabpanel', { name: 'Terminal' })).toContainText('median 2')
  await app.approve(buildDone)
  await app.expectStatus('SA-3', 'Completed')

  // The debug subtask fails; its parent hears why and goes on.
  await app.open('SA-1')
  await app.approve(app.card('Start a subtask in Debug mode?'))
  await app.expectStatus('SA-4', 'Failed')
  await expect(page.getByRole('region', { name: 'Subtask SA-4' })).toContainText('The account has no credit.')

  // The test subtask runs its command.
  await app.approve(app.card('Start a subtask in Test mode?'))
  await app.open('SA-5')
  await app.approve(app.card('Run this command?'))
  await app.approve(app.card('Hand this summary to the parent and finish?'))

  // A question is answered by a suggestion, and the end is read.
  await app.open('SA-1')
  await app.card('It asks you').getByRole('button', { name: 'Yes, sum up' }).click()
  await app.expectStatus('SA-1', 'Completed')
  await expect(page.getByRole('strong').filter({ hasText: 'median' }).last()).toBeVisible()
  await expect(page.getByText('planned, built and tested. One subtask failed.')).toBeVisible()

  // Taken away as Markdown and as JSON.
  const exported = async (title: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), app.command(title)])
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
  }
  const markdown = await exported('Export Transcript as Markdown')
  expect(markdown.name).toBe('SA-1.md')
  for (const text of [prompt, planEdited, planSummary, buildFeedback, 'no credit', testSummary, synthesis]) {
    expect(markdown.text).toContain(text)
  }
  const json = await exported('Export Transcript as JSON')
  expect(json.name).toBe('SA-1.json')
  expect(JSON.stringify(JSON.parse(json.text))).toContain(planSummary)

  // What each of them was sent. A child: its mode and its message, and nothing of its parent.
  const { model } = place
  const [plan] = model.requestsOf(planEdited)
  expect([plan?.mode, plan?.opening]).toEqual(['architect', planEdited])
  for (const [opening, mode] of [
    [planEdited, 'architect'],
    [buildAgain, 'code'],
    [debugAsked, 'debug'],
    [testAsked, 'test'],
  ] as const) {
    const [first] = model.requestsOf(opening)
    expect([opening, first?.mode]).toEqual([opening, mode])
    expect(first?.body.messages.slice(1).map(({ role, content }) => ({ role, content }))).toEqual([
      { role: 'user', content: opening },
    ])
    for (const request of model.requestsOf(opening)) expect(request.rawBody).not.toContain('PROMPT-ONLY')
  }
  // The child that was sent back heard why; its parent heard only the report that was let through.
  expect(model.requestsOf(buildAgain).at(-1)?.last).toContain(tryFeedback)
  const last = model.requestsOf(prompt).at(-1)?.rawBody ?? ''
  for (const summary of [planSummary, buildSummary, testSummary, 'no credit']) expect(last).toContain(summary)
  for (const inside of [tryFeedback, firstTry, 'toSorted', 'median 2', 'read_file', 'execute_command']) {
    expect([inside, last.includes(inside)]).toEqual([inside, false])
  }
})
