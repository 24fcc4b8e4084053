/** What one room of `src` may import from the others. Its own files are always allowed. */
export type Room = {
  /** Path from the repository root. A folder stands for everything below it that is no room itself. */
  path: string
  /** Rooms that may be imported in any way. */
  may: readonly string[]
  /** Rooms of which only types may be imported, with `import type`. */
  types?: readonly string[]
  /** Node's built-in modules: all of them unless a list is given. */
  builtins?: readonly string[]
  /** Whether JSON, text and images from `resources/`, and `package.json`, may be imported. */
  resources?: boolean
}

const host = (name: string): Room => ({
  path: `src/main/hosts/${name}`,
  may: ['app', 'reader', 'platform', 'api', 'contract', 'base', 'hosts/common'],
  resources: true,
})

const main = (name: string, may: readonly string[], types: readonly string[] = []): Room => ({
  path: `src/main/${name}`,
  may,
  types,
  resources: true,
})

/** Every room below the hosts: what the composition root and its adapters may put together. */
const WIRED = [
  ...['platform', 'contract', 'base', 'store', 'model', 'workspace', 'terminal', 'mcp', 'transcript'],
  ...['policy', 'modes', 'prompt', 'tools', 'engine', 'api', 'demo', 'composer'],
] as const

/** Who may import whom: the one place where the layers are written down for the linter. */
export const ROOMS = {
  contract: { path: 'src/contract', may: [], builtins: [] },
  base: { path: 'src/main/base', may: [] },

  store: main('store', ['contract', 'base']),
  model: main('model', ['contract', 'base']),
  workspace: main('workspace', ['contract', 'base']),
  terminal: main('terminal', ['contract', 'base']),
  mcp: main('mcp', ['contract', 'base']),
  transcript: main('transcript', ['contract', 'base']),
  demo: main('demo', ['contract', 'base', 'model']),

  composer: main('composer', ['contract', 'base', 'workspace']),

  policy: main('policy', ['contract', 'base', 'workspace']),
  modes: main('modes', ['contract', 'base'], ['store']),
  prompt: main('prompt', ['contract', 'base'], ['store']),
  tools: main('tools', ['contract', 'base', 'workspace', 'terminal', 'mcp']),
  engine: main(
    'engine',
    ['contract', 'base', 'prompt'],
    ['tools', 'model', 'modes', 'policy', 'store', 'workspace'],
  ),
  api: main('api', ['contract', 'base', 'engine', 'transcript'], ['store', 'modes', 'workspace']),

  platform: { path: 'src/main/platform.ts', may: ['contract', 'base'] },
  app: main('app.ts', [...WIRED, 'compose', 'reader']),

  // What app.ts is put together from: small adapters between the rooms.
  compose: main('compose', WIRED),
  reader: main('reader.ts', ['contract', 'base', 'compose', 'store', 'modes', 'transcript']),
  // Backups, restoring, examining and repairing: beside the app, over the same data folder.
  upkeep: main('upkeep.ts', ['contract', 'base', 'store', 'terminal']),

  'hosts/common': { path: 'src/main/hosts/common', may: ['platform', 'contract', 'base'] },
  'hosts/electron': host('electron'),
  'hosts/web': host('web'),
  'hosts/terminal': { ...host('terminal'), may: [...host('terminal').may, 'upkeep'] },
  'entry index': main('index.ts', ['app', 'platform', 'hosts/electron']),
  'entry web': main('web.ts', ['app', 'platform', 'hosts/web']),
  'entry cli': main('cli.ts', ['app', 'platform', 'hosts/terminal', 'hosts/web']),

  // A sandboxed preload can require nothing else.
  preload: { path: 'src/preload', may: ['contract'], builtins: ['timers', 'url'] },
  renderer: { path: 'src/renderer', may: ['contract'], builtins: [], resources: true },
} as const satisfies Record<string, Room>

/** Modules that may be imported, types included, only from the paths listed for them. */
export const HOMES: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['src/main/store'],
  'node-pty': ['src/main/terminal'],
  electron: ['src/main/hosts/electron', 'src/main/index.ts', 'src/preload'],
  'node:child_process': ['src/main/workspace', 'src/main/terminal', 'src/main/mcp', 'src/main/hosts'],
}

/** The only file that starts git. */
export const GIT_HOME = 'src/main/workspace/git.ts'

/** Support for tests. Only tests, `bench`, `e2e` and `scripts` may import it, and it may import anything. */
export const TEST_SUPPORT: readonly string[] = ['src/main/testing', 'src/renderer/testing']
