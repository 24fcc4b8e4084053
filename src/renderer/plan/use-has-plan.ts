import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskView } from '../state/hooks.ts'
import { asksForSubtasks } from './has-plan.ts'

/** Whether a task has subtasks, or asks for its first: kept up to date. */
export function useHasPlan(taskId: TaskId): boolean {
  const { tree } = useAppState()
  const has = useStore(tree.store, ({ children }) => children.has(taskId))
  const asks = useTaskView(taskId, (view) => !has && asksForSubtasks(view))
  return has || asks === true
}
