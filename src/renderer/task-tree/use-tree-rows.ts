import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { flattenTree, type TreeRow } from '../state/flatten-tree.ts'
import { isNarrow, type TreeFilter } from '../state/tree-filter.ts'
import type { TreeIndex } from '../state/tree-index.ts'

/**
 * The tree's lines. Without a filter they change only when the tree's shape or its folds do; what a task
 * says of itself is read by its own line.
 */
export function useTreeRows(workspaceId: WorkspaceId, filter: TreeFilter): TreeRow[] {
  const { tree, chrome } = useAppState()
  const roots = useStore(tree.store, (state) => state.roots)
  const archived = useStore(tree.store, (state) => state.archived)
  const children = useStore(tree.store, (state) => state.children)
  const filtered = useStore(tree.store, (state) => (isNarrow(filter) ? state.tasks : null))
  const collapsed = useStore(chrome.store, (state) => state.collapsed)
  const wantedTop = useStore(chrome.store, (state) => state.treeTop)
  // A task that is gone is no place to look from.
  const top = useStore(tree.store, (state) => (wantedTop && state.tasks.has(wantedTop) ? wantedTop : null))
  return useMemo(() => {
    const tasks = filtered ?? tree.store.getState().tasks
    const shown = top === null ? rootsFor({ roots, archived }, workspaceId, filter) : [top]
    return flattenTree({ tasks, children }, shown, collapsed, filter)
  }, [tree, children, roots, archived, top, workspaceId, collapsed, filter, filtered])
}

/**
 * The trees to show: of one workspace or of all, those that are not archived or those that are. A search by words
 * looks through both.
 */
export function rootsFor(
  { roots, archived }: Pick<TreeIndex, 'roots' | 'archived'>,
  workspaceId: WorkspaceId,
  filter: TreeFilter,
): readonly TaskId[] {
  const lists = filter.archived ? [archived] : filter.text.trim() === '' ? [roots] : [roots, archived]
  return lists.flatMap((list) =>
    filter.everywhere ? [...list.values()].flat() : [...(list.get(workspaceId) ?? [])],
  )
}
