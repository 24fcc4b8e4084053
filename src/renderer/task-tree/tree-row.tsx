import { ChevronRight, FileWarning, Gauge } from 'lucide-react'
import { memo } from 'react'
import { useStore } from 'zustand'
import { useAppState } from '../state/app-state-context.tsx'
import type { TreeRow } from '../state/flatten-tree.ts'
import { useBelow, useTaskSummary } from '../state/hooks.ts'
import { ownsWorktree } from '../state/owns-worktree.ts'
import { whyWaiting } from '../state/why-waiting.ts'
import { Badge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { formatCost } from '../ui/format-cost.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus, statusInfo } from '../ui/status-info.ts'
import { ClashMark, clashesInWords } from './clash-mark.tsx'
import { RowWait } from './row-wait.tsx'
import { WorktreeMark, worktreeWords } from './worktree-mark.tsx'

/** Height of every line in pixels, before the person's density: it lets a tree of 10,000 be scrolled unmeasured. */
export const rowHeight = 30
const indent = 14

/** The id of a line's element, for `aria-activedescendant`. */
export function rowElementId(treeId: string, taskId: string): string {
  return `${treeId}-${taskId}`
}

/**
 * One line of the tree. It reads its own task, so a change of one task draws one line. Clicks are heard
 * by the tree, through `data-task` and `data-fold`.
 */
export const TreeRowLine = memo(function TreeRowLine({
  treeId,
  row,
  active,
  shown,
  top,
  height,
}: {
  treeId: string
  row: TreeRow
  /** Whether the keyboard's cursor is here. */
  active: boolean
  /** Whether the pane in front shows this task. */
  shown: boolean
  top: number
  height: number
}) {
  const task = useTaskSummary(row.id)
  const why = useStore(useAppState().tree.store, (tree) => whyWaiting(tree, row.id))
  if (task === undefined) return null
  const { label } = statusInfo[shownStatus(task)]
  return (
    <div
      id={rowElementId(treeId, row.id)}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.level + 1}
      aria-posinset={row.place}
      aria-setsize={row.of}
      aria-expanded={row.expanded ?? undefined}
      aria-selected={shown}
      aria-label={`${task.displayId} ${task.title}, ${label}, ${task.modeName}${task.budgetMark ? `, ${markWords[task.budgetMark]}` : ''}${task.clashes ? `, ${clashesInWords(task.clashes)}` : ''}${ownsWorktree(task) ? `, ${worktreeWords}` : ''}`}
      data-task={row.id}
      title={`${task.displayId} ${task.title}\n${label}${why === '' ? '' : `: ${why}`}`}
      style={{ top, height, paddingLeft: 6 + row.level * indent }}
      className={classNames(
        'group absolute inset-x-1.5 flex items-center gap-1.5 rounded-md pr-2 select-none',
        shown ? 'bg-selected' : 'hover:bg-hover',
        active && 'outline-focus -outline-offset-2 in-[[role=tree]:focus-visible]:outline-2',
        row.faint && 'opacity-60',
      )}
    >
      <Guides level={row.level} />
      <span
        data-fold={row.expanded === null ? undefined : ''}
        className="flex size-4 shrink-0 items-center justify-center rounded-sm text-ink-3"
      >
        {row.expanded === null ? null : (
          <ChevronRight
            className={classNames('size-3.5 transition-transform duration-100', row.expanded && 'rotate-90')}
          />
        )}
      </span>
      <StatusDot status={shownStatus(task)} />
      <ModeGlyph mode={task.mode} />
      <span className="tabular shrink-0 text-micro text-ink-3 group-aria-selected:text-ink-2">
        {task.displayId}
      </span>
      <span className={classNames('min-w-0 flex-1 truncate', shown && 'font-medium')}>{task.title}</span>
      {task.damage === null || task.damage === undefined ? null : (
        <span title={task.damage} className="flex shrink-0">
          <FileWarning aria-hidden className="size-3 text-failed" />
          <span className="sr-only">Damaged</span>
        </span>
      )}
      {ownsWorktree(task) ? <WorktreeMark /> : null}
      <ClashMark clashes={task.clashes} />
      <BudgetMark mark={task.budgetMark} />
      <RowWait task={task} />
      <RowEnd taskId={row.id} cost={task.cost} folded={row.expanded === false} />
    </div>
  )
})

/** One hairline per level above, under the chevrons of the ancestors. */
function Guides({ level }: { level: number }) {
  if (level === 0) return null
  return (
    <span
      aria-hidden
      className="absolute inset-y-0 left-[13px] bg-[repeating-linear-gradient(to_right,var(--guide)_0_1px,transparent_1px_14px)]"
      style={{ width: level * indent }}
    />
  )
}

const markWords = { near: 'Its budget is nearly used up', reached: 'Its budget is used up' } as const

/** A quiet mark on a tree whose budget is used up or nearly so. */
function BudgetMark({ mark }: { mark: keyof typeof markWords | undefined }) {
  if (mark === undefined) return null
  return (
    <span title={markWords[mark]} className="flex shrink-0">
      <Gauge
        aria-hidden
        className={classNames('size-3', mark === 'reached' ? 'text-approval' : 'text-ink-3')}
      />
      <span className="sr-only">{markWords[mark]}</span>
    </span>
  )
}

function RowEnd({ taskId, cost, folded }: { taskId: TreeRow['id']; cost: number | null; folded: boolean }) {
  const below = useBelow(taskId)
  return (
    <>
      {below && below.waiting > 0 ? (
        <Badge tone="approval" label={`${below.waiting} below wait for you`}>
          {below.waiting}
        </Badge>
      ) : null}
      {folded && below ? (
        <span className="tabular flex shrink-0 items-center gap-1 text-micro text-ink-3">
          <StatusDot status={below.urgent} size={11} />
          {below.tasks}
        </span>
      ) : (
        <span className="tabular shrink-0 text-micro text-ink-3">{formatCost(cost)}</span>
      )}
    </>
  )
}
