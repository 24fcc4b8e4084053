import { parsePatch } from 'diff'
import { benchGit } from './bench.ts'
import { nameText, splitNul } from './nul-list.ts'
import type { Room } from './room.ts'

/** What became of a file between two trees or commits. */
export type FileDiff = {
  status: 'added' | 'deleted' | 'modified' | 'renamed' | 'type_changed'
  path: string
  /** Where a renamed file was; null otherwise. */
  oldPath: string | null
  oldMode: string | null
  newMode: string | null
  oldBlob: string | null
  newBlob: string | null
  binary: boolean
  /** Lines; 0 for binary files. */
  added: number
  removed: number
}

/** A piece of a file's change. `lines` begin with “ ”, “-”, “+” or “\”, as in a patch, without their line ends. */
export type Hunk = { oldStart: number; oldLines: number; newStart: number; newLines: number; lines: string[] }

/** Hunks of one file; `tooLarge` instead when there is more to show than anybody reads. */
export type FileHunks = { hunks: Hunk[]; tooLarge: boolean }

/** A patch of more is not shown. */
const MOST_BYTES = 4 * 1024 * 1024

/** The files that differ between two trees or commits, by path. */
export async function diffSnapshots(room: Room, from: string, to: string): Promise<FileDiff[]> {
  const args = ['diff-tree', '-r', '-z', '-M', '--raw', '--numstat', '--no-abbrev', '--no-color', from, to]
  const fields = splitNul((await benchGit(room.git, room.bench, args, { encoding: 'latin1' })).stdout)
  const files = new Map<string, FileDiff>()
  let at = 0
  while (fields[at]?.startsWith(':')) {
    const [oldMode = '', newMode = '', oldBlob = '', newBlob = '', letter = ''] = (fields[at] ?? '')
      .slice(1)
      .split(' ')
    const renamed = letter.startsWith('R')
    const path = fields[at + (renamed ? 2 : 1)] ?? ''
    files.set(path, {
      status: renamed ? 'renamed' : (STATUS[letter.slice(0, 1)] ?? 'modified'),
      path: nameText(path),
      oldPath: renamed ? nameText(fields[at + 1] ?? '') : null,
      ...{
        oldMode: known(oldMode),
        newMode: known(newMode),
        oldBlob: known(oldBlob),
        newBlob: known(newBlob),
      },
      ...{ binary: false, added: 0, removed: 0 },
    })
    at += renamed ? 3 : 2
  }
  while (at < fields.length) {
    const [added = '', removed = '', name = ''] = (fields[at] ?? '').split('\t')
    // The names of a renamed file stand in two fields of their own.
    const file = files.get(name === '' ? (fields[at + 2] ?? '') : name)
    if (file)
      Object.assign(file, { binary: added === '-', added: Number(added) || 0, removed: Number(removed) || 0 })
    at += name === '' ? 3 : 1
  }
  return [...files.values()]
}

/** The hunks of one file of `diffSnapshots`; none for a binary one, and for one that only moved or changed its mode. */
export async function diffFile(room: Room, from: string, to: string, file: FileDiff): Promise<FileHunks> {
  const patch = await filePatch(room, from, to, file)
  if (patch.length > MOST_BYTES) return { hunks: [], tooLarge: true }
  const hunks = parsePatch(Buffer.from(patch, 'latin1').toString('utf8')).flatMap((parsed) => parsed.hunks)
  return {
    hunks: hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
      oldStart,
      oldLines,
      newStart,
      newLines,
      lines,
    })),
    tooLarge: false,
  }
}

/** The patch of one file as git prints it, a character for each byte. */
export async function filePatch(
  room: Room,
  from: string,
  to: string,
  { path, oldPath }: Pick<FileDiff, 'path' | 'oldPath'>,
): Promise<string> {
  const flags = [
    '-U3',
    '--no-color',
    '--full-index',
    '--inter-hunk-context=0',
    '--src-prefix=a/',
    '--dst-prefix=b/',
  ]
  const paths = oldPath === null ? [path] : [oldPath, path]
  const args = [
    'diff-tree',
    '-r',
    '-p',
    ...(oldPath === null ? ['--no-renames'] : ['-M']),
    ...flags,
    from,
    to,
    '--',
    ...paths,
  ]
  return (await benchGit(room.git, room.bench, args, { encoding: 'latin1' })).stdout
}

const STATUS: Readonly<Record<string, FileDiff['status']>> = {
  A: 'added',
  D: 'deleted',
  M: 'modified',
  T: 'type_changed',
}

const known = (field: string): string | null => (/^0+$/.test(field) ? null : field)
