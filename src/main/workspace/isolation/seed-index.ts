import { createHash } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { copyFile, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { hasCode } from '../describe-file-error.ts'
import { benchGit } from './bench.ts'
import type { TrackedFile, WorkingTree } from './list-working-tree.ts'
import { joinNul, nameText, splitNul } from './nul-list.ts'
import type { Room } from './room.ts'

/**
 * A copy of the person's index, and a name of its state, so that what was learned from it is used again until it
 * changes. `path` is null where they have none.
 */
export type TakenIndex = { key: string; path: string | null }

/** Copies the person's index as it is now to `copy`. Without one all states are the same. */
export async function takeIndex(room: Room, copy: string): Promise<TakenIndex> {
  const path = room.shadow === null && room.gitDir !== null ? join(room.gitDir, 'index') : null
  const stats = path === null ? null : await statOrNull(path)
  const what = stats === null ? 'none' : `${stats.ino}:${stats.size}:${stats.mtimeNs}`
  return {
    key: createHash('sha256').update(what).digest('hex').slice(0, 16),
    path: path !== null && (await copyIndex(path, copy)) ? copy : null,
  }
}

/**
 * Fills the file `index` so that git need not read what did not change since: with the index of the last
 * snapshot, as long as the person's is the same, else with a copy of theirs. Says whether it was the last one.
 */
export async function seedIndex(
  room: Room,
  state: TakenIndex,
  tree: WorkingTree,
  index: string,
): Promise<'last' | 'copy'> {
  if (await copyIndex(lastIndex(room, state), index)) return 'last'
  if (state.path === null || !(await copyIndex(state.path, index))) return 'copy'
  await copySharedIndexes(room)
  const assumed = tree.tracked.filter((file) => file.assumed).map(({ name }) => name)
  if (assumed.length > 0) {
    const args = ['update-index', '-z', '--no-assume-unchanged', '--stdin']
    await benchGit(room.git, room.bench, args, { index, workTree: room.root, input: joinNul(assumed) })
  }
  await forgetConverted(room, tree, index)
  return 'copy'
}

/** Keeps a finished index for the next snapshot of this working tree. */
export async function keepIndex(room: Room, state: TakenIndex, index: string): Promise<void> {
  const last = lastIndex(room, state)
  await rename(index, last)
  const ours = `last-${rootKey(room)}-`
  for (const name of await readdir(room.bench.path)) {
    if (name.startsWith(ours) && name !== basename(last))
      await rm(join(room.bench.path, name), { force: true })
  }
}

const lastIndex = (room: Room, state: TakenIndex): string =>
  join(room.bench.path, `last-${rootKey(room)}-${state.key}`)

const rootKey = (room: Room): string => createHash('sha256').update(room.root).digest('hex').slice(0, 16)

/**
 * False when there is none. The copy gets the original's time in whole seconds: by it git knows which files
 * may have changed after the index was written without their times showing it.
 */
async function copyIndex(from: string, to: string): Promise<boolean> {
  const stats = await statOrNull(from)
  if (stats === null) return false
  try {
    await copyFile(from, to)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
  const seconds = Number(stats.mtimeNs / 1_000_000_000n)
  await utimes(to, seconds, seconds)
  return true
}

/** With `core.splitIndex` the index is a list of changes to another file, which git looks for in its own folder. */
async function copySharedIndexes(room: Room): Promise<void> {
  if (room.gitDir === null) return
  for (const name of await readdir(room.gitDir)) {
    if (name.startsWith('sharedindex.')) await copyFile(join(room.gitDir, name), join(room.bench.path, name))
  }
}

/**
 * Where the person's git converts line ends, its index holds other bytes than the disk. Such files have another
 * size here than there; they are made to look changed, so that they are read again as they are. Files with a
 * filter (git LFS) stay what the index says: their content is elsewhere on purpose.
 */
async function forgetConverted(room: Room, tree: WorkingTree, index: string): Promise<void> {
  const hasAttributes =
    tree.tracked.some(({ name }) => name === '.gitattributes' || name.endsWith('/.gitattributes')) ||
    tree.untracked.some((name) => name === '.gitattributes' || name.endsWith('/.gitattributes')) ||
    (room.commonDir !== null && (await statOrNull(join(room.commonDir, 'info', 'attributes'))) !== null)
  if (!room.mayConvert && !hasAttributes) return
  const suspects = await differInSize(room, tree.tracked.filter(isPlainFile))
  if (suspects.length === 0) return
  const filtered = await filteredNames(room, suspects)
  const forget = suspects.filter(({ name }) => !filtered.has(name))
  const input = joinNul(forget.map(({ mode, id, name }) => `${mode} ${id} 0\t${name}`))
  await benchGit(room.git, room.bench, ['update-index', '-z', '--index-info'], {
    index,
    input,
    workTree: room.root,
  })
}

const isPlainFile = ({ mode, stage, skipped }: TrackedFile): boolean =>
  mode.startsWith('100') && stage === '0' && !skipped

async function differInSize(room: Room, files: readonly TrackedFile[]): Promise<TrackedFile[]> {
  const input = files.map(({ id }) => `${id}\n`).join('')
  const check = ['cat-file', '--batch-check=%(objectsize)']
  const sizes = (await benchGit(room.git, room.bench, check, { input })).stdout.split('\n')
  const differing: TrackedFile[] = []
  for (const [at, file] of files.entries()) {
    // Asked without leaving the thread, as that takes a tenth of the time; others get their turn in between.
    if (at % 1_000 === 999) await setImmediate()
    const stats = lstatSync(join(room.root, nameText(file.name)), { throwIfNoEntry: false })
    if (stats?.isFile() && String(stats.size) !== sizes[at]) differing.push(file)
  }
  return differing
}

async function filteredNames(room: Room, files: readonly TrackedFile[]): Promise<Set<string>> {
  const input = joinNul(files.map(({ name }) => name))
  const args = ['check-attr', '-z', '--stdin', 'filter']
  const { stdout } = await room.git.run(args, room.root, { input, encoding: 'latin1' })
  const fields = splitNul(stdout)
  const names = new Set<string>()
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const value = fields[at + 2]
    if (value !== 'unspecified' && value !== 'unset') names.add(fields[at] ?? '')
  }
  return names
}

async function statOrNull(path: string) {
  return stat(path, { bigint: true }).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  })
}
