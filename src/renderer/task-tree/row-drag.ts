import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview'
import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'
import { topmost } from '../state/tree-selection.ts'

const tasksKey = Symbol('tasks that are dragged')
const placeKey = Symbol('where they are dropped')

type Data = Record<string | symbol, unknown>

/** The tasks that a drag carries, or null for a drag of something else. */
export function draggedTasks(data: Data): readonly TaskId[] | null {
  return (data[tasksKey] as readonly TaskId[] | undefined) ?? null
}

/** Where a drop would put them: under a task, or at the top level (null). Undefined for another kind of target. */
export function dropPlace(data: Data | undefined): TaskId | null | undefined {
  return data?.[placeKey] as TaskId | null | undefined
}

/** Lets an element take tasks: under `place`, or at the top level (null). Returns what ends it. */
export function takeTasks(element: HTMLElement, place: TaskId | null): () => void {
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => draggedTasks(source.data) !== null,
    getData: () => ({ [placeKey]: place }),
  })
}

/** Lets a line be dragged, with all that is selected when it is one of those, and take others. Returns what ends it. */
export function dragLine(
  { tree, selection }: Pick<AppState, 'tree' | 'selection'>,
  element: HTMLElement,
  taskId: TaskId,
): () => void {
  const carried = (): TaskId[] => {
    const { ids } = selection.store.getState()
    return ids.has(taskId) ? topmost(ids, tree.store.getState().tasks) : [taskId]
  }
  return combine(
    draggable({
      element,
      getInitialData: () => ({ [tasksKey]: carried() }),
      onGenerateDragPreview: ({ nativeSetDragImage }) => {
        const ids = carried()
        const task = tree.store.getState().tasks.get(taskId)
        setCustomNativeDragPreview({
          nativeSetDragImage,
          getOffset: () => ({ x: -12, y: 8 }),
          render: ({ container }) => {
            const card = document.createElement('div')
            card.className =
              'max-w-64 truncate rounded-md border border-line-strong bg-raised px-2.5 py-1 font-medium text-ink'
            card.textContent = ids.length > 1 ? `${ids.length} tasks` : `${task?.displayId} ${task?.title}`
            container.append(card)
          },
        })
      },
    }),
    takeTasks(element, taskId),
  )
}
