import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { connectEngine, type EngineClient } from '../../e2e/support/engine-client.ts'
import { makeRepository } from '../../e2e/support/repository.ts'
import { startWebHost } from '../../e2e/support/web-host.ts'
import { CHROMIUM_SWITCHES, findChromium } from '../../scripts/find-chromium.mjs'
import type { TaskId, WorkspaceId } from '../../src/contract/ids.ts'
import { seedDatabase } from '../../src/main/testing/seed-database.ts'
import { type ModelOrder, orderText } from './model-order.ts'
import { installPageProbe } from './page-probe.ts'

/** How much the measured data folder holds: 10,000 tasks in one workspace, one of them very long. */
export const seeded = { tasks: 10_000, messages: 60_000, longest: 5_000 }

/** The built app over a seeded data folder, a model in a process of its own, and a Chromium. */
export type Place = {
  engine: EngineClient
  workspaceId: WorkspaceId
  /** The display id of the task with the long transcript. */
  longest: string
  /** A page of the app, its tree painted. Close it after use. */
  openApp(): Promise<Page>
  /** A page with nothing in it, in the same browser. */
  openBlank(): Promise<Page>
  /** Starts a task that does this, or several. */
  startTasks(order: ModelOrder, count?: number): Promise<{ id: TaskId; displayId: string }[]>
  /** Cancels tasks that were started, and waits until they have ended. */
  cancel(tasks: { id: TaskId; displayId: string }[]): Promise<void>
  browserVersion: string
  dispose(): Promise<void>
}

const viewport = { width: 1440, height: 900 }
const notes = 'A line of notes.\n'.repeat(40)

/** Makes it all; takes some seconds. */
export async function preparePlace(): Promise<Place> {
  const root = mkdtempSync(join(tmpdir(), 'treeline-bench-ui-'))
  const dataFolder = join(root, 'data')
  const folder = join(root, 'sample-app')
  makeRepository(folder, { 'notes.txt': notes })
  const { longest } = seedDatabase({
    ...seeded,
    ...{ folder: dataFolder, seed: 1, workspaces: [folder], markdown: true },
  })
  const model = fork(join(import.meta.dirname, 'model-server.ts'), [], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
  })
  const [address] = (await once(model.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer]
  const host = await startWebHost({
    dataFolder,
    cwd: root,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: root,
      LANG: 'C.UTF-8',
      TREELINE_BASE_URL: address.toString().trim(),
      TREELINE_API_KEY: 'bench',
      TREELINE_MODEL: 'bench',
    },
  })
  // Also when a run is broken off.
  process.once('exit', () => {
    host.signal('SIGKILL')
    model.kill()
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  })
  const engine = await connectEngine(host)
  const workspace = (await engine.call.workspaces.list()).find(({ path }) => path === folder)
  if (workspace === undefined) throw new Error(`The seeded workspace ${folder} is not in the list.`)
  const browser = await chromium.launch({
    chromiumSandbox: process.getuid?.() !== 0,
    args: CHROMIUM_SWITCHES,
    executablePath: findChromium(),
  })
  const context: BrowserContext = await browser.newContext({ viewport })
  await context.addInitScript(installPageProbe)

  // The app remembers the folder that was open last: from then on a page shows its tree at once.
  const first = await context.newPage()
  await first.goto(host.url)
  await first.getByLabel('Path of the folder').fill(folder)
  await first.getByRole('button', { name: 'Open', exact: true }).click()
  await first.getByRole('treeitem').first().waitFor()
  await first.close()

  return {
    engine,
    workspaceId: workspace.id,
    longest,
    browserVersion: browser.version(),
    async openApp() {
      // What earlier pages had open is not opened again.
      await engine.call.settings.setLayout({ key: `window:${workspace.id}`, json: '{}' })
      const page = await context.newPage()
      await page.goto(host.url)
      await page.getByRole('treeitem').first().waitFor()
      return page
    },
    async openBlank() {
      const page = await context.newPage()
      await page.goto('about:blank')
      return page
    },
    startTasks: (order, count = 1) =>
      Promise.all(
        Array.from({ length: count }, () =>
          engine.call.tasks.create({
            ...{ workspaceId: workspace.id, message: orderText(order), mode: 'code', delegation: false },
            ...{ providerId: null, model: null },
          }),
        ),
      ),
    async cancel(tasks) {
      for (const { id, displayId } of tasks) {
        await engine.call.task.cancel({ taskId: id })
        await engine.until(displayId, 'cancelled', 'completed', 'failed')
      }
    },
    async dispose() {
      await browser.close()
      engine.close()
      await host.end()
      model.kill()
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
