import { createHash } from 'node:crypto'
import { lstat, mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../contract/app-error.ts'
import { describeFileError } from '../describe-file-error.ts'
import type { Git } from '../git.ts'
import { type Bench, makeBench } from './bench.ts'

/** Why a folder's snapshots lie in a repository of ours: then it has snapshots, but no worktrees. */
export type ShadowReason = 'no_repository' | 'no_commits'

/** A folder, ready for snapshots, worktrees and merging. Plain data: it may be kept, and made again at any time. */
export type Room = {
  git: Git
  /** The folder for our own files about it; outside every working tree. */
  dataFolder: string
  /** The real path of the working tree's top: the folder itself where there is no repository. */
  root: string
  /** Where the folder lies below `root`, `/`-separated; '' for the top itself. */
  prefix: string
  /** Null when the person's repository holds the snapshots. */
  shadow: ShadowReason | null
  /** The git folder of this working tree; null without a repository. A linked worktree has its own. */
  gitDir: string | null
  /** The git folder that all worktrees share; null without a repository. */
  commonDir: string | null
  /** Where the refs of snapshots are. */
  refsDir: string
  bench: Bench
  /** Whether line ends may be converted between repository and disk by a setting or attribute of the person's. */
  mayConvert: boolean
}

const SHADOW_WORDS: Readonly<Record<ShadowReason, string>> = {
  no_repository:
    'is not in a git repository, so subtasks cannot get worktrees of their own. Run "git init" there and make a first commit to have them.',
  no_commits:
    'is in a git repository that has no commits yet, so subtasks cannot get worktrees of their own. Make a first commit to have them.',
}

/** Settings about the file system and the store that hold wherever the repository is read. */
const CARRIED =
  /^core\.(filemode|symlinks|ignorecase|precomposeunicode|longpaths|trustctime|checkstat|sparsecheckout)$/

/**
 * Looks at `folder` and makes ready what is needed to work on it. `dataFolder` is ours and need not exist.
 * Throws AppError `workspace_unavailable` when the folder is gone, no folder, or git cannot use it, and
 * `not_supported_here` for a bare repository, for a place inside a `.git` folder, and without git.
 */
export async function openRoom(
  { git, dataFolder }: { git: Git; dataFolder: string },
  folder: string,
): Promise<Room> {
  const real = await realFolder(folder)
  await mkdir(dataFolder, { recursive: true })
  const data = await realpath(dataFolder)
  const place = await findRepository(git, real)
  if (place === null) return shadowRoom(git, data, real, '', null, 'no_repository')
  const head = await git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], real, {
    accept: [0, 1, 128],
  })
  if (head.code !== 0) return shadowRoom(git, data, place.root, place.prefix, place, 'no_commits')
  const path = join(data, `bench-${digest(place.commonDir)}.git`)
  await makeBench(git, path, place.objectFormat)
  const { carried, mayConvert } = await readSettings(git, real)
  const bench = { path, objects: join(place.commonDir, 'objects'), carried }
  const { root, prefix, gitDir, commonDir } = place
  const owned = { root, prefix, gitDir, commonDir, refsDir: commonDir, shadow: null }
  return { git, dataFolder: data, ...owned, bench, mayConvert }
}

/** In words, why the room can have no worktrees; null when it can. */
export function whyNoWorktrees(room: Room): string | null {
  return room.shadow === null ? null : `${room.root} ${SHADOW_WORDS[room.shadow]}`
}

type Place = { root: string; prefix: string; gitDir: string; commonDir: string; objectFormat: string }

async function shadowRoom(
  git: Git,
  dataFolder: string,
  root: string,
  prefix: string,
  place: Place | null,
  shadow: ShadowReason,
): Promise<Room> {
  const path = join(dataFolder, `shadow-${digest(root)}.git`)
  await makeBench(git, path, 'sha1')
  const carried = place === null ? {} : (await readSettings(git, root)).carried
  const bench = { path, objects: join(path, 'objects'), carried }
  const { gitDir = null, commonDir = null } = place ?? {}
  return { git, dataFolder, root, prefix, shadow, gitDir, commonDir, refsDir: path, bench, mayConvert: false }
}

async function realFolder(folder: string): Promise<string> {
  try {
    const real = await realpath(folder)
    if ((await lstat(real)).isDirectory()) return real
  } catch (error) {
    const words = `The folder ${folder} cannot be used: ${describeFileError(error)}.`
    throw new AppError('workspace_unavailable', words, { cause: error })
  }
  throw new AppError('workspace_unavailable', `${folder} is not a folder.`)
}

async function findRepository(git: Git, folder: string): Promise<Place | null> {
  const asked = ['--is-bare-repository', '--is-inside-work-tree', '--absolute-git-dir', '--git-common-dir']
  const args = ['rev-parse', '--path-format=absolute', ...asked, '--show-object-format']
  const { code, stdout, stderr } = await git.run(args, folder, { accept: [0, 128] })
  if (code !== 0) {
    if (/not a git repository \(or any/.test(stderr)) return null
    throw new AppError('workspace_unavailable', `Git cannot use ${folder}: ${stderr.trim()}`)
  }
  const [bare, inside, gitDir = '', commonDir = '', objectFormat = 'sha1'] = stdout.split('\n')
  if (inside !== 'true') {
    const what = bare === 'true' ? 'is a bare repository' : 'lies inside a .git folder'
    throw new AppError(
      'not_supported_here',
      `${folder} ${what}, which has no files to work on. Open a working tree of it.`,
    )
  }
  const top = await git.run(['rev-parse', '--show-toplevel', '--show-prefix'], folder)
  const [root = '', prefix = ''] = top.stdout.split('\n')
  return { root: await realpath(root), prefix: prefix.replace(/\/$/, ''), gitDir, commonDir, objectFormat }
}

async function readSettings(
  git: Git,
  folder: string,
): Promise<Pick<Room, 'mayConvert'> & Pick<Bench, 'carried'>> {
  const { stdout } = await git.run(['config', '--null', '--get-regexp', '^core\\.'], folder, {
    accept: [0, 1],
  })
  const all = Object.fromEntries(
    stdout.split('\0').map((entry) => {
      const [key = '', value = 'true'] = entry.split('\n')
      return [key, value] as const
    }),
  )
  const carried = Object.fromEntries(Object.entries(all).filter(([key]) => CARRIED.test(key)))
  const mayConvert =
    /^(true|yes|on|1|input)$/i.test(all['core.autocrlf'] ?? '') || 'core.attributesfile' in all
  return { carried, mayConvert }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
