import { realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import type { Workspace, WorkspaceState } from '../../contract/workspace.ts'
import type { Store } from '../store/store.ts'
import { describeFileError } from '../workspace/describe-file-error.ts'
import { suggestFolders } from '../workspace/folder-suggestions.ts'
import type { Git } from '../workspace/git.ts'

/** Opens folders as workspaces and says how they stand. */
export type Workspaces = {
  list(): Promise<WorkspaceState[]>
  /** Throws AppError `workspace_unavailable` when it is no folder that can be read. */
  open(path: string): Promise<Workspace>
  suggest(prefix: string): Promise<string[]>
}

/** Makes the rooms over the store and git. */
export function createWorkspaces({ store, git, now }: { store: Store; git: Git; now(): number }): Workspaces {
  return {
    list: () => Promise.all(store.workspaces.list().map((workspace) => stateOf(workspace, git))),
    async open(path) {
      const real = await realFolder(path)
      return store.workspaces.open(real, now())
    },
    suggest: (prefix) => suggestFolders(prefix),
  }
}

async function stateOf(workspace: Workspace, git: Git): Promise<WorkspaceState> {
  const available = await stat(workspace.path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const isRepository = available && (await git.isRepository(workspace.path).catch(() => false))
  const branch = isRepository ? await git.branch(workspace.path).catch(() => null) : null
  return { ...workspace, available, isRepository, branch }
}

async function realFolder(path: string): Promise<string> {
  const home = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path
  const absolute = isAbsolute(home) ? home : resolve(home)
  try {
    const real = await realpath(absolute)
    if ((await stat(real)).isDirectory()) return real
  } catch (error) {
    throw new AppError(
      'workspace_unavailable',
      `The folder ${absolute} cannot be opened: ${describeFileError(error)}.`,
      {
        cause: error,
      },
    )
  }
  throw new AppError('workspace_unavailable', `${absolute} is a file. Open the folder it lies in.`)
}
