import type { TaskId } from '../contract/ids.ts'

/** Keeps keys out of the database. Names are ours (`provider:<id>`); values are never logged or exported. */
export type Secrets = {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
  /** How they are kept, in words for the settings screen: "in the system's keyring", "in a file only you can read". */
  kept: string
}

/** What a host lends the app. Everything else is the same in the window, the browser and the terminal. */
export type Platform = {
  host: 'desktop' | 'browser' | 'terminal'
  version: string
  /** Absolute folder of the database, the secrets and the spools. Made if it is missing. */
  dataFolder: string
  /** Absolute folder of built-in prompts, modes and the demo's sample. */
  resourcesFolder: string
  environment: Readonly<Record<string, string | undefined>>
  secrets: Secrets
  /** A native folder dialog: the folder picked, or null when the person thought better of it. */
  pickFolder: (() => Promise<string | null>) | null
  openTaskWindow: ((taskId: TaskId) => void) | null
  /** Opens an http, https or mailto link outside the app. */
  openExternal(url: string): Promise<void>
  /** One line for whoever looks at the log: never a key, never a file's content. */
  log(level: 'info' | 'warn' | 'error', message: string): void
}
