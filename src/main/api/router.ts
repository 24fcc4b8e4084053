import type { ApiDeps } from './api-deps.ts'
import { appHandlers } from './app-handlers.ts'
import { changesHandlers } from './changes-handlers.ts'
import { composerHandlers } from './composer-handlers.ts'
import { implementer } from './implementer.ts'
import { searchHandlers } from './search-handlers.ts'
import { modeHandlers, providerHandlers, settingsHandlers } from './settings-handlers.ts'
import { taskHandlers, treeHandlers } from './task-handlers.ts'
import { workspaceHandlers } from './workspace-handlers.ts'
import { xrayHandlers } from './xray-handlers.ts'

/** The contract, implemented: what every host serves over its own transport. */
export function createRouter(deps: ApiDeps) {
  return implementer.router({
    app: appHandlers(deps),
    workspaces: workspaceHandlers(deps),
    tasks: treeHandlers(deps),
    task: taskHandlers(deps),
    changes: changesHandlers(deps),
    composer: composerHandlers(deps),
    search: searchHandlers(deps),
    xray: xrayHandlers(deps),
    modes: modeHandlers(deps),
    settings: settingsHandlers(deps),
    providers: providerHandlers(deps),
  })
}

/** The router's type, for hosts. */
export type AppRouter = ReturnType<typeof createRouter>
