import { statSync } from 'node:fs'
import type { MessageContext } from '../../contract/message-extras.ts'
import { formatBytes } from '../workspace/files.ts'
import { listFiles } from '../workspace/list-files.ts'
import type { PathScope, ScopedPath } from '../workspace/path-scope.ts'
import { readLines } from '../workspace/read-lines.ts'
import { cutText, missing } from './cut-text.ts'
import type { Mention } from './find-mentions.ts'

const mostEntries = 500
/** So many lines of a file are read at most; the bytes mostly end before. */
const mostLines = 10_000

/**
 * What a mention of a file or folder stands for. Null for a word that names nothing there and does not look as if it
 * were to: `@everyone`. `room` is how many characters there are left.
 */
export async function readPath(
  scope: PathScope,
  folder: string,
  mention: Mention,
  room: number,
): Promise<MessageContext | null> {
  const { raw, target, quoted } = mention
  const meant = quoted || /[/\\.]/.test(target)
  let place: ScopedPath
  try {
    place = await scope.resolve(folder, target)
  } catch (error) {
    return meant ? missing('file', raw, wordsOf(error)) : null
  }
  if (!place.inside) {
    return missing(
      'file',
      raw,
      `${target} lies outside of the workspace, and only what is in it can be mentioned.`,
    )
  }
  if (!place.exists) return meant ? missing('file', raw, `There is no ${target} in the workspace.`) : null
  try {
    const stats = statSync(place.real)
    return stats.isDirectory() ? await readFolder(place, raw, room) : await readFile(place, raw, room)
  } catch (error) {
    return missing('file', raw, wordsOf(error))
  }
}

async function readFile(place: ScopedPath, mention: string, room: number): Promise<MessageContext> {
  const window = await readLines(place, {
    from: 1,
    to: Number.POSITIVE_INFINITY,
    maxLines: mostLines,
    maxBytes: room,
  })
  const { lines, total, stopped, fileBytes } = window
  const text = lines.join('\n')
  const size = total === null ? formatBytes(fileBytes) : `${total} ${total === 1 ? 'line' : 'lines'}`
  if (stopped === 'end') return { kind: 'file', mention, what: `file, ${size}`, text, state: 'whole' }
  const what = `file, the first ${lines.length} lines of ${size}; read the rest with read_file if it is needed`
  return { kind: 'file', mention, what, text, state: 'cut' }
}

async function readFolder(place: ScopedPath, mention: string, room: number): Promise<MessageContext> {
  const { entries, more } = await listFiles(place, {
    recursive: true,
    limit: mostEntries,
    skip: place.closed,
  })
  const lines = entries.map(({ path, kind }) => (kind === 'folder' ? `${path}/` : path))
  const { text, cut } = cutText(lines.join('\n'), room)
  const all = more === null && !cut
  const what = `folder, ${all ? '' : 'the first '}${lines.length} entries, without ignored ones`
  return { kind: 'folder', mention, what, text, state: all ? 'whole' : 'cut' }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
