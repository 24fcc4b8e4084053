// `npm run screenshots`: the pictures of the documentation, in both themes, from the built app as it plays the
// demo in Chromium. Writes docs/images/*.png. Needs no network.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { buildIfStale } from '../scripts/build.mjs'
import { CHROMIUM_SWITCHES, findChromium } from '../scripts/find-chromium.mjs'
import { connectEngine, type EngineClient } from './support/engine-client.ts'
import { packPng } from './support/pack-png.ts'
import { startWebHost } from './support/web-host.ts'

const root = join(import.meta.dirname, '..')
const images = join(root, 'docs', 'images')
const size = { width: 1440, height: 900 }
const prompt = 'Add a median to the statistics library, with tests, and have it reviewed.'

const modes = `{
  "customModes": [
    {
      "slug": "docs",
      "name": "Docs",
      "whenToUse": "For guides, references and release notes.",
      "roleDefinition": "You are a technical writer. You write for people in a hurry.",
      "groups": ["read", ["edit", { "fileRegex": "\\\\.md$", "description": "Markdown files" }]]
    },
    {
      "slug": "release",
      "name": "Release",
      "whenToUse": "For cutting a release, once everything is merged.",
      "roleDefinition": "You prepare releases: version, changelog, tag. You publish nothing.",
      "groups": ["read", "edit", "command", "git"]
    }
  ]
}
`

await buildIfStale()
mkdirSync(images, { recursive: true })
// The same each time: it can be read in the pictures.
const place = join(tmpdir(), 'treeline-pictures')
rmSync(place, { recursive: true, force: true })
mkdirSync(place)
const host = await startWebHost({
  dataFolder: join(place, 'data'),
  cwd: place,
  // A home that says nothing about whoever runs this.
  env: {
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    HOME: '/home/sam',
    LANG: 'C.UTF-8',
    TREELINE_DEMO_DELAY_MS: '2',
    TREELINE_LOCAL_PORTS: '',
  },
})
const executablePath = findChromium()
const browser = await chromium.launch({
  args: CHROMIUM_SWITCHES,
  ...(executablePath ? { executablePath } : {}),
})
try {
  const page = await browser.newPage({ viewport: size, colorScheme: 'light' })
  const engine = await connectEngine(host)
  await page.goto(host.url)
  await takeAll(page, engine)
  engine.close()
} finally {
  await browser.close()
  await host.end()
  rmSync(place, { recursive: true, force: true, maxRetries: 5 })
}

async function takeAll(page: Page, { call, until }: EngineClient): Promise<void> {
  const runCommand = async (title: string) => {
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: 'Type a command' }).fill(title)
    await page.keyboard.press('Enter')
  }
  /** Says yes to whatever a task asks, as a click on its card would. */
  const approve = async (displayId: string): Promise<void> => {
    const { id: taskId } = await until(displayId, 'awaiting_approval')
    for await (const { events } of await call.task.watch({ taskId })) {
      const asked = events.map(({ body }) => body).findLast((body) => body.type === 'approval.requested')
      if (asked === undefined) continue
      const { approvalId, hash } = asked
      await call.task.decideApproval({ taskId, approvalId, hash, decision: 'approved' })
      return
    }
  }

  await page.getByRole('heading', { name: 'Treeline' }).waitFor()
  await shoot(page, 'start')

  await page.getByRole('button', { name: 'Try the demo' }).click()
  const message = page.getByRole('textbox', { name: 'What should be done' })
  await message.waitFor()
  await settle(page)
  await message.fill(prompt)
  await shoot(page, 'new-task')
  await message.press('Enter')

  await until('TI-1', 'awaiting_approval')
  await shoot(page, 'subtask')
  await approve('TI-1')
  await approve('TI-2') // the plan's file
  await until('TI-2', 'in_progress')
  await approve('TI-2') // its summary
  await until('TI-2', 'completed')
  await approve('TI-1')

  await until('TI-3', 'awaiting_approval')
  await page.getByRole('treeitem', { name: 'TI-3' }).click({ modifiers: ['Alt'] })
  await page.keyboard.press('Control+Alt+B')
  await page.getByRole('button', { name: 'Approve', exact: true }).scrollIntoViewIfNeeded()
  await shoot(page, 'approval')
  await page.keyboard.press('Control+K')
  await shoot(page, 'palette')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+I')
  await page.getByRole('button', { name: 'Approve', exact: true }).first().waitFor()
  await shoot(page, 'inbox')
  await page.keyboard.press('Control+W')

  const { id: taskId } = await until('TI-1', 'awaiting_subtask')
  const toggles = { edit: true, command: true, subtask_create: true, subtask_finish: true }
  await call.settings.setAutoApprove({ at: { scope: 'task', taskId }, toggles })
  await approve('TI-3')
  await until('TI-1', 'completed')
  await page.keyboard.press('Control+W')
  await page.getByRole('treeitem', { name: 'TI-1' }).click()
  await page.keyboard.press('Control+Alt+B')
  await shoot(page, 'completed')
  await page.keyboard.press('Control+Shift+G')
  await page.getByRole('radio', { name: 'Timeline' }).waitFor()
  await shoot(page, 'plan')
  await page.keyboard.press('Control+W')
  await runCommand('Open Context X-ray')
  await page.getByText(/^Request \d+ of/).waitFor()
  await shoot(page, 'xray')
  await page.keyboard.press('Control+W')

  await page.keyboard.press('Alt+N')
  await message.fill('Explain @src/')
  await page.getByRole('listbox', { name: 'What to mention' }).getByRole('option').first().waitFor()
  await shoot(page, 'mentions')
  await message.fill('')
  await page.keyboard.press('Control+W')

  await call.modes.saveUser({ text: modes })
  await runCommand('Edit Global Modes')
  await page.getByRole('tab', { name: 'In force' }).waitFor()
  await shoot(page, 'modes')

  const [provider] = await call.providers.list()
  await call.providers.save({
    name: 'Workstation',
    baseUrl: 'http://127.0.0.1:11434/v1',
    model: 'coder-small',
    modelByMode: { orchestrator: 'planner-large' },
    prices: {},
    contextWindow: null,
  })
  if (provider !== undefined) await call.providers.setDefault({ providerId: provider.id })
  await page.reload()
  await page.getByRole('treeitem', { name: 'TI-1' }).waitFor()
  await runCommand('Model Providers')
  await page.getByRole('heading', { name: 'Model providers' }).waitFor()
  await shoot(page, 'settings')
  await page.getByRole('tab', { name: 'Keys' }).click()
  await page.getByRole('heading', { name: 'Keys' }).waitFor()
  await shoot(page, 'keys')
}

/** Takes the page as it is, in both themes. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await settle(page)
    const picture = await page.screenshot({ animations: 'disabled' })
    writeFileSync(join(images, `${name}-${colorScheme}.png`), packPng(picture))
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Lets what was set off by the last step come to rest: layout, fonts, code that is coloured in a worker. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  // Two whole pictures of the page that are the same: nothing moves any more.
  let before: Buffer = Buffer.alloc(0)
  for (let after = await page.screenshot(); !after.equals(before); after = await page.screenshot())
    before = after
}
