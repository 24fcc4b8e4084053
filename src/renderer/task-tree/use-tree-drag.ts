import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { type RefObject, useEffect, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { nameTasks } from '../palette/do-to-each.ts'
import { putTasks } from '../palette/nest-tasks.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useLatest } from '../state/hooks.ts'
import { describeDrop, isOntoItself, nestedOf, type TreeDrop } from './describe-drop.ts'
import { draggedTasks, dropPlace, takeTasks } from './row-drag.ts'

/** How long the pointer rests on a folded line before it opens, in milliseconds. */
const unfoldMs = 700

/**
 * Follows tasks that are dragged over the tree: scrolls it near its edges, opens folded lines under a resting pointer,
 * says what a drop would do, and does it. `letGo` is told before the tree is changed.
 */
export function useTreeDrag(scroller: RefObject<HTMLElement | null>, letGo: () => void): TreeDrop | null {
  const app = useAppState()
  const [drag, setDrag] = useState<TreeDrop | null>(null)
  const latest = useLatest({ app, letGo })
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const isTasks = ({ source }: { source: { data: Record<string | symbol, unknown> } }) =>
      draggedTasks(source.data) !== null
    let unfold: ReturnType<typeof setTimeout> | undefined
    const known = () => latest.current.app.tree.store.getState().tasks
    const tasksOf = (data: Record<string | symbol, unknown>) =>
      (draggedTasks(data) ?? []).flatMap((id) => known().get(id) ?? [])
    const open = (place: TaskId | null | undefined) => {
      clearTimeout(unfold)
      const { chrome } = latest.current.app
      if (!place || !chrome.store.getState().collapsed.has(place)) return
      unfold = setTimeout(() => chrome.setCollapsed([place], false), unfoldMs)
    }
    const stop = combine(
      autoScrollForElements({ element, canScroll: isTasks }),
      // The room below the last line is the top level.
      takeTasks(element, null),
      monitorForElements({
        canMonitor: isTasks,
        onDragStart: ({ source }) => setDrag(describeDrop(tasksOf(source.data), undefined, known())),
        onDropTargetChange: ({ source, location }) => {
          const place = dropPlace(location.current.dropTargets[0]?.data)
          setDrag(describeDrop(tasksOf(source.data), place, known()))
          open(place)
        },
        onDrop: ({ source, location }) => {
          clearTimeout(unfold)
          setDrag(null)
          const { app, letGo } = latest.current
          const tasks = tasksOf(source.data)
          const { place, why } = describeDrop(
            tasks,
            dropPlace(location.current.dropTargets[0]?.data),
            known(),
          )
          letGo()
          if (place === undefined || isOntoItself(tasks, place)) return
          if (why !== null)
            app.toasts.show({ tone: 'info', title: `${nameTasks(tasks)} stayed in place`, detail: why })
          else if (place !== null) void putTasks(app, tasks, known().get(place) ?? null)
          else void putTasks(app, nestedOf(tasks), null)
        },
      }),
    )
    return () => {
      clearTimeout(unfold)
      stop()
    }
  }, [scroller, latest])
  return drag
}
