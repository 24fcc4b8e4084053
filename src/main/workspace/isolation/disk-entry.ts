import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, readdir, readlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { hasCode } from '../describe-file-error.ts'
import { withPinnedFolder } from '../pin-folder.ts'
import { readBlob } from './read-blob.ts'
import type { Room } from './room.ts'
import { MODES, type TreeEntry } from './tree-changes.ts'

/**
 * Whether the disk holds at `path` (below the room's root) exactly what `entry` says: bytes, kind and whether it may
 * be executed; null says that nothing is there. `touched` are all paths that change together, each of
 * which is looked at by itself: a folder with nothing else in it counts as nothing, and so does what would lie below
 * one that is no folder. Links on the way are not followed.
 */
export async function diskHolds(
  room: Room,
  path: string,
  entry: TreeEntry,
  touched: ReadonlySet<string>,
): Promise<boolean> {
  const way = await wayTo(room.root, path)
  if (way !== null) return entry === null && (way === 'nothing' || touched.has(way))
  return withPinnedFolder(dirname(join(room.root, path)), async (folder) => {
    const target = folder.at(basename(path))
    const stats = await lstat(target).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return null
      throw error
    })
    if (stats === null) return entry === null
    if (stats.isDirectory()) return entry === null && (await holdsOnly(target, path, touched))
    if (entry === null) return false
    if (stats.isSymbolicLink())
      return entry.mode === MODES.link && blobId(await readlink(target, 'buffer'), entry.blob) === entry.blob
    if (!stats.isFile() || !modeFits(room, stats.mode, entry.mode)) return false
    return fileHolds(room, target, entry.blob)
  })
}

/** Null when every folder on the way is one; else what ends it: 'nothing', or the path of a file or link. */
export async function wayTo(root: string, path: string): Promise<string | null> {
  const parts = path.split('/')
  for (let count = 1; count < parts.length; count++) {
    const at = parts.slice(0, count).join('/')
    try {
      if (!(await lstat(join(root, at))).isDirectory()) return at
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return 'nothing'
      throw error
    }
  }
  return null
}

async function holdsOnly(folder: string, path: string, touched: ReadonlySet<string>): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const inner = `${path}/${entry.name}`
    const fine = entry.isDirectory()
      ? await holdsOnly(join(folder, entry.name), inner, touched)
      : touched.has(inner)
    if (!fine) return false
  }
  return true
}

function modeFits(room: Room, mode: number, wanted: string): boolean {
  const { carried } = room.bench
  // Where there are no links, git writes their text into a file.
  if (wanted === MODES.link) return carried['core.symlinks'] === 'false'
  if (wanted !== MODES.file && wanted !== MODES.program) return false
  if (!hasModeBits(room)) return true
  return ((mode & 0o100) !== 0) === (wanted === MODES.program)
}

/** Whether the file system of the room can tell a program from a file. */
export function hasModeBits(room: Room): boolean {
  return process.platform !== 'win32' && room.bench.carried['core.filemode'] !== 'false'
}

async function fileHolds(room: Room, target: string, blob: string): Promise<boolean> {
  // Without O_NONBLOCK opening a pipe that took the file's place would wait for a writer.
  const handle = await open(
    target,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  )
  try {
    const { size } = await handle.stat()
    const id = createHash(algorithmOf(blob)).update(`blob ${size}\0`)
    const content = createHash('sha256')
    for await (const chunk of handle.createReadStream({ autoClose: false })) {
      id.update(chunk as Buffer)
      content.update(chunk as Buffer)
    }
    if (id.digest('hex') === blob) return true
    return await isPointerTo(room, blob, { size, sha256: content.digest('hex') })
  } finally {
    await handle.close()
  }
}

/** Git LFS has a pointer in the tree and the content on the disk. The format: git-lfs/docs/spec.md. */
async function isPointerTo(
  room: Room,
  blob: string,
  file: { size: number; sha256: string },
): Promise<boolean> {
  const { content } = await readBlob(room, blob, 1024)
  const text = content?.toString('utf8') ?? ''
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return false
  return text.includes(`\noid sha256:${file.sha256}\n`) && text.includes(`\nsize ${file.size}\n`)
}

const algorithmOf = (id: string): string => (id.length === 64 ? 'sha256' : 'sha1')

const blobId = (bytes: Uint8Array, like: string): string =>
  createHash(algorithmOf(like)).update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
