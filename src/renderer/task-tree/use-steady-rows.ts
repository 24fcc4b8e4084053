import { useCallback, useEffect, useRef, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import type { TreeRow } from '../state/flatten-tree.ts'

/** A pointer that has rested for so long aims at nothing any more. */
const restMs = 4000
/** What comes so soon after the person did something in the tree is what they did. */
const ownMs = 500

/**
 * The lines as they are, except that the line under the pointer is not moved away from it by what happens elsewhere:
 * such a change waits until the pointer leaves, goes to a line that stays, or rests, or a key is pressed.
 */
export function useSteadyRows(rows: readonly TreeRow[]): {
  rows: readonly TreeRow[]
  /** To be told over which line the pointer moves; null when it leaves. */
  pointAt: (id: TaskId | null) => void
  /** To be called when the person does something of which the lines are to move at once. */
  letGo: () => void
} {
  const [pointed, setPointed] = useState<TaskId | null>(null)
  const [shown, setShown] = useState(rows)
  if (shown !== rows && (pointed === null || staysInPlace(shown, rows, pointed))) setShown(rows)
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  const freeUntil = useRef(0)

  const pointAt = useCallback((id: TaskId | null) => {
    clearTimeout(rest.current)
    const wait = freeUntil.current - performance.now()
    const point = () => {
      setPointed(id)
      rest.current = setTimeout(() => setPointed(null), restMs)
    }
    if (id === null) setPointed(null)
    else if (wait > 0) rest.current = setTimeout(point, wait)
    else point()
  }, [])
  const letGo = useCallback(() => {
    freeUntil.current = performance.now() + ownMs
    pointAt(null)
  }, [pointAt])
  useEffect(() => {
    window.addEventListener('keydown', letGo, true)
    return () => {
      clearTimeout(rest.current)
      window.removeEventListener('keydown', letGo, true)
    }
  }, [letGo])
  return { rows: shown, pointAt, letGo }
}

/** Whether a task's line is as far down as it was, or is in neither. */
export function staysInPlace(before: readonly TreeRow[], after: readonly TreeRow[], id: TaskId): boolean {
  const at = before.findIndex((row) => row.id === id)
  return at === -1 || after[at]?.id === id
}
