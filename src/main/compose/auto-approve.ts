import type { ActionType, AutoApproveEntry } from '../../contract/action-type.ts'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { ScopeRef } from '../../contract/settings.ts'
import { resolveAutoApprove } from '../policy/resolve-auto-approve.ts'
import type { Store } from '../store/store.ts'

/** The toggles as they stand at a place, read from the store each time: a flip holds from the next call on. */
export type AutoApproveSettings = {
  /** For a task: its workspace and the ids from its root down to itself. */
  resolve(order: { workspaceId: WorkspaceId; chain: { id: TaskId }[] }): AutoApproveEntry[]
  at(scope: ScopeRef): AutoApproveEntry[]
  set(scope: ScopeRef, toggles: Partial<Record<ActionType, boolean | null>>): AutoApproveEntry[]
}

/** Reads and sets the toggles over the store. */
export function createAutoApprove(store: Pick<Store, 'settings' | 'tasks'>): AutoApproveSettings {
  const { settings, tasks } = store

  const resolve: AutoApproveSettings['resolve'] = ({ workspaceId, chain }) =>
    resolveAutoApprove({
      everywhere: settings.autoApproveAt({ scope: 'everywhere' }),
      workspace: settings.autoApproveAt({ scope: 'workspace', workspaceId }),
      tasks: chain.map(({ id }) => settings.autoApproveAt({ scope: 'task', taskId: id })),
    })

  function at(scope: ScopeRef): AutoApproveEntry[] {
    switch (scope.scope) {
      case 'everywhere':
        return resolveAutoApprove({ everywhere: settings.autoApproveAt(scope) })
      case 'workspace':
        return resolve({ workspaceId: scope.workspaceId, chain: [] })
      case 'task': {
        const chain = chainOf(tasks, scope.taskId)
        const workspaceId = chain.at(-1)?.workspaceId
        return workspaceId === undefined ? resolveAutoApprove({}) : resolve({ workspaceId, chain })
      }
      default: {
        const unknown: never = scope
        throw new Error(`Unknown scope ${JSON.stringify(unknown)}`)
      }
    }
  }

  return {
    resolve,
    at,
    set(scope, toggles) {
      settings.setAutoApprove(scope, toggles)
      return at(scope)
    },
  }
}

function chainOf(tasks: Store['tasks'], taskId: TaskId) {
  const chain = []
  for (
    let task = tasks.get(taskId);
    task !== null;
    task = task.parentId === null ? null : tasks.get(task.parentId)
  ) {
    chain.unshift(task)
  }
  return chain
}
