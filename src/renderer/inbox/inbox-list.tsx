import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { AlikeEntry } from './alike-entry.tsx'
import type { InboxEntry, InboxTree } from './group-waiting.ts'
import type { InboxSource } from './inbox-source.ts'
import { OneEntry } from './one-entry.tsx'
import { TreeHeading } from './tree-heading.tsx'
import { useEntryKeys } from './use-entry-keys.ts'

type Row = { key: string } & (
  | { type: 'tree'; tree: InboxTree }
  | { type: 'entry'; entry: InboxEntry; taskIds: readonly TaskId[] }
)

/** What a row counts for before it was measured, in pixels. */
const estimated = { tree: 44, line: 56, card: 260 }

/** What waits, of which only what is in view exists, and is followed. */
export function InboxList({ source }: { source: InboxSource }) {
  const trees = useStore(source.store, (state) => state.trees)
  const rows = useMemo(() => rowsOf(trees), [trees])
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => estimate(rows[at]),
    getItemKey: (at) => rows[at]?.key ?? at,
    overscan: 2,
    gap: 8,
    paddingStart: 10,
    paddingEnd: 24,
    useAnimationFrameWithResizeObserver: false,
  })
  const shown = virtualizer.getVirtualItems()
  const inView = shown.flatMap(({ index }) => {
    const row = rows[index]
    return row?.type === 'entry' ? row.taskIds : []
  })
  const looked = [...new Set(inView)].join(' ')
  useEffect(() => {
    if (looked !== '') source.look(looked.split(' ') as TaskId[])
  }, [source, looked])

  const keys = useEntryKeys({
    rows: rows.map((row) => (row.type === 'entry' ? { key: row.key, taskId: row.taskIds[0] ?? null } : null)),
    scroller,
    show: (at) => virtualizer.scrollToIndex(at, { align: 'auto' }),
  })
  return (
    <div
      ref={scroller}
      role="presentation"
      tabIndex={-1}
      {...keys}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-none [overflow-anchor:none]"
    >
      <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, key, start }) => {
          const row = rows[index]
          return row === undefined ? null : (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className="absolute top-0 left-0 w-full px-2 @md/chat:px-5"
              style={{ transform: `translateY(${start}px)` }}
            >
              <div className="mx-auto max-w-[860px]">
                {row.type === 'tree' ? (
                  <TreeHeading tree={row.tree} />
                ) : row.entry.type === 'one' ? (
                  <OneEntry source={source} entry={row.entry} />
                ) : (
                  <AlikeEntry source={source} entry={row.entry} />
                )}
              </div>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function rowsOf(trees: readonly InboxTree[]): Row[] {
  return trees.flatMap((tree): Row[] => [
    { type: 'tree', key: `tree ${tree.rootId}`, tree },
    ...tree.entries.map((entry): Row => {
      const things = entry.type === 'one' ? [entry.waiting] : entry.things
      return { type: 'entry', key: entry.key, entry, taskIds: things.map(({ task }) => task.id) }
    }),
  ])
}

function estimate(row: Row | undefined): number {
  if (row === undefined || row.type === 'tree') return estimated.tree
  if (row.entry.type === 'alike') return 120 + 32 * row.entry.things.length
  return row.entry.waiting.asked.type === 'unread' ? estimated.line : estimated.card
}
