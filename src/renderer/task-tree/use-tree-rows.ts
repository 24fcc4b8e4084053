import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { flattenTree, isFiltering, type TreeFilter, type TreeRow } from '../state/flatten-tree.ts'

const none: readonly TaskId[] = []

/**
 * The tree's lines. Without a filter they change only when the tree's shape or its folds do; what a task
 * says of itself is read by its own line.
 */
export function useTreeRows(workspaceId: WorkspaceId, filter: TreeFilter): TreeRow[] {
  const { tree, chrome } = useAppState()
  const roots = useStore(tree.store, (state) => state.roots.get(workspaceId) ?? none)
  const children = useStore(tree.store, (state) => state.children)
  const filtered = useStore(tree.store, (state) => (isFiltering(filter) ? state.tasks : null))
  const collapsed = useStore(chrome.store, (state) => state.collapsed)
  return useMemo(() => {
    const tasks = filtered ?? tree.store.getState().tasks
    return flattenTree({ tasks, children }, roots, collapsed, filter)
  }, [tree, children, roots, collapsed, filter, filtered])
}
