import { join, relative, sep } from 'node:path'
import { benchGit } from './bench.ts'
import { nameBytes, splitNul } from './nul-list.ts'
import type { Room } from './room.ts'

/** A file that the person's index knows. `name` is in `latin1`, as all names here. */
export type TrackedFile = {
  name: string
  mode: string
  id: string
  stage: string
  /** Not checked out, as in a sparse checkout. */
  skipped: boolean
  /** The person told git not to look whether it changed. */
  assumed: boolean
}

/** What lies in a working tree, without what is ignored. */
export type WorkingTree = {
  tracked: TrackedFile[]
  /** Files and links that no index knows. In a shadow these are all. */
  untracked: string[]
  /** Folders with a repository of their own, without a final slash. */
  nested: string[]
}

/** Drafts of files that are being written (edit-draft.ts): they are nobody's work. */
const DRAFT = /(^|\/)\.treeline-[0-9a-f]{12}-[0-9a-f]{12}\.tmp$/

/**
 * Lists the working tree by the person's ignore rules, without our own data folder. Reads no file's content and
 * changes nothing. What is tracked comes from `index`, a copy of the person's, or from theirs as it is now.
 */
export async function listWorkingTree(
  room: Room,
  { index, signal }: { index?: string; signal?: AbortSignal | undefined } = {},
): Promise<WorkingTree> {
  const wanted = ['--others', '--exclude-standard']
  const common = { encoding: 'latin1', signal } as const
  const { stdout } =
    room.gitDir === null
      ? await benchGit(room.git, room.bench, ['ls-files', '-z', '-t', ...wanted], {
          ...common,
          index: join(room.bench.path, 'no-index'),
          workTree: room.root,
        })
      : await room.git.run(
          ['ls-files', '-z', '-v', '--stage', ...(room.shadow === null ? ['--cached'] : []), ...wanted],
          room.root,
          // Without commits nothing is tracked as yet: every file that is not ignored counts the same.
          room.shadow !== null
            ? { ...common, env: { GIT_INDEX_FILE: join(room.bench.path, 'no-index') } }
            : index === undefined
              ? common
              : { ...common, env: { GIT_INDEX_FILE: index } },
        )
  const inner = relative(room.root, room.dataFolder).replaceAll(sep, '/')
  const own = `${nameBytes(inner)}/`
  const tree: WorkingTree = { tracked: [], untracked: [], nested: [] }
  for (const entry of splitNul(stdout)) {
    const [tag, rest] = [entry.slice(0, 1), entry.slice(2)]
    if (tag !== '?') tree.tracked.push(readTracked(rest, tag))
    else if (rest.startsWith(own)) continue
    else if (rest.endsWith('/')) tree.nested.push(rest.slice(0, -1))
    else if (!DRAFT.test(rest)) tree.untracked.push(rest)
  }
  return tree
}

function readTracked(entry: string, tag: string): TrackedFile {
  const tab = entry.indexOf('\t')
  const [mode = '', id = '', stage = ''] = entry.slice(0, tab).split(' ')
  const flags = { skipped: tag.toUpperCase() === 'S', assumed: tag !== tag.toUpperCase() }
  return { name: entry.slice(tab + 1), mode, id, stage, ...flags }
}
