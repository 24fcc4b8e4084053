import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { useRowHeight } from '../settings/use-row-height.ts'
import { useAppState } from '../state/app-state-context.tsx'
import type { TreeRow } from '../state/flatten-tree.ts'
import { useLatest } from '../state/hooks.ts'
import { ContextMenu } from '../ui/context-menu.tsx'
import { TaskContextMenu } from './task-menu.tsx'
import { type TreeMove, treeMove, typeAhead } from './tree-keys.ts'
import { rowElementId, rowHeight, TreeRowLine } from './tree-row.tsx'

const typeAheadMs = 700

/** Tasks as an ARIA tree of which only the lines in sight exist. */
export function TaskTree({ rows }: { rows: readonly TreeRow[] }) {
  const app = useAppState()
  const treeId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const frontTask = useStore(app.navigation.store, (place) =>
    place.front?.type === 'task' ? place.front.taskId : null,
  )
  const [activeId, setActiveId] = useState<TaskId | null>(null)
  const [menuTask, setMenuTask] = useState<TaskId | null>(null)
  const typed = useRef({ text: '', at: 0 })
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
    const index = latestRows.current.findIndex((row) => row.id === frontTask)
    if (index === -1) return
    setActiveId(frontTask)
    virtual.scrollToIndex(index, { align: 'auto' })
  }, [frontTask, latestRows, virtual])

  function focusRow(index: number) {
    const row = rows[index]
    if (row === undefined) return
    setActiveId(row.id)
    virtual.scrollToIndex(index, { align: 'auto' })
  }

  function carryOut(move: TreeMove) {
    if (move.type === 'focus') focusRow(move.index)
    else if (move.type === 'fold') app.chrome.setCollapsed([move.id], move.collapsed)
    else app.navigation.openTask(move.id, { beside: move.beside })
  }

  function onKeyDown(event: KeyboardEvent) {
    const beside = event.ctrlKey || event.metaKey
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1)
    if (event.altKey || (beside && event.key !== 'Enter')) return
    const typing = Date.now() - typed.current.at < typeAheadMs && typed.current.text !== ''
    const move =
      event.key === ' ' && typing ? null : treeMove(rows, activeIndex, { key: event.key, beside, page })
    if (move !== null) carryOut(move)
    else if (event.key.length === 1 && !beside) {
      typed.current = { text: typing ? typed.current.text + event.key : event.key, at: Date.now() }
      const { tasks } = app.tree.store.getState()
      const found = typeAhead(rows.length, activeIndex, typed.current.text, (index) => {
        const id = rows[index]?.id
        const task = id === undefined ? undefined : tasks.get(id)
        return task === undefined ? [] : [task.title, task.displayId]
      })
      if (found !== -1) focusRow(found)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  function onClick(event: MouseEvent) {
    const element = event.target as HTMLElement
    const id = taskOf(element)
    if (id === null) return
    setActiveId(id)
    const row = rows[indexOf(id)]
    if (element.closest('[data-fold]') && row?.expanded != null) {
      app.chrome.setCollapsed([id], row.expanded)
    } else app.navigation.openTask(id, { beside: event.ctrlKey || event.metaKey })
  }

  function onContextMenu(event: MouseEvent) {
    const id = taskOf(event.target as HTMLElement)
    if (id !== null) {
      setActiveId(id)
      setMenuTask(id)
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
    <ContextMenu menu={() => (menuTask === null ? null : <TaskContextMenu taskId={menuTask} />)}>
      <div
        ref={scroller}
        role="tree"
        aria-label="Tasks"
        tabIndex={0}
        aria-activedescendant={
          activeIndex === -1 || activeId === null ? undefined : rowElementId(treeId, activeId)
        }
        onFocus={() => {
          if (activeIndex === -1) setActiveId(rows[0]?.id ?? null)
        }}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
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
                top={item.start}
                height={height}
              />
            )
          })}
        </div>
      </div>
    </ContextMenu>
  )
}

function taskOf(element: HTMLElement): TaskId | null {
  return (element.closest<HTMLElement>('[data-task]')?.dataset.task as TaskId | undefined) ?? null
}
