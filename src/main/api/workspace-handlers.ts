import { AppError } from '../../contract/app-error.ts'
import type { ApiDeps } from './api-deps.ts'
import { done, implementer } from './implementer.ts'

/** Opening folders and vouching for them. */
export function workspaceHandlers({ workspaces: rooms, worktrees, host, store }: ApiDeps) {
  const { workspaces } = implementer
  return {
    list: workspaces.list.handler(() => rooms.list()),
    open: workspaces.open.handler(({ input }) => rooms.open(input.path)),
    pick: workspaces.pick.handler(async () => {
      if (host.pickFolder === null) {
        throw new AppError('not_supported_here', 'This host has no folder dialog. Type the folder’s path.')
      }
      const path = await host.pickFolder()
      return path === null ? null : rooms.open(path)
    }),
    setTrust: workspaces.setTrust.handler(({ input }) =>
      store.workspaces.setTrust(input.workspaceId, input.trusted),
    ),
    worktreeSettings: workspaces.worktreeSettings.handler(({ input }) =>
      store.settings.worktrees(input.workspaceId),
    ),
    setWorktreeSettings: workspaces.setWorktreeSettings.handler(({ input }) =>
      store.settings.setWorktrees(input.workspaceId, input.change),
    ),
    worktrees: workspaces.worktrees.handler(({ input }) => worktrees.list(input.workspaceId)),
    removeWorktree: workspaces.removeWorktree.handler(async ({ input }) => {
      await worktrees.remove(input.workspaceId, input.path)
      return done
    }),
    suggest: workspaces.suggest.handler(({ input }) => rooms.suggest(input.prefix)),
    openDemo: workspaces.openDemo.handler(() => rooms.openDemo()),
  }
}
