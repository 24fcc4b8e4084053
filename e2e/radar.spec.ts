import { calling, completing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

const pieces = ['Write the first line.', 'Write it otherwise.']

test('two subtasks whose work clashes are marked while both are at work, until one has mended it', async ({
  place,
  page,
}) => {
  const { promise: mended, resolve: mend } = Promise.withResolvers<void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  place.model.play(async ({ opening, turn }) => {
    if (opening === 'Write both.') {
      if (turn > 0) return completing('Both are written.')
      return { calls: pieces.map((message) => ({ name: 'new_task', arguments: { mode: 'code', message } })) }
    }
    const write = (content: string) => calling('write_to_file', { path: 'shared.md', content })
    if (turn === 0) return write(`${opening}\n`)
    if (opening === pieces[1] && turn === 1) {
      await mended
      return write(`${pieces[0]}\n`)
    }
    await ended
    return completing(`Done: ${opening}`)
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Write both.')
  for (const _ of pieces) await app.approve(app.card('Start a subtask in Code mode?').first())
  for (const id of ['SA-2', 'SA-3']) {
    await app.open(id)
    await app.approve(app.card('Create this file?'))
  }

  await expect(app.row('SA-2')).toHaveAccessibleName(/Clashes so far with SA-3 in shared\.md/)
  await expect(app.row('SA-3')).toHaveAccessibleName(/Clashes so far with SA-2 in shared\.md/)
  const lines = page.getByRole('list', { name: 'Clashes so far' })
  await app.open('SA-1')
  await expect(lines).toHaveText('SA-2 and SA-3 change shared.md in ways that do not go together')
  if (process.env.SHOTS) {
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await page.setViewportSize({ width, height })
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.screenshot({ path: `${process.env.SHOTS}/radar-${width}-${scheme}.png` })
      }
    }
  }
  await lines.getByRole('button', { name: 'SA-3' }).click()
  await expect(app.breadcrumb.locator('[aria-current="page"]')).toContainText('SA-3')
  await expect(lines).toHaveText('SA-3 and SA-2 change shared.md in ways that do not go together')

  mend()
  await app.approve(app.card('Make this change?'))
  await expect(app.row('SA-2')).not.toHaveAccessibleName(/Clashes/)
  await expect(app.row('SA-3')).not.toHaveAccessibleName(/Clashes/)
  await expect(lines).toBeHidden()
  end()
})
