import type { WorkspaceId } from '../../contract/ids.ts'
import type { WorktreeInfo } from '../../contract/worktree-settings.ts'
import type { Store } from '../store/store.ts'
import { createGit } from '../workspace/git.ts'
import { createWorktrees } from './worktrees.ts'

/** The worktrees of a workspace's tasks, for who does not own the data folder. Throws as `Worktrees.list`. */
export function readWorktrees(
  store: Store,
  dataFolder: string,
  workspaceId: WorkspaceId,
): Promise<WorktreeInfo[]> {
  return createWorktrees({ store, git: createGit(), dataFolder }).list(workspaceId)
}
