import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { mayApprove } from '../chat/approval/approval-keys.ts'
import { isPressed } from '../palette/keys-now.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { openBeside } from './open-beside.ts'

/** A line of the list that can have the focus; null for a heading. */
export type EntryRow = { key: string; taskId: TaskId | null } | null

/** Frames within which an entry that was scrolled to is there. */
const mostFrames = 20

/**
 * The keys of the inbox: up and down between entries, the task of one beside. When the entry that has the focus goes,
 * because it was answered here or elsewhere, the one that takes its place has it, and takes no Enter for a moment: that
 * may still be meant for the one before.
 */
export function useEntryKeys({
  rows,
  scroller,
  show,
}: {
  rows: readonly EntryRow[]
  scroller: RefObject<HTMLElement | null>
  show: (at: number) => void
}): {
  onFocus: (event: FocusEvent) => void
  onKeyDownCapture: (event: KeyboardEvent) => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
} {
  const app = useAppState()
  const last = useRef<{ key: string; at: number } | null>(null)
  const movedAt = useRef(Number.NEGATIVE_INFINITY)
  const frame = useRef(0)

  function focusEntry(at: number): void {
    const row = rows[at]
    if (!row) return
    last.current = { key: row.key, at }
    show(at)
    cancelAnimationFrame(frame.current)
    let left = mostFrames
    const tryOnce = () => {
      const entry = entryOf(scroller.current, row.key)
      left -= 1
      if (entry === null) {
        if (left > 0) frame.current = requestAnimationFrame(tryOnce)
        return
      }
      const card = entry.querySelector<HTMLElement>('section[data-call]') ?? entry
      card.focus({ preventScroll: true })
      // Of one that is taller than the list its beginning is shown: what it is comes before what one can say.
      const tall = entry.offsetHeight > (scroller.current?.clientHeight ?? 0)
      entry.scrollIntoView({ block: tall ? 'start' : 'nearest' })
    }
    tryOnce()
  }

  /** The nearest entry from a place on, that one included. */
  function entryFrom(at: number, step: 1 | -1): number {
    for (let place = at; place >= 0 && place < rows.length; place += step) if (rows[place]) return place
    return -1
  }

  const keys = rows.map((row) => row?.key ?? '').join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is looked at here changes with the keys
  useEffect(() => {
    const { current } = last
    if (current === null) return
    const at = rows.findIndex((row) => row?.key === current.key)
    if (at !== -1) {
      last.current = { key: current.key, at }
      return
    }
    const { activeElement } = document
    if (activeElement !== document.body && activeElement !== scroller.current) return
    const below = entryFrom(Math.min(current.at, rows.length - 1), 1)
    const next = below === -1 ? entryFrom(rows.length - 1, -1) : below
    movedAt.current = performance.now()
    if (next === -1) scroller.current?.focus({ preventScroll: true })
    else focusEntry(next)
  }, [keys])

  // Whoever comes to the inbox by its key can go on with the keys.
  useEffect(() => {
    const { store } = app.navigation
    let waiting = 0
    const take = (left: number) => {
      const element = scroller.current
      if (store.getState().front?.type !== 'inbox' || element === null) return
      if (!element.closest('section')?.contains(document.activeElement))
        element.focus({ preventScroll: true })
      // A tab that has just come to the front can take no focus until it is in view.
      if (
        left > 0 &&
        document.activeElement !== element &&
        !element.checkVisibility({ visibilityProperty: true })
      )
        waiting = requestAnimationFrame(() => take(left - 1))
    }
    take(mostFrames)
    const stop = store.subscribe((place, before) => {
      if (place.front?.type === 'inbox' && before.front?.type !== 'inbox') take(mostFrames)
    })
    return () => {
      stop()
      cancelAnimationFrame(waiting)
      cancelAnimationFrame(frame.current)
    }
  }, [app, scroller])

  return {
    onFocus: ({ target }) => {
      const key = target.closest<HTMLElement>('[data-entry]')?.dataset.entry
      const at = rows.findIndex((row) => row !== null && row.key === key)
      if (key !== undefined && at !== -1) last.current = { key, at }
    },
    onKeyDownCapture: (event) => {
      if (!isOnEntry(event.target as HTMLElement)) return
      if (event.key !== 'Enter' && !isPressed(app, 'approval.approve', event.nativeEvent)) return
      if (mayApprove(performance.now() - movedAt.current)) return
      event.preventDefault()
      event.stopPropagation()
    },
    onKeyDown: (event) => {
      const target = event.target as HTMLElement
      // Menus and dialogs of a card live elsewhere in the page; fields have their own use for keys.
      if (!event.currentTarget.contains(target) || isField(target) || event.nativeEvent.isComposing) return
      const at = rows.findIndex((row) => row !== null && row.key === last.current?.key)
      // From the list itself one comes back to the entry that had the focus last.
      const returns = target === event.currentTarget && at !== -1
      const mod = event.ctrlKey || event.metaKey
      if (event.altKey || event.shiftKey) return
      if ((event.key === 'Enter' && mod) || (event.code === 'KeyO' && !mod)) {
        const taskId = rows[at]?.taskId ?? null
        if (taskId === null) return
        openBeside(app, taskId)
      } else if (event.key === 'ArrowDown' && !mod && !event.defaultPrevented) {
        focusEntry(entryFrom(returns ? at : at + 1, 1))
      } else if (event.key === 'ArrowUp' && !mod && !event.defaultPrevented) {
        focusEntry(at === -1 ? entryFrom(0, 1) : entryFrom(returns ? at : at - 1, -1))
      } else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

function entryOf(scroller: HTMLElement | null, key: string): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`) ?? null
}

/** Whether it is an entry or its card, and not a button or a field in it. */
function isOnEntry(element: HTMLElement): boolean {
  return element.dataset.entry !== undefined || element.dataset.call !== undefined
}

function isField(element: HTMLElement): boolean {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)
}
