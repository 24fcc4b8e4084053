import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calling, completing, refusing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { expect, test } from './support/place.ts'

test('paths of a subtask and what its failure does stand on its card, and hold', async ({ place, page }) => {
  const { promise: wrote, resolve: written } = Promise.withResolvers<void>()
  place.model.play(async ({ opening, turn }) => {
    if (opening === 'Write both.') {
      if (turn > 0) return completing('As far as it went.')
      const piece = (message: string, paths: string[], stops_others: boolean) => ({
        name: 'new_task',
        arguments: { mode: 'architect', message, paths, stops_others },
      })
      return {
        text: 'Both write in folders of their own; without the first the second is of no use.',
        calls: [
          piece('Describe the interface.', ['docs/api/**', 'docs/overview.md'], true),
          piece('Describe the screens.', ['docs/screens/**'], false),
        ],
      }
    }
    if (opening === 'Describe the interface.') {
      await wrote
      return refusing('I will not.')
    }
    if (turn === 0) return calling('write_to_file', { path: 'README.md', content: 'Mine.\n' })
    if (turn === 1) return calling('write_to_file', { path: 'docs/screens/a.md', content: 'A screen.\n' })
    return completing('Described.')
  })
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Write both.')

  const card = app.card('Start a subtask in Architect mode?').first()
  await expect(card.getByText('May change files only under docs/api/**, docs/overview.md')).toBeVisible()
  await expect(card.getByText('If it fails, the other subtasks of this turn are cancelled')).toBeVisible()
  if (process.env.SHOTS) {
    for (const scheme of ['light', 'dark'] as const)
      for (const [width, height] of [
        [1440, 900],
        [1024, 700],
      ] as const) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height })
        await page.screenshot({ path: `${process.env.SHOTS}/terms-${scheme}-${width}.png` })
      }
  }
  await app.approve(card)
  const second = app.card('Start a subtask in Architect mode?').first()
  await expect(second).toContainText('May change files only under docs/screens/**')
  await app.approve(second)
  await expect(page.getByRole('region', { name: 'Subtask SA-3' })).toContainText('docs/screens/**')

  // They share the folder: the second may not write beside its paths, and nobody is asked about it.
  await app.expectStatus('SA-3', 'Needs approval')
  await app.open('SA-3')
  await expect(app.card('Create this file?')).toContainText('docs/screens/a.md')
  expect(readFileSync(join(place.folder, 'README.md'), 'utf8')).not.toContain('Mine.')
  written()
  await app.expectStatus('SA-2', 'Failed')
  await app.expectStatus('SA-3', 'Cancelled')
  await app.expectStatus('SA-1', 'Completed')
})
