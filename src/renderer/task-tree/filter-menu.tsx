import { ListFilter } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import { taskStatuses } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { countFilters, noFilter, type TreeFilter } from '../state/tree-filter.ts'
import { classNames } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuCheckItem, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { statusInfo } from '../ui/status-info.ts'

type Parts = { filter: TreeFilter; onChange: (filter: TreeFilter) => void }

/** Which tasks the tree shows: what waits, what is archived, whose workspace, in which status and mode. */
export function FilterMenu({ workspaceId, filter, onChange }: Parts & { workspaceId: WorkspaceId }) {
  const set = countFilters(filter)
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          label={set > 0 ? `Filter tasks (${set} set)` : 'Filter tasks'}
          size="small"
          icon={<ListFilter className={classNames('size-3.5', set > 0 && 'text-accent')} />}
        />
      }
    >
      <Flag name="waiting" label="Waiting for you" filter={filter} onChange={onChange} />
      <Flag name="archived" label="Archived" filter={filter} onChange={onChange} />
      <Flag name="everywhere" label="All workspaces" filter={filter} onChange={onChange} />
      <MenuSeparator />
      <MenuLabel>Status</MenuLabel>
      {taskStatuses.map((status) => (
        <MenuCheckItem
          key={status}
          checked={filter.statuses.has(status)}
          onCheckedChange={(on) => onChange({ ...filter, statuses: flipped(filter.statuses, status, on) })}
        >
          <span className="flex items-center gap-2">
            <StatusDot status={status} />
            {statusInfo[status].label}
          </span>
        </MenuCheckItem>
      ))}
      <MenuSeparator />
      <Modes workspaceId={workspaceId} filter={filter} onChange={onChange} />
      <MenuSeparator />
      <MenuItem disabled={set === 0} onSelect={() => onChange({ ...noFilter, text: filter.text })}>
        Show all
      </MenuItem>
    </Menu>
  )
}

function Flag({
  name,
  label,
  filter,
  onChange,
}: Parts & { name: 'waiting' | 'archived' | 'everywhere'; label: string }) {
  return (
    <MenuCheckItem checked={filter[name]} onCheckedChange={(on) => onChange({ ...filter, [name]: on })}>
      {label}
    </MenuCheckItem>
  )
}

/** The modes that tasks here are in, and those that are set. */
function Modes({ workspaceId, filter, onChange }: Parts & { workspaceId: WorkspaceId }) {
  const { tree } = useAppState()
  const tasks = useStore(tree.store, (state) => state.tasks)
  const modes = useMemo(
    () => modesOf(tasks.values(), filter.everywhere ? null : workspaceId),
    [tasks, filter.everywhere, workspaceId],
  )
  return (
    <>
      <MenuLabel>Mode</MenuLabel>
      {modes.map(([slug, name]) => (
        <MenuCheckItem
          key={slug}
          checked={filter.modes.has(slug)}
          onCheckedChange={(on) => onChange({ ...filter, modes: flipped(filter.modes, slug, on) })}
        >
          <span className="flex items-center gap-2">
            <ModeGlyph mode={slug} />
            {name}
          </span>
        </MenuCheckItem>
      ))}
    </>
  )
}

/** Slugs and names of the modes of a workspace's tasks, or of all tasks (null), by name. */
function modesOf(tasks: Iterable<TaskSummary>, workspaceId: WorkspaceId | null): [string, string][] {
  const names = new Map<string, string>()
  for (const task of tasks) {
    if (workspaceId === null || task.workspaceId === workspaceId) names.set(task.mode, task.modeName)
  }
  return [...names].sort(([, a], [, b]) => a.localeCompare(b))
}

function flipped<T>(set: ReadonlySet<T>, value: T, on: boolean): Set<T> {
  const next = new Set(set)
  if (on) next.add(value)
  else next.delete(value)
  return next
}
