import type { TaskId } from '../../contract/ids.ts'
import { createReverts } from '../compose/reverts.ts'
import { createGit } from '../workspace/git.ts'
import { commitOn } from '../workspace/isolation/commit-on.ts'
import { createWorktree } from '../workspace/isolation/create-worktree.ts'
import { landTree, recoverLanding } from '../workspace/isolation/land-tree.ts'
import { openRoom } from '../workspace/isolation/room.ts'
import { takeSnapshot } from '../workspace/isolation/snapshots.ts'
import { removeWorktree } from '../workspace/isolation/worktrees.ts'

/**
 * A program that is made to be killed: does one thing of workspace/isolation with its failpoints on. Its argument is
 * JSON: what `IsolationOrder` says. TREELINE_FAILPOINT says where it ends.
 */
export type IsolationOrder = { dataFolder: string; folder: string } & (
  | { do: 'snapshot'; ref: string; message: string }
  | { do: 'create'; snapshot: string; path: string; copy: string[] }
  | { do: 'remove'; path: string }
  | { do: 'commit'; from: string; to: string; message: string }
  | { do: 'land'; from: string; to: string; journalFile: string }
  | { do: 'recover'; journalFile: string; how: 'finish' | 'undo' }
  | { do: 'revert'; taskId: TaskId; displayId: string; before: string; after: string }
)

if (process.argv[2] !== undefined) {
  Object.assign(globalThis, { TREELINE_FAILPOINTS: true })
  const order = JSON.parse(process.argv[2]) as IsolationOrder
  const room = await openRoom({ git: createGit(), dataFolder: order.dataFolder }, order.folder)
  switch (order.do) {
    case 'snapshot':
      await takeSnapshot(room, order)
      break
    case 'create':
      await createWorktree(room, order)
      break
    case 'commit':
      await commitOn(room, order)
      break
    case 'land':
      await landTree(room, order)
      break
    case 'recover':
      await recoverLanding(room, order)
      break
    case 'revert': {
      const { dataFolder: ours, folder: into } = order
      const reverts = createReverts({ roomOf: async () => room, ours, log: () => {} })
      await reverts.revert({ ...order, into }, () => {}, new AbortController().signal)
      break
    }
    case 'remove':
      await removeWorktree(room, order.path, { workTaken: true })
      break
  }
}
