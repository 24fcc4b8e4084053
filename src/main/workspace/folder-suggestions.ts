import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, sep } from 'node:path'
import { hasCode } from './describe-file-error.ts'

const MOST = 20

/**
 * Folders whose path begins with what a person typed, absolute, sorted by name, at most 20. `~` is their
 * home; text that ends in a separator names what is in that folder. Hidden folders come only when the name
 * typed begins with a dot; case does not matter. Relative text, and folders that cannot be read, give [].
 */
export async function suggestFolders(typed: string, home: string = homedir()): Promise<string[]> {
  const path = typed === '~' || /^~[/\\]/.test(typed) ? join(home, typed.slice(1) || sep) : typed
  if (!isAbsolute(path) || path.includes('\0')) return []
  const wholeFolder = /[/\\]$/.test(path)
  const parent = wholeFolder ? path : dirname(path)
  const begin = wholeFolder ? '' : basename(path).toLowerCase()
  const found: string[] = []
  for (const entry of await entriesOf(parent)) {
    const name = entry.name
    if (!name.toLowerCase().startsWith(begin) || (name.startsWith('.') && !begin.startsWith('.'))) continue
    const full = join(parent, name)
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(full)))) found.push(full)
    if (found.length === MOST) break
  }
  return found
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.sort((a, b) => a.name.localeCompare(b.name, 'en'))
  } catch (error) {
    // While one types, most paths are not there yet.
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ENAMETOOLONG', 'ELOOP')) return []
    throw error
  }
}

async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}
