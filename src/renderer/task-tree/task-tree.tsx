import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { useRowHeight } from '../settings/use-row-height.ts'
import { useAppState } from '../state/app-state-context.tsx'
import type { TreeRow } from '../state/flatten-tree.ts'
import { useLatest } from '../state/hooks.ts'
import { goToTask } from '../state/open-workspace.ts'
import { ContextMenu } from '../ui/context-menu.tsx'
import { DragBar } from './drag-bar.tsx'
import { TaskContextMenu } from './task-menu.tsx'
import { rowElementId, rowHeight, TreeRowLine } from './tree-row.tsx'
import { useSteadyRows } from './use-steady-rows.ts'
import { useTreeDrag } from './use-tree-drag.ts'
import { useTreeKeys } from './use-tree-keys.ts'

/** Tasks as an ARIA tree in which several can be selected and of which only the lines in sight exist. */
export function TaskTree({ rows: newest }: { rows: readonly TreeRow[] }) {
  const app = useAppState()
  const { selection } = app
  const treeId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { rows, pointAt, letGo } = useSteadyRows(newest)
  const drag = useTreeDrag(scroller, letGo)
  const frontTask = useStore(app.navigation.store, (place) =>
    place.front?.type === 'task' ? place.front.taskId : null,
  )
  const selected = useStore(selection.store, (state) => state.ids)
  const [activeId, setActiveId] = useState<TaskId | null>(null)
  const [menuTasks, setMenuTasks] = useState<readonly TaskId[]>([])
  const height = useRowHeight(rowHeight)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    paddingStart: 2,
    paddingEnd: 8,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: every line is as high as all others
  useEffect(() => virtual.measure(), [virtual, height])
  const indexOf = (id: TaskId | null) => (id === null ? -1 : rows.findIndex((row) => row.id === id))
  const activeIndex = indexOf(activeId)

  // What comes to the front is brought into sight once; scrolling away afterwards is left alone.
  const latestRows = useLatest(rows)
  useEffect(() => {
    selection.clear()
    const index = latestRows.current.findIndex((row) => row.id === frontTask)
    if (index === -1) return
    setActiveId(frontTask)
    virtual.scrollToIndex(index, { align: 'auto' })
  }, [frontTask, latestRows, virtual, selection])

  function open(id: TaskId, beside: boolean) {
    const { workspaceId } = app.navigation.store.getState()
    selection.clear()
    if (app.tree.store.getState().tasks.get(id)?.workspaceId !== workspaceId) goToTask(app, id)
    else app.navigation.openTask(id, { beside })
  }

  /** The line that is shown as selected while nothing else is counts as the first of several. */
  function toggle(id: TaskId) {
    const first = selected.size === 0 && frontTask !== id && indexOf(frontTask) !== -1
    if (first && frontTask !== null) selection.toggle(frontTask)
    selection.toggle(id)
  }

  const onKeyDown = useTreeKeys({
    rows,
    activeIndex,
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1),
    focusRow(index) {
      const row = rows[index]
      if (row === undefined) return
      setActiveId(row.id)
      virtual.scrollToIndex(index, { align: 'auto' })
    },
    open,
    toggle,
  })

  function onClick(event: MouseEvent) {
    const element = event.target as HTMLElement
    const id = taskOf(element)
    if (id === null) {
      selection.clear()
      return
    }
    const row = rows[indexOf(id)]
    const from = activeId ?? frontTask
    setActiveId(id)
    if (event.ctrlKey || event.metaKey) toggle(id)
    else if (event.shiftKey)
      selection.extend(
        rows.map(({ id }) => id),
        from,
        id,
      )
    else if (element.closest('[data-fold]') && row?.expanded != null) {
      app.chrome.setCollapsed([id], row.expanded)
    } else open(id, event.altKey)
  }

  /** The press already says which task is going to be opened. */
  function onPointerDown({ target, button, ctrlKey, metaKey, shiftKey }: PointerEvent) {
    const element = target as HTMLElement
    const id = taskOf(element)
    if (id === null || button !== 0 || ctrlKey || metaKey || shiftKey) return
    if (element.closest('[data-fold]') === null) app.tasks.expect(id)
  }

  function onContextMenu(event: MouseEvent) {
    const id = taskOf(event.target as HTMLElement)
    if (id !== null) {
      setActiveId(id)
      const several = selected.has(id)
      if (!several) selection.clear()
      setMenuTasks(several ? [...selected] : [id])
      return
    }
    // The menu key: the event is the tree's own, so it is given again to the line the cursor is on.
    event.preventDefault()
    const line = activeId === null ? null : document.getElementById(rowElementId(treeId, activeId))
    const box = line?.getBoundingClientRect()
    if (line && box) {
      const at = { clientX: box.left + 40, clientY: box.bottom - 4 }
      line.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }))
    }
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ContextMenu
        menu={() =>
          menuTasks.length === 0 ? null : <TaskContextMenu taskIds={menuTasks} onChosen={letGo} />
        }
      >
        <div
          ref={scroller}
          role="tree"
          aria-label="Tasks"
          aria-multiselectable
          tabIndex={0}
          aria-activedescendant={
            activeIndex === -1 || activeId === null ? undefined : rowElementId(treeId, activeId)
          }
          onFocus={() => {
            if (activeIndex === -1) setActiveId(rows[0]?.id ?? null)
          }}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onPointerDown={onPointerDown}
          onContextMenu={onContextMenu}
          onPointerMove={(event) => pointAt(taskOf(event.target as HTMLElement))}
          onPointerLeave={() => pointAt(null)}
          className="min-h-0 flex-1 overflow-y-auto outline-none"
        >
          <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index]
              return row === undefined ? null : (
                <TreeRowLine
                  key={item.key}
                  treeId={treeId}
                  row={row}
                  active={item.index === activeIndex}
                  shown={row.id === frontTask}
                  selected={selected.size === 0 ? row.id === frontTask : selected.has(row.id)}
                  drop={drag?.place !== row.id ? null : drag.why === null ? 'into' : 'refused'}
                  top={item.start}
                  height={height}
                />
              )
            })}
          </div>
        </div>
      </ContextMenu>
      {drag === null ? null : <DragBar drag={drag} />}
    </div>
  )
}

function taskOf(element: HTMLElement): TaskId | null {
  return (element.closest<HTMLElement>('[data-task]')?.dataset.task as TaskId | undefined) ?? null
}
