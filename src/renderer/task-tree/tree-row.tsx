import { Archive, ChevronRight, FileWarning, Gauge, type LucideIcon, Pin } from 'lucide-react'
import { memo, useCallback } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { useAppState } from '../state/app-state-context.tsx'
import type { TreeRow } from '../state/flatten-tree.ts'
import { useBelow, useTaskSummary, useWorkspace, useWorkspaceId } from '../state/hooks.ts'
import { ownsWorktree } from '../state/owns-worktree.ts'
import { addCost } from '../state/tree-index.ts'
import { whyWaiting } from '../state/why-waiting.ts'
import { Badge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { formatCost } from '../ui/format-cost.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus, statusInfo } from '../ui/status-info.ts'
import { ClashMark, clashesInWords } from './clash-mark.tsx'
import { dragLine } from './row-drag.ts'
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
  selected,
  drop,
  top,
  height,
}: {
  treeId: string
  row: TreeRow
  /** Whether the keyboard's cursor is here. */
  active: boolean
  /** Whether the pane in front shows this task. */
  shown: boolean
  /** Whether commands act on it. */
  selected: boolean
  /** Whether tasks that are dragged would go under it, or may not. */
  drop: 'into' | 'refused' | null
  top: number
  height: number
}) {
  const app = useAppState()
  const task = useTaskSummary(row.id)
  const line = useCallback(
    (element: HTMLElement | null) => (element === null ? undefined : dragLine(app, element, row.id)),
    [app, row.id],
  )
  const why = useStore(app.tree.store, (tree) => whyWaiting(tree, row.id))
  if (task === undefined) return null
  const { label } = statusInfo[shownStatus(task)]
  return (
    <div
      ref={line}
      id={rowElementId(treeId, row.id)}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.level + 1}
      aria-posinset={row.place}
      aria-setsize={row.of}
      aria-expanded={row.expanded ?? undefined}
      aria-selected={selected}
      aria-current={shown ? 'page' : undefined}
      aria-label={nameOf(task)}
      data-task={row.id}
      title={`${task.displayId} ${task.title}\n${label}${why === '' ? '' : `: ${why}`}`}
      style={{ top, height, paddingLeft: 6 + row.level * indent }}
      className={classNames(
        'group absolute inset-x-1.5 flex items-center gap-1.5 rounded-md pr-2 select-none',
        selected ? 'bg-selected' : shown ? 'bg-hover' : 'hover:bg-hover',
        drop === 'into' && 'outline-2 -outline-offset-2 outline-accent',
        drop === 'refused' && 'outline-2 -outline-offset-2 outline-failed outline-dashed',
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
      <Elsewhere row={row} workspaceId={task.workspaceId} />
      {task.pinnedAt === null ? null : <Sign Icon={Pin} words="Pinned" />}
      {task.archivedAt === null || row.level > 0 ? null : <Sign Icon={Archive} words="Archived" />}
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

/** What a line is called: all that it shows, in words. */
function nameOf(task: TaskSummary): string {
  const said = [`${task.displayId} ${task.title}`, statusInfo[shownStatus(task)].label, task.modeName]
  if (task.budgetMark) said.push(markWords[task.budgetMark])
  if (task.clashes) said.push(clashesInWords(task.clashes))
  if (ownsWorktree(task)) said.push(worktreeWords)
  if (task.pinnedAt !== null) said.push('pinned')
  if (task.archivedAt !== null) said.push('archived')
  return said.join(', ')
}

function Sign({ Icon, words }: { Icon: LucideIcon; words: string }) {
  return (
    <span title={words} className="flex shrink-0">
      <Icon aria-hidden className="size-3 text-ink-3" />
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** The workspace of a root that belongs to another one than the window. */
function Elsewhere({ row, workspaceId }: { row: TreeRow; workspaceId: WorkspaceId }) {
  const here = useWorkspaceId()
  const workspace = useWorkspace(workspaceId)
  if (row.level > 0 || workspaceId === here || workspace === undefined) return null
  return (
    <span title={workspace.path} className="max-w-24 shrink-0 truncate text-micro text-ink-3">
      {workspace.name}
    </span>
  )
}

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

/** The most urgent status below a folded line, how many wait below, and the cost of a task with all below it. */
function RowEnd({ taskId, cost, folded }: { taskId: TreeRow['id']; cost: number | null; folded: boolean }) {
  const below = useBelow(taskId)
  const total = addCost(cost, below?.cost ?? null)
  const words =
    below && below.cost !== null
      ? `${formatCost(total)} with its subtasks, ${formatCost(cost ?? 0)} by itself`
      : undefined
  return (
    <>
      {below && below.waiting > 0 ? (
        <Badge tone="approval" label={`${below.waiting} below wait for you`}>
          {below.waiting}
        </Badge>
      ) : null}
      {folded && below ? (
        <span
          title={`${below.tasks} below; the most urgent: ${statusInfo[below.urgent].label}`}
          className="tabular flex shrink-0 items-center gap-1 text-micro text-ink-3"
        >
          <StatusDot status={below.urgent} size={11} />
          {below.tasks}
        </span>
      ) : null}
      <span title={words} className="tabular shrink-0 text-micro text-ink-3">
        {formatCost(total)}
      </span>
    </>
  )
}
