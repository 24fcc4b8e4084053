import { AppError } from '../../contract/app-error.ts'
import type { Git } from '../workspace/git.ts'
import { walkFolder } from '../workspace/walk-folder.ts'

/** The paths of a folder, `/`-separated and relative to it; those of folders end in `/`. Ignored ones are left out. */
export type WorkspacePaths = {
  /** At once what was listed last, if that was a moment ago or is being listed anew; else once it is listed. */
  list(folder: string): Promise<readonly string[]>
}

/** A listing older than this, in milliseconds, is made anew behind the answer. */
const freshMs = 3_000
/** So many folders are kept. */
const mostFolders = 4
/** What is beyond is not offered: a folder with more files is no project. */
const mostPaths = 300_000

type Listing = { at: number; paths: readonly string[] | null; pending: Promise<readonly string[]> | null }

/** Makes it over git, which knows what is ignored; a folder that is no repository is walked. */
export function createWorkspacePaths({ git, now }: { git: Git; now(): number }): WorkspacePaths {
  const listings = new Map<string, Listing>()

  function refresh(folder: string, listing: Listing): Promise<readonly string[]> {
    listing.pending ??= listPaths(git, folder)
      .then((paths) => {
        listing.paths = paths
        listing.at = now()
        return paths
      })
      .finally(() => {
        listing.pending = null
      })
    return listing.pending
  }

  return {
    async list(folder) {
      const listing = listings.get(folder) ?? { at: 0, paths: null, pending: null }
      listings.delete(folder)
      listings.set(folder, listing)
      const [oldest] = listings.keys()
      if (listings.size > mostFolders && oldest !== undefined) listings.delete(oldest)
      if (listing.paths === null) return refresh(folder, listing)
      // Who types wants an answer now; what changed meanwhile is there with the next letter.
      if (now() - listing.at > freshMs) refresh(folder, listing).catch(() => listings.delete(folder))
      return listing.paths
    },
  }
}

async function listPaths(git: Git, folder: string): Promise<string[]> {
  const files = (await git.isRepository(folder)) ? await filesByGit(git, folder) : await filesByWalk(folder)
  const folders = new Set<string>()
  for (const file of files) {
    for (let at = file.indexOf('/'); at !== -1; at = file.indexOf('/', at + 1))
      folders.add(file.slice(0, at + 1))
  }
  return [...folders, ...files].sort((a, b) => depth(a) - depth(b) || kind(a) - kind(b) || (a < b ? -1 : 1))
}

async function filesByGit(git: Git, folder: string): Promise<string[]> {
  const order = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const { stdout } = await git.run(order, folder, { timeout: 20_000 })
  return stdout.split('\0', mostPaths).filter((path) => path !== '')
}

async function filesByWalk(folder: string): Promise<string[]> {
  const files: string[] = []
  try {
    for await (const { path, kind, ignored } of walkFolder(folder, { recursive: true })) {
      if (kind === 'file' && !ignored) files.push(path)
      if (files.length >= mostPaths) break
    }
  } catch (error) {
    throw new AppError('workspace_unavailable', `The files of ${folder} cannot be listed.`, { cause: error })
  }
  return files
}

const kind = (path: string) => (path.endsWith('/') ? 0 : 1)

function depth(path: string): number {
  let count = 0
  for (let at = path.indexOf('/'); at !== -1 && at < path.length - 1; at = path.indexOf('/', at + 1)) count++
  return count
}
