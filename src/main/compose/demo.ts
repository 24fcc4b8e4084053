import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from '../../contract/workspace.ts'
import { copySampleRepository } from '../demo/copy-sample.ts'
import { demoProvider } from '../model/providers.ts'
import type { Store } from '../store/store.ts'
import type { Git } from '../workspace/git.ts'
import type { Workspaces } from './workspaces.ts'

/** The demo: its model's server, started when it is first asked for, and its sample repository. */
export type Demo = {
  endpoint(): Promise<{ baseUrl: string; model: string }>
  /** A fresh copy of the sample, opened and vouched for, since it is ours. */
  open(): Promise<Workspace>
  dispose(): Promise<void>
}

/**
 * Makes the demo over the folder its copies go into. Starts nothing by itself. `delayMs` is the pause between
 * two pieces of the demo's answers, undefined for a pace at which a person can follow.
 */
export function createDemo({
  store,
  git,
  workspaces,
  folder,
  resourcesFolder,
  delayMs,
}: {
  store: Store
  git: Git
  workspaces: Workspaces
  folder: string
  resourcesFolder: string
  delayMs: number | undefined
}): Demo {
  let server: Promise<{ baseUrl: string; close(): Promise<void> }> | null = null

  return {
    async endpoint() {
      server ??= import('../demo/demo-server.ts').then(({ startDemoModel }) => startDemoModel({ delayMs }))
      const { baseUrl } = await server
      return { baseUrl, model: 'treeline-demo' }
    },
    async open() {
      await mkdir(folder, { recursive: true })
      const path = freshFolder(folder)
      await copySampleRepository(join(resourcesFolder, 'demo', 'sample'), path, git.run)
      const workspace = await workspaces.open(path)
      if (store.providers.getDefault() === null) store.providers.setDefault(demoProvider)
      return store.workspaces.setTrust(workspace.id, true)
    },
    async dispose() {
      await (await server)?.close()
    },
  }
}

/** `tideline`, `tideline-2`, …: the sample by its own name, and never over an earlier one. */
function freshFolder(folder: string): string {
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? 'tideline' : `tideline-${number}`)
    if (!existsSync(path)) return path
  }
}
