import type { Page } from '@playwright/test'
import { calling, completing, refusing } from '../src/main/testing/conversation.ts'
import { createAppPage } from './support/app-page.ts'
import { evilHost, hostileTexts } from './support/hostile-texts.ts'
import { expect, test } from './support/place.ts'
import { writeFiles } from './support/repository.ts'
import { watchPage } from './support/witness.ts'

const texts = hostileTexts()
const everything = texts.join('\n\n')

test.describe.configure({ mode: 'parallel' })
// A trace copies the page at every step, and these pages are large.
test.use({ trace: 'off' })

/** Brings every entry of the transcript in front into view, from the first to the last, and unfolds it. */
async function readThrough(page: Page): Promise<number> {
  const log = page.getByRole('log', { name: 'Transcript' })
  return log.evaluate(async (element) => {
    const painted = () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const seen = new Set<string>()
    element.scrollTo(0, 0)
    await painted()
    for (;;) {
      for (const button of element.querySelectorAll<HTMLElement>('button[aria-expanded="false"]'))
        button.click()
      await painted()
      for (const [mark] of (element.textContent ?? '').matchAll(/mark-\d+-/g)) seen.add(mark)
      const before = element.scrollTop
      element.scrollBy(0, element.clientHeight * 0.7)
      await painted()
      if (element.scrollTop === before) return seen.size
    }
  })
}

for (const bypassCSP of [false, true]) {
  test.describe(bypassCSP ? 'without the policy' : 'with the policy', () => {
    test.use({ bypassCSP })

    test('nothing that a model says runs, loads or leaves', async ({ place, page, context }) => {
      place.model.play(({ turn }) =>
        turn < texts.length
          ? {
              ...calling('list_files', { path: '.', turn }, `mark-${turn}- ${texts[turn]}`),
              reasoning: texts[turn],
              chunkSize: 7,
            }
          : completing(`mark-${turn}- ${everything}`),
      )
      const host = await place.startHost()
      const witness = await watchPage(page, context, host.origin)
      const app = createAppPage(page)
      await app.begin(host, place.folder, 'Say it all.', 'Code')
      await app.expectStatus('SA-1', 'Completed')
      // Every text was seen, and in the middle of being written too.
      expect(await readThrough(page)).toBe(texts.length + 1)
      expect(await witness.faults()).toEqual([])
      expect(await page.title()).not.toContain('PWNED')
    })

    test('nothing on a card, in a diff, a terminal, a file name or a summary does', async ({
      place,
      page,
      context,
    }) => {
      test.setTimeout(90_000)
      const asked = `Ask everything. ${everything}`
      const hostileName = `<img src=x onerror=window.PWNED=1>.md`
      writeFiles(place.folder, {
        'hostile.txt': everything,
        [hostileName]: everything,
        '.roomodes': JSON.stringify({
          customModes: [
            {
              slug: 'evil',
              name: `<img src=x onerror=window.PWNED=1>`,
              description: everything,
              roleDefinition: everything,
              groups: ['read'],
            },
            {
              slug: 'bad mode',
              name: `<script>window.PWNED=1</script>`,
              roleDefinition: 'x',
              groups: [`<img src=x onerror=window.PWNED=1>`],
            },
          ],
        }),
      })
      place.model.play(({ opening, turn }) => {
        if (!opening.startsWith('Ask everything.')) {
          return turn === 0 ? refusing(`Refused: ${everything}`) : completing('Never reached.')
        }
        switch (turn) {
          case 0:
            return calling('read_file', { path: hostileName })
          case 1:
            return calling('search_files', { path: '.', regex: 'PWNED' })
          case 2:
            return calling('update_todo_list', {
              todos: texts.slice(0, 20).map((text) => ({ text, status: 'pending' })),
            })
          case 3:
            return calling('write_to_file', { path: `out/${hostileName}`, content: everything })
          case 4:
            return calling('execute_command', {
              command: `cat hostile.txt # ${texts.join(' ').replace(/[\n\r\0]/g, ' ')}`,
            })
          case 5:
            return calling('ask_followup_question', {
              question: everything,
              follow_up: texts.slice(0, 4).map((text) => ({ text })),
            })
          case 6:
            return calling('switch_mode', { mode_slug: 'ask', reason: everything })
          case 7:
            return calling('new_task', { mode: 'ask', message: everything })
          case 8:
            return calling(`<img src=x onerror=window.PWNED=1>`, { path: everything })
          default:
            return completing(everything)
        }
      })
      const host = await place.startHost()
      const witness = await watchPage(page, context, host.origin)
      const app = createAppPage(page)
      await app.visit(host)
      await app.openFolder(place.folder)
      await page.getByRole('button', { name: 'Trust this folder' }).click()
      await page.getByRole('button', { name: /^Mode: / }).click()
      await expect(page.getByRole('menuitemradio').filter({ hasText: 'onerror' })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('menu')).toBeHidden()
      await app.start(asked, 'Code')

      await app.approve(app.card('Create this file?'))
      await app.approve(app.card('Run this command?'))
      await page.getByRole('list', { name: 'Suggested answers' }).getByRole('button').first().click()
      await app.approve(app.card(/^Switch from/))
      await app.approve(app.card(/^Start a subtask in/))
      await app.expectStatus('SA-2', 'Failed')
      await app.expectStatus('SA-1', 'Completed')

      for (const task of ['SA-2', 'SA-1']) {
        await app.open(task)
        await readThrough(page)
        expect(await witness.faults()).toEqual([])
      }
      for (const tab of ['Todo', 'Changes', 'Terminal', 'Cost']) {
        await page.getByRole('tab', { name: tab, exact: true }).click()
        await expect(page.getByRole('tabpanel', { name: tab, exact: true })).toBeVisible()
      }
      await app.command('Edit Global Modes')
      await page.getByRole('tab', { name: 'In force' }).click()
      expect(await witness.faults()).toEqual([])
      expect(await page.title()).not.toContain('PWNED')
      expect(host.stderr()).not.toContain('\u001b]')
    })
  })
}

test('a link says where it leads and opens nothing by itself; what cannot be seen is shown', async ({
  place,
  page,
  context,
}) => {
  place.model.play(() =>
    completing(
      `See [https://bank.example/login](https://${evilHost}/login) and [the guide](https://docs.example/guide). ` +
        'Then run safe\u202e\u2066 // txt.exe\u2069 or this \u{E0072}\u{E006D}.',
    ),
  )
  const host = await place.startHost()
  const witness = await watchPage(page, context, host.origin)
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Show me.')
  await app.expectStatus('SA-1', 'Completed')
  const log = page.getByRole('log', { name: 'Transcript' })
  await expect(log.getByText(`leads to ${evilHost}`)).toBeVisible()
  await expect(log.getByText('leads to docs.example')).toHaveCount(0)
  await expect(log.getByRole('link', { name: 'the guide' })).toHaveAttribute(
    'title',
    'https://docs.example/guide',
  )
  expect(await log.textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u{E0000}-\u{E007F}]/u)
  expect(await witness.faults()).toEqual([])
})

test('texts of any size leave the page able to answer', async ({ place, page }) => {
  test.setTimeout(90_000)
  const giants = [
    'x'.repeat(2_000_000),
    '['.repeat(50_000),
    '> '.repeat(5_000),
    `| a |\n|---|\n${'| x |\n'.repeat(20_000)}`,
    `${'- a\n'.repeat(20_000)}`,
    '*a **b '.repeat(20_000),
    `Z${'\u0301'.repeat(50_000)}`,
    '`'.repeat(20_000),
    `\`\`\`js\n${'const a = "x"\n'.repeat(20_000)}\`\`\``,
  ]
  place.model.play(({ turn }) =>
    turn < giants.length
      ? { ...calling('list_files', { path: '.', turn }, giants[turn]), chunkSize: 100_000 }
      : completing('All said.'),
  )
  const host = await place.startHost()
  const app = createAppPage(page)
  await app.begin(host, place.folder, 'Say a lot.', 'Code')
  await app.expectStatus('SA-1', 'Completed')
  const longest = await page.evaluate(async () => {
    const log = document.querySelector('[role="log"]') as HTMLElement
    let longest = 0
    for (const end = performance.now() + 3_000; performance.now() < end; ) {
      const before = performance.now()
      log.scrollTop -= log.clientHeight
      if (log.scrollTop === 0) log.scrollTop = log.scrollHeight
      await new Promise(requestAnimationFrame)
      longest = Math.max(longest, performance.now() - before)
    }
    return longest
  })
  expect(longest).toBeLessThan(1_500)
})
