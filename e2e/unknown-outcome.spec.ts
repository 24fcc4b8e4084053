import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Conversation, calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, type Place, test } from './support/place.ts'

/** Leaves its mark each time it runs, and ends when there is a file that says so. */
const command =
  'echo ran >> marks.txt; echo Filling table 3 of 7; until [ -e gone ]; do sleep 0.02; done; echo over'

/** A root whose child runs the command. */
function play({ opening, turn, last }: Conversation) {
  if (opening === 'Fill the tables.')
    return turn === 0
      ? calling('new_task', { mode: 'code', message: 'Run the script.' })
      : completing('All filled.')
  return turn === 0 ? calling('execute_command', { command }) : completing(`It said: ${last.slice(0, 300)}`)
}

const marks = (place: Place) => {
  const path = join(place.folder, 'marks.txt')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** Starts the tree in the page and kills the host while the command runs. Gives the host that comes after it. */
async function killInCommand(place: Place, app: ReturnType<typeof createAppPage>, end?: () => void) {
  place.model.play(play)
  const first = await place.startHost()
  await app.begin(first, place.folder, 'Fill the tables.')
  await app.approve(app.card(/^Start a subtask/))
  await app.open('SA-2')
  await app.approve(app.card('Run this command?'))
  await expect(app.page.getByRole('group', { name: /[Oo]utput/ }).first()).toContainText(
    'Filling table 3 of 7',
  )
  await first.end('SIGKILL')
  end?.()
  const second = await place.startHost({ port: first.port })
  await app.visit(second)
}

test.describe.configure({ mode: 'parallel' })

for (const choice of ['Skip', 'Run again', 'Mark as done'] as const) {
  test(`a command that a kill -9 cut off asks what became of it: ${choice}`, async ({ place, page }) => {
    const app = createAppPage(page)
    await killInCommand(place, app)
    await app.expectStatus('SA-2', 'Asks you')
    await expect(app.row('SA-1')).toHaveAccessibleName(/Waiting for subtask/)
    // From anywhere, what waits is found like every other thing that waits.
    await app.open('SA-1')
    await app.command('Go to Next Task That Waits for You')
    const card = app.card('What became of this command?')
    await expect(card).toBeVisible()
    await expect(card).toContainText('until [ -e gone ]')
    await expect(card).toContainText('the command was ended with it')
    await expect(card.getByRole('group', { name: 'Output kept of the command' })).toContainText(
      'Filling table 3 of 7',
    )
    await expect(page.getByPlaceholder(/once you have said above what became of the call/)).toBeVisible()
    expect(marks(place)).toBe('ran\n')
    writeFileSync(join(place.folder, 'gone'), '')

    if (choice === 'Mark as done') {
      await card.getByRole('button', { name: 'Mark as done…' }).click()
      await card.getByRole('textbox', { name: 'What did you find?' }).fill('All seven tables are full.')
      await page.keyboard.press('Enter')
    } else await card.getByRole('button', { name: choice }).click()
    await expect(card).toHaveCount(0)
    await app.approve(app.card('Hand this summary to the parent and finish?'))
    await app.expectStatus('SA-1', 'Completed')
    expect(marks(place)).toBe(choice === 'Run again' ? 'ran\nran\n' : 'ran\n')
    const told = JSON.stringify(place.model.bodies())
    if (choice === 'Mark as done') expect(told).toContain('All seven tables are full.')
    if (choice === 'Skip') expect(told).toContain('The user said to go on without it.')
  })
}

test('a command that ended while Treeline was closed has its result, and asks nothing', async ({
  place,
  page,
}) => {
  const app = createAppPage(page)
  await killInCommand(place, app, () => writeFileSync(join(place.folder, 'gone'), ''))
  await app.open('SA-2')
  await expect(page.getByText('exit 0, while Treeline was closed')).toBeVisible()
  await app.approve(app.card('Hand this summary to the parent and finish?'))
  await app.expectStatus('SA-1', 'Completed')
  expect(marks(place)).toBe('ran\n')
})
