import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, isAbsolute, relative, sep } from 'node:path'
import type { ModeProblem, ModeSource, ModesFile } from '../../contract/mode.ts'
import { MAX_FILE_BYTES, type ParsedModes, parseModesText } from './parse-modes.ts'

/** A modes file as it was last read, with the line of each of its modes. */
export type ReadModesFile = ModesFile & Pick<ParsedModes, 'lines'>

/** Reads modes files and keeps what it read for as long as the file stays the same. */
export type ModesFiles = {
  /**
   * The file, or null when there is none. `within` is a folder that a link must not lead out of. Never
   * throws: what cannot be read is a problem of the file, in words.
   */
  read(path: string, source: ModeSource, within: string | null): ReadModesFile | null
}

/** Looks at a file each time it is asked for (one `stat`) and reads it again only when it has changed. */
export function createModesFiles(): ModesFiles {
  const known = new Map<string, { stamp: string; file: ReadModesFile }>()
  return {
    read(path, source, within) {
      const stat = lookAt(path)
      if (stat === null) {
        known.delete(path)
        return null
      }
      const stamp = `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs} ${source} ${within}`
      const kept = known.get(path)
      if (kept?.stamp === stamp) return kept.file
      const file = readFile(path, source, within, stat)
      known.set(path, { stamp, file })
      return file
    },
  }
}

function lookAt(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    // Absent, or below something that may not be entered: for a list of modes that is the same.
    return null
  }
}

function readFile(path: string, source: ModeSource, within: string | null, stat: Stats): ReadModesFile {
  const name = basename(path)
  const unread = (message: string): ReadModesFile => {
    const problem: ModeProblem = { severity: 'error', slug: null, field: null, line: null, message }
    return { path, source, exists: true, text: '', modes: [], problems: [problem], lines: new Map() }
  }
  // A pipe or a device would hold the app up for ever.
  if (!stat.isFile()) return unread(`${name} is not a file, so no modes are read from it.`)
  if (stat.size > MAX_FILE_BYTES) {
    return unread(
      `${name} holds ${(stat.size / 1024 / 1024).toFixed(1)} MB. The most a modes file may hold is ${MAX_FILE_BYTES / 1024 / 1024} MB, so it is not read.`,
    )
  }
  try {
    if (within !== null && !isInside(path, within)) {
      return unread(`${name} is a link that leads out of ${within}, so it is not read.`)
    }
    const text = decode(readFileSync(path))
    return { path, source, exists: true, text, ...parseModesText(text, source) }
  } catch (error) {
    return unread(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(realpathSync(folder), realpathSync(path))
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** UTF-8, or UTF-16 where a byte order mark says so, as editors on Windows write it. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  }
  return bytes.toString('utf8')
}
