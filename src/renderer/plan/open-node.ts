import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'
import { askToShow } from '../state/ask-to-show.ts'
import type { PlanNode } from './plan.ts'

/** Opens a subtask's task; where there is none, its call in the transcript of the task whose plan it is part of. */
export function openNode(
  app: AppState,
  parentId: TaskId,
  { callId, childId, opens }: Pick<PlanNode, 'callId' | 'childId' | 'opens'>,
  { beside = false, plan = false }: { beside?: boolean; plan?: boolean } = {},
): void {
  if (childId !== null && opens) {
    app.navigation.openPane({ type: plan ? 'plan' : 'task', taskId: childId }, { beside })
    return
  }
  askToShow(app, { taskId: parentId, call: callId })
  app.navigation.openTask(parentId, { beside })
}
