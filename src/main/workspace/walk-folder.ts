import type { Dirent } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import { loadIgnoreRules } from './ignore-rules.ts'
import { withPinnedFolder } from './pin-folder.ts'

/** One entry below a folder. `path` is relative to that folder and `/`-separated. */
export type WalkedEntry = {
  path: string
  kind: 'file' | 'folder' | 'link' | 'other'
  ignored: boolean
  /** What a link says it points to. */
  target: string | null
}

/**
 * Walks a real folder breadth first, each folder's entries in the order of their names. Ignored folders are
 * named but not entered, like those of `skip` (paths relative to `folder`); links are never followed. A folder that cannot be opened, or was replaced meanwhile,
 * is passed over, except the first: that throws.
 */
export async function* walkFolder(
  folder: string,
  {
    recursive,
    skip = [],
    signal,
  }: { recursive: boolean; skip?: readonly string[] | undefined; signal?: AbortSignal | undefined },
): AsyncGenerator<WalkedEntry> {
  const waiting = [{ inner: '', rules: await loadIgnoreRules(folder) }]
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    signal?.throwIfAborted()
    const entries = await entriesOf(join(folder, at.inner), at.inner === '')
    for (const { entry, target } of entries) {
      const kind = kindOf(entry)
      const ignored = at.rules.ignores(entry.name, kind === 'folder')
      const path = at.inner === '' ? entry.name : `${at.inner}/${entry.name}`
      yield { path, kind, ignored, target }
      if (recursive && kind === 'folder' && !ignored && !skip.includes(path)) {
        waiting.push({ inner: path, rules: await at.rules.below(entry.name) })
      }
    }
  }
}

async function entriesOf(
  folder: string,
  first: boolean,
): Promise<{ entry: Dirent; target: string | null }[]> {
  try {
    return await withPinnedFolder(folder, async (pinned) => {
      const entries = await readdir(pinned.at('.'), { withFileTypes: true })
      entries.sort((a, b) => (a.name < b.name ? -1 : 1))
      return Promise.all(
        entries.map(async (entry) => ({
          entry,
          target: entry.isSymbolicLink() ? await readlink(pinned.at(entry.name)).catch(() => null) : null,
        })),
      )
    })
  } catch (error) {
    if (first || !(error instanceof AppError || (error instanceof Error && 'code' in error))) throw error
    return []
  }
}

function kindOf(entry: Dirent): WalkedEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isDirectory()) return 'folder'
  return entry.isFile() ? 'file' : 'other'
}
