import { AppError } from '../../../contract/app-error.ts'
import { benchGit, withBranches } from './bench.ts'
import { type ConflictKind, type MergeConflict, parseMerge } from './parse-merge.ts'
import { readBlob } from './read-blob.ts'
import type { Room } from './room.ts'

/**
 * Three states of the same tree, as ids of trees or commits: what both sides began with, and the two sides. `names`
 * are what markers and git's words call the sides, and what is put behind the name of a file that is in another's way.
 */
export type MergeOrder = {
  base: string
  ours: string
  theirs: string
  names?: { ours: string; theirs: string }
}

/** `tree` of conflicts holds everything that could be merged, and texts with markers for the rest. */
export type MergeResult =
  | { status: 'clean'; tree: string }
  | { status: 'conflicts'; tree: string; conflicts: MergeConflict[] }

/** Kinds whose merged text has markers to show. */
const MARKED: ReadonlySet<ConflictKind> = new Set(['content', 'add/add', 'rename/rename'])

/**
 * Merges two pieces of work that began with `base`. Touches no file, index or branch: only objects are written.
 * No attribute or driver of the repository has a say in it. Keep a result with `keepTree`. Throws AppError
 * `not_supported_here` when git is older than 2.38, and `workspace_unavailable` in git's words.
 */
export async function mergeWork(
  room: Room,
  { names = { ours: 'ours', theirs: 'theirs' }, ...order }: MergeOrder,
): Promise<MergeResult> {
  const { base, ours, theirs } = await resolveTrees(room, order)
  if (base === theirs || ours === theirs) return { status: 'clean', tree: ours }
  if (base === ours) return { status: 'clean', tree: theirs }
  // Both descend from the base, so that git finds it by itself: it can be told only from 2.40 on.
  const root = await plainCommit(room, base, null)
  const sides = [
    [branchName(names.ours), await plainCommit(room, ours, root)],
    [
      branchName(names.theirs) + (branchName(names.ours) === branchName(names.theirs) ? '-2' : ''),
      await plainCommit(room, theirs, root),
    ],
  ] as const
  const merged = await withBranches(room.bench, sides, (bench) =>
    benchGit(
      room.git,
      bench,
      ['merge-tree', '--write-tree', '-z', '--messages', ...sides.map(([name]) => name)],
      {
        accept: [0, 1, 129],
        encoding: 'latin1',
      },
    ),
  )
  if (merged.code === 129) {
    throw new AppError(
      'not_supported_here',
      'This git is too old to merge the work of subtasks. Install git 2.38 or newer.',
    )
  }
  if (merged.code === 0) return { status: 'clean', tree: merged.stdout.split('\0')[0]?.trim() ?? '' }
  return { status: 'conflicts', ...parseMerge(merged.stdout) }
}

/** The text of a conflict with markers. Null for kinds without one, binary files, and more than `maxBytes`. */
export async function conflictText(
  room: Room,
  tree: string,
  conflict: MergeConflict,
  maxBytes = 1024 * 1024,
): Promise<string | null> {
  if (!MARKED.has(conflict.kind)) return null
  const args = ['rev-parse', '--verify', '--quiet', `${tree}:${conflict.path}`]
  const { code, stdout } = await benchGit(room.git, room.bench, args, { accept: [0, 1, 128] })
  if (code !== 0) return null
  const { content } = await readBlob(room, stdout.trim(), maxBytes)
  return content === null || content.includes(0) ? null : content.toString('utf8')
}

/** The ids of the trees of any trees or commits. Throws AppError `not_found` when one is not there. */
export async function resolveTrees<Name extends string>(
  room: Room,
  given: Readonly<Record<Name, string>>,
): Promise<Record<Name, string>> {
  const entries = Object.entries(given) as [Name, string][]
  const input = entries.map(([, id]) => `${id}^{tree}\n`).join('')
  const { stdout } = await benchGit(room.git, room.bench, ['cat-file', '--batch-check=%(objectname)'], {
    input,
  })
  const lines = stdout.split('\n')
  return Object.fromEntries(
    entries.map(([name, id], at) => {
      const tree = lines[at] ?? ''
      if (/^[0-9a-f]{40,64}$/.test(tree)) return [name, tree]
      throw new AppError(
        'not_found',
        `The snapshot ${id} is not in ${room.root} any more, so nothing was done.`,
      )
    }),
  ) as Record<Name, string>
}

/** Git calls the sides by what they are asked for by, so they must have it for a name. */
function branchName(name: string): string {
  return name.replace(/[^\p{L}\p{N}-]+/gu, '-').replace(/^-+|-+$/g, '') || 'side'
}

/** A commit that says nothing but its tree and parent, and so is the same each time. */
async function plainCommit(room: Room, tree: string, parent: string | null): Promise<string> {
  const who = 'Treeline <treeline@localhost> 0 +0000'
  const input = `tree ${tree}\n${parent === null ? '' : `parent ${parent}\n`}author ${who}\ncommitter ${who}\n\nmerge\n`
  const { stdout } = await benchGit(room.git, room.bench, ['hash-object', '-t', 'commit', '-w', '--stdin'], {
    input,
  })
  return stdout.trim()
}
