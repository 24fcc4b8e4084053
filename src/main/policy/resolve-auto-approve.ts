import { type AutoApproveEntry, actionTypes, defaultAutoApprove } from '../../contract/action-type.ts'
import type { AutoApprove } from '../../contract/settings.ts'

/** The toggles set at each scope. `tasks` goes from the root of the tree down to the task itself. */
export type AutoApproveLayers = {
  everywhere?: AutoApprove
  workspace?: AutoApprove
  tasks?: readonly AutoApprove[]
}

/**
 * Every toggle as it stands, with the scope its value comes from: the narrowest that sets it, so the task
 * itself, then its parents, nearest first, then the workspace, then everywhere, then the default. Each
 * toggle is decided by itself. Pure.
 */
export function resolveAutoApprove({
  everywhere,
  workspace,
  tasks = [],
}: AutoApproveLayers): AutoApproveEntry[] {
  return actionTypes.map((action) => {
    const task = tasks.findLast((toggles) => toggles[action] !== undefined)?.[action]
    if (task !== undefined) return { action, on: task, from: 'task' }
    const inWorkspace = workspace?.[action]
    if (inWorkspace !== undefined) return { action, on: inWorkspace, from: 'workspace' }
    const overall = everywhere?.[action]
    if (overall !== undefined) return { action, on: overall, from: 'everywhere' }
    return { action, on: defaultAutoApprove[action], from: 'default' }
  })
}
