import type { CommandCondition } from '../../contract/command-condition.ts'
import { isEnded, isLive, isStopped } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { hasPlan } from '../plan/has-plan.ts'
import type { AppState } from '../state/app-state.ts'
import { canOpenTaskWindow } from './open-task-window.ts'

/** Which conditions of commands hold now, for a task or for none. */
export function conditionsNow(app: AppState, task: TaskSummary | null): Set<CommandCondition> {
  const { workspaceId, front } = app.navigation.store.getState()
  const facts: Partial<Record<CommandCondition, boolean>> = {
    workspace: workspaceId !== null,
    pane: front !== null,
    cameFrom: app.visited.can(-1),
    wentBack: app.visited.can(1),
    windows: canOpenTaskWindow(app),
    card: onCard(),
    treePart: app.chrome.store.getState().treeTop !== null,
  }
  if (task !== null) {
    const { status, parentId, pinnedAt, archivedAt } = task
    Object.assign(facts, {
      task: true,
      taskWorking: isLive(status) || status === 'queued',
      taskStopped: isStopped(status),
      taskOpen: !isEnded(status),
      taskEnded: isEnded(status),
      taskCompleted: status === 'completed',
      taskRoot: parentId === null,
      taskChild: parentId !== null,
      taskPinned: pinnedAt !== null,
      taskNotPinned: pinnedAt === null,
      taskArchived: archivedAt !== null,
      taskNotArchived: archivedAt === null,
      taskHasChildren: app.tree.store.getState().children.has(task.id),
      taskHasPlan: hasPlan(app, task.id),
    } satisfies Partial<Record<CommandCondition, boolean>>)
  }
  const all = Object.entries(facts) as [CommandCondition, boolean][]
  return new Set(all.flatMap(([condition, holds]) => (holds ? [condition] : [])))
}

/** Whether the focus is on a card that takes a yes or a no by its keys. */
function onCard(): boolean {
  const element = typeof document === 'undefined' ? null : document.activeElement
  return element instanceof HTMLElement && element.dataset.call !== undefined
}
