import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import { type Client, connectPage } from './page-client.ts'

const root = join(import.meta.dirname, '..', '..')

/** The Electron program to test with, or a stand-in for it. Undefined where there is none. */
export const electronProgram = process.env.TREELINE_ELECTRON

/** What a stand-in for Electron exports on top of Electron's own module. */
export type StandIn = {
  unsupported: Set<string>
  errors: string[]
  calls: { kind: string; options: unknown }[]
  dialogs: unknown[]
  permissions: {
    request?: (contents: unknown, name: string, answer: (granted: boolean) => void, details: unknown) => void
    check?: (contents: unknown, name: string, origin: string) => boolean
  }
}
export type ElectronModule = typeof import('electron') & { standin?: StandIn }

/** The app, running. */
export type Desktop = {
  app: ElectronApplication
  process: ChildProcess
  /** The main window's page, connected. */
  page: Page
  client: Client
  data: string
  /** Runs in the main process. */
  inMain<R, A>(work: (electron: ElectronModule, given: A) => R | Promise<R>, given?: A): Promise<R>
  /** What a stand-in could not do or saw going wrong since the start: nothing, if all is well. */
  complaints(): Promise<string[]>
  /** Quits, as a person would, after there was nothing to complain of. Resolves with the exit code. */
  quit(): Promise<number | null>
}

type LaunchOptions = { data?: string; before?: string[]; env?: Record<string, string> }

/** A test with a data folder of its own, in which the app can be launched. What is left open is closed. */
export const test = base.extend<{ data: string; launch(options?: LaunchOptions): Promise<Desktop> }>({
  // Playwright wants to see which fixtures another one needs, and takes no empty list.
  data: async ({ playwright: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'treeline-desktop-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  launch: async ({ data }, use) => {
    const opened: Desktop[] = []
    await use(async (options = {}) => {
      const desktop = await launchDesktop({ data, ...options })
      opened.push(desktop)
      return desktop
    })
    const running = opened.filter(
      ({ process: { exitCode, signalCode } }) => exitCode === null && signalCode === null,
    )
    const ends = await Promise.allSettled(running.map((desktop) => desktop.quit()))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  },
})

async function launchDesktop({ data = '', before = [], env = {} }: LaunchOptions): Promise<Desktop> {
  const app = await _electron.launch({
    executablePath: electronProgram,
    args: [...before, root, ...(env.TREELINE_DATA === undefined ? ['--data', data] : [])],
    env: { ...(process.env as Record<string, string>), TREELINE_LOCAL_PORTS: '', ...env },
    chromiumSandbox: process.getuid?.() !== 0,
  })
  // Playwright forgets it when the app ends.
  const child = app.process()
  const ended = once(child, 'exit')
  const page = await app.firstWindow()
  await expectConnected(page).catch(async (error) => {
    await app.close()
    throw error
  })

  const inMain: Desktop['inMain'] = (work, given) => app.evaluate(work as never, given as never)
  const complaints = () =>
    inMain(({ standin }) => [...(standin?.unsupported ?? []), ...(standin?.errors ?? [])])
  return {
    app,
    process: child,
    page,
    data,
    client: await connectPage(page),
    inMain,
    complaints,
    async quit() {
      const complained = await complaints()
      await app.close()
      const [code] = await ended
      expect(complained).toEqual([])
      return code
    },
  }
}

/** Resolves when a page shows what only the engine can have told it. */
export async function expectConnected(page: Page): Promise<void> {
  await expect(page.getByText('Try the demo').first()).toBeVisible()
}

/** Starts the program without Playwright, to see it refuse. Resolves with its exit code and words. */
export async function runDesktop(args: string[]): Promise<{ code: number | null; said: string }> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(electronProgram ?? '', [...sandbox, root, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code] = await once(child, 'close')
  return { code, said }
}
export { expect } from '@playwright/test'
