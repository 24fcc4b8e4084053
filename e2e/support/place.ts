import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { test as base } from '@playwright/test'
import type { ChildProcess } from './child-process.ts'
import { connectEngine, type EngineClient } from './engine-client.ts'
import { makeRepository } from './repository.ts'
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts'
import { lineDelayMs, slowLine } from './slow-line.ts'
import { startTreeline, startWebHost, type WebHost } from './web-host.ts'

/** How a run of the command line ended. */
export type Finished = { code: number | null; stdout: string; stderr: string }

/** One test's own corner: a data folder, a git repository, a scripted model, and what runs on them. */
export type Place = {
  /** Holds everything else; also the home folder of what runs here. */
  root: string
  dataFolder: string
  /** The repository `sample-app`, whose tasks are called SA-1, SA-2, … */
  folder: string
  model: ScriptedModel
  env: NodeJS.ProcessEnv
  /** Starts the browser host. It ends with the test. */
  startHost(order?: { port?: number; env?: NodeJS.ProcessEnv }): Promise<WebHost>
  connect(host: WebHost): Promise<EngineClient>
  /** Runs the command line in the repository to its end. */
  treeline(...args: string[]): Promise<Finished>
  /** Starts the command line in the repository. It ends with the test. */
  startTreeline(args: string[], env?: NodeJS.ProcessEnv): ChildProcess
}

/** What the repository holds unless a test says otherwise. */
export const sampleFiles: Record<string, string> = {
  'README.md': '# Sample app\n',
  'src/stats.js': 'export const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length\n',
}

/** Playwright's test with a place of its own for each test. `files` is what the repository holds. */
export const test = base.extend<{ files: Record<string, string>; place: Place }>({
  files: [sampleFiles, { option: true }],
  context: async ({ context }, use) => {
    if (lineDelayMs > 0) await slowLine(context, lineDelayMs)
    await use(context)
  },
  place: async ({ files }, use) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'treeline-e2e-')))
    const dataFolder = join(root, 'data')
    const folder = join(root, 'sample-app')
    makeRepository(folder, files)
    const model = await startScriptedModel()
    const env: NodeJS.ProcessEnv = {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      HOME: root,
      LANG: 'C.UTF-8',
      TREELINE_DATA: dataFolder,
      TREELINE_BASE_URL: model.baseUrl,
      TREELINE_API_KEY: 'test-key',
      TREELINE_MODEL: 'scripted',
      // What else listens on this machine is nobody's business.
      TREELINE_LOCAL_PORTS: '',
    }
    const processes: ChildProcess[] = []
    const clients: EngineClient[] = []
    const start = (args: string[], more: NodeJS.ProcessEnv = {}) => {
      const child = startTreeline(args, { cwd: folder, env: { ...env, ...more } })
      processes.push(child)
      return child
    }
    await use({
      root,
      dataFolder,
      folder,
      model,
      env,
      async startHost({ port, env: more } = {}) {
        const host = await startWebHost({ dataFolder, cwd: root, env: { ...env, ...more }, port })
        processes.push(host)
        return host
      },
      async connect(host) {
        const client = await connectEngine(host)
        clients.push(client)
        return client
      },
      startTreeline: start,
      async treeline(...args) {
        const child = start(args)
        const { code } = await child.ended
        return { code, stdout: child.stdout(), stderr: child.stderr() }
      },
    })
    for (const client of clients) client.close()
    await Promise.all(processes.map((child) => child.end('SIGKILL')))
    await model.close()
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  },
})

export { expect } from '@playwright/test'
