import { mkdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../../contract/app-error.ts'
import {
  type PreferenceName,
  type Preferences,
  preferencesSchema,
  type SettingsFile,
  type SettingsState,
} from '../../contract/settings.ts'
import { refuseOtherEditor } from './own-editor.ts'
import { changeSettings, emptySettings, type ReadSettings, readSettings } from './settings-text.ts'

/** What held last, by name: taken up where the file cannot be read, and by a file that is made anew. */
export type LastGood = {
  get(): Map<string, unknown>
  /** Keeps what holds now in place of what was kept. */
  keep(values: ReadonlyMap<PreferenceName, unknown>): void
}

/** What a person prefers, in `settings.json` of the data folder. */
export type PreferencesFile = {
  preferences(): Preferences
  state(): SettingsState
  /** Changes some; what is undefined stays. Throws AppError `bad_request`, `conflict` and `storage_failed`. */
  setPreferences(change: Partial<Preferences>): Preferences
  /** Takes some out of the file, so that they are as at first. Throws like `setPreferences`. */
  unsetPreferences(names: readonly PreferenceName[]): Preferences
  file(): SettingsFile
  /** What the file would be with this text. Writes nothing. */
  checkFile(text: string): SettingsFile
  /**
   * Writes the file exactly as typed, also with faults: what is faulty is not used. Throws AppError `not_allowed` for a
   * text with another `editor`.
   */
  saveFile(text: string): SettingsFile
  /** Calls back when anything of `state` may have changed. Returns how to stop. */
  listen(listener: () => void): () => void
}

const mostBytes = 1024 ** 2

/** Editors write a file in several steps: it is read when they have come to rest. */
const restMs = 40

/**
 * Reads the file when it is first asked for and, with `watched`, whenever it changes. What is faulty in it never
 * comes into force: the last good value holds, over restarts too.
 */
export function createPreferences({
  folder,
  lastGood,
  watched,
}: {
  folder: string
  lastGood: LastGood
  watched: boolean
}): PreferencesFile & { dispose(): void } {
  const path = join(folder, 'settings.json')
  const listeners = new Set<() => void>()
  let known: SettingsState | null = null
  let text = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Null when there is none. */
  function readText(): string | null {
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw new AppError('storage_failed', `${path} cannot be read: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }

  function load(found: string | null): SettingsState {
    const held = lastGood.get()
    const first = known === null ? inForce(nothingRead, held) : new Map()
    text = found ?? (first.size > 0 ? changeSettings(emptySettings, first) : '')
    const read = readSettings(text)
    const values = inForce(read, held)
    known = {
      path,
      exists: found !== null,
      problems: read.problems,
      preferences: preferencesSchema.parse(Object.fromEntries(values)),
      set: [...values.keys()],
    }
    lastGood.keep(values)
    return known
  }

  function state(): SettingsState {
    if (known !== null) return known
    try {
      return load(readText())
    } catch (error) {
      // Unreadable, as by its rights: the app starts with what held last, and says so where the settings are.
      if (!(error instanceof AppError)) throw error
      const values = inForce(nothingRead, lastGood.get())
      known = {
        path,
        exists: true,
        problems: [{ severity: 'error', line: null, message: error.message }],
        preferences: preferencesSchema.parse(Object.fromEntries(values)),
        set: [...values.keys()],
      }
      return known
    }
  }

  function ring(): void {
    for (const listener of [...listeners]) listener()
  }

  function write(next: string): void {
    if (Buffer.byteLength(next) > mostBytes) {
      throw new AppError('bad_request', 'The settings were not saved: the file would hold more than 1 MB.')
    }
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileAtomic.sync(path, next, { mode: 0o600 })
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new AppError('storage_failed', `The settings were not saved in ${path}: ${reason}`, { cause })
    }
    load(next)
    ring()
  }

  function change(named: ReadonlyMap<string, unknown>): Preferences {
    state()
    // Somebody may have written a moment ago.
    const found = readText()
    const current = found ?? text
    const { readable, problems } = readSettings(current)
    if (!readable) {
      const line = problems[0]?.line ?? 1
      const words = `${path} has a fault in line ${line}, so nothing can be changed in it. Mend it first: ${problems[0]?.message ?? ''}`
      throw new AppError('conflict', words)
    }
    write(changeSettings(current, named))
    return state().preferences
  }

  const watcher = watched ? watchFolder() : null

  function watchFolder() {
    try {
      const made = watch(folder, { persistent: false }, (_event, name) => {
        if (name !== null && name !== 'settings.json') return
        clearTimeout(timer)
        timer = setTimeout(takeUp, restMs)
        timer.unref()
      })
      // A folder that goes while the app runs has worse to tell than this.
      made.on('error', () => made.close())
      return made
    } catch {
      // Where the system cannot watch, changes from outside count from the next start on.
      return null
    }
  }

  function takeUp(): void {
    try {
      const found = readText()
      const before = state()
      if ((found ?? '') === text && before.exists === (found !== null)) return
      load(found)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { message } = error
      known = { ...state(), problems: [{ severity: 'error', line: null, message }] }
    }
    ring()
  }

  return {
    state,
    preferences: () => state().preferences,
    setPreferences(wanted) {
      const named = new Map<string, unknown>()
      for (const [name, schema] of Object.entries(preferencesSchema.shape)) {
        const value = wanted[name as PreferenceName]
        if (value === undefined) continue
        if (!schema.safeParse(value).success) {
          throw new AppError('bad_request', `${JSON.stringify(value)} is not possible for ${name}.`)
        }
        named.set(name, value)
      }
      return change(named)
    },
    unsetPreferences: (names) => change(new Map(names.map((name) => [name, undefined]))),
    file: () => {
      const { exists, problems } = state()
      return { path, exists, text: text === '' ? emptySettings : text, problems }
    },
    checkFile: (typed) => ({
      path,
      exists: state().exists,
      text: typed,
      problems: readSettings(typed).problems,
    }),
    saveFile(typed) {
      state()
      refuseOtherEditor(readText() ?? '', typed)
      write(typed)
      return { path, exists: true, text: typed, problems: state().problems }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose() {
      clearTimeout(timer)
      watcher?.close()
      listeners.clear()
    },
  }
}

const nothingRead: ReadSettings = { values: new Map(), faulty: new Set(), readable: false, problems: [] }

/** What a text sets, and where it is faulty what held before. */
function inForce(read: ReadSettings, held: ReadonlyMap<string, unknown>): Map<PreferenceName, unknown> {
  const kept = Object.entries(preferencesSchema.shape).flatMap(([name, schema]) => {
    const known = name as PreferenceName
    if (read.readable && !read.faulty.has(known)) return []
    const value = schema.safeParse(held.get(name))
    return held.has(name) && value.success ? [[known, value.data] as const] : []
  })
  return new Map<PreferenceName, unknown>([...read.values, ...kept])
}
