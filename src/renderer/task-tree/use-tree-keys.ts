import { type KeyboardEvent, useRef } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import type { TreeRow } from '../state/flatten-tree.ts'
import { type TreeMove, treeMove, typeAhead } from './tree-keys.ts'

const typeAheadMs = 700

/** What the keyboard does in the tree. Returns the handler. */
export function useTreeKeys({
  rows,
  activeIndex,
  page,
  focusRow,
  open,
  toggle,
}: {
  rows: readonly TreeRow[]
  activeIndex: number
  /** How many lines are in sight, less one. */
  page: () => number
  focusRow: (index: number) => void
  open: (id: TaskId, beside: boolean) => void
  toggle: (id: TaskId) => void
}): (event: KeyboardEvent) => void {
  const app = useAppState()
  const typed = useRef({ text: '', at: 0 })
  const active = rows[activeIndex]?.id ?? null

  function carryOut(move: TreeMove) {
    const lines = () => rows.map(({ id }) => id)
    switch (move.type) {
      case 'focus':
        return focusRow(move.index)
      case 'fold':
        return app.chrome.setCollapsed([move.id], move.collapsed)
      case 'open':
        return open(move.id, move.beside)
      case 'toggle':
        return toggle(move.id)
      case 'all':
        return app.selection.all(lines())
      case 'extend': {
        const to = rows[move.index]?.id
        if (to === undefined) return
        app.selection.extend(lines(), active, to)
        return focusRow(move.index)
      }
      default: {
        const unknown: never = move
        return unknown
      }
    }
  }

  /** Keys that call a command on the line with the cursor, or on all that is selected. */
  function command(key: string): boolean {
    const { ids } = app.selection.store.getState()
    if (key === 'Escape') {
      if (ids.size === 0) return false
      app.selection.clear()
      return true
    }
    if (active === null) return false
    if (key === 'Delete')
      return runCommand(app, 'task.delete', { taskIds: ids.size > 0 ? [...ids] : [active] })
    return false
  }

  function jump(key: string, typing: boolean): void {
    typed.current = { text: typing ? typed.current.text + key : key, at: Date.now() }
    const { tasks } = app.tree.store.getState()
    const found = typeAhead(rows.length, activeIndex, typed.current.text, (index) => {
      const id = rows[index]?.id
      const task = id === undefined ? undefined : tasks.get(id)
      return task === undefined ? [] : [task.title, task.displayId]
    })
    if (found !== -1) focusRow(found)
  }

  return (event) => {
    const { key, shiftKey: shift } = event
    const control = event.ctrlKey || event.metaKey
    if (event.altKey || (control && (shift || !['Enter', ' ', 'a', 'A'].includes(key)))) return
    const typing = Date.now() - typed.current.at < typeAheadMs && typed.current.text !== ''
    const move =
      key === ' ' && typing && !control
        ? null
        : treeMove(rows, activeIndex, { key, control, shift, page: page() })
    if (move !== null) carryOut(move)
    else if (!command(key)) {
      if (key.length !== 1 || control) return
      jump(key, typing)
    }
    event.preventDefault()
    event.stopPropagation()
  }
}
