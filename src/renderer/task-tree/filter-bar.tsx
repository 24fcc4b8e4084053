import { ListFilter, Search, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { type TaskStatus, taskStatuses } from '../../contract/task-status.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { noFilter, type TreeFilter } from '../state/flatten-tree.ts'
import { classNames } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuCheckItem, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { statusInfo } from '../ui/status-info.ts'

/** The tree's search field and status filter. */
export function FilterBar({
  filter,
  onChange,
}: {
  filter: TreeFilter
  onChange: (filter: TreeFilter) => void
}) {
  const { chrome } = useAppState()
  const asked = useStore(chrome.store, (state) => state.searchAsked)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (asked > 0) input.current?.select()
  }, [asked])

  return (
    <div className="mx-2 flex h-7 items-center rounded-md border border-line bg-surface pl-2 focus-within:border-focus hover:border-line-strong">
      <Search aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <input
        ref={input}
        type="search"
        aria-label="Search tasks"
        placeholder="Search tasks"
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || filter.text === '') return
          event.preventDefault()
          onChange({ ...filter, text: '' })
        }}
        className="h-full min-w-0 flex-1 bg-transparent px-1.5 outline-none [&::-webkit-search-cancel-button]:hidden"
      />
      {filter.text === '' ? null : (
        <IconButton
          label="Clear search"
          size="small"
          icon={<X className="size-3.5" />}
          onClick={() => onChange({ ...filter, text: '' })}
        />
      )}
      <StatusFilter filter={filter} onChange={onChange} />
    </div>
  )
}

function StatusFilter({ filter, onChange }: { filter: TreeFilter; onChange: (filter: TreeFilter) => void }) {
  const { statuses } = filter
  const flip = (status: TaskStatus, on: boolean) => {
    const next = new Set(statuses)
    if (on) next.add(status)
    else next.delete(status)
    onChange({ ...filter, statuses: next })
  }
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          label={statuses.size > 0 ? `Filter by status (${statuses.size})` : 'Filter by status'}
          size="small"
          icon={<ListFilter className={classNames('size-3.5', statuses.size > 0 && 'text-accent')} />}
        />
      }
    >
      {taskStatuses.map((status) => (
        <MenuCheckItem key={status} checked={statuses.has(status)} onCheckedChange={(on) => flip(status, on)}>
          <span className="flex items-center gap-2">
            <StatusDot status={status} />
            {statusInfo[status].label}
          </span>
        </MenuCheckItem>
      ))}
      <MenuSeparator />
      <MenuItem
        disabled={statuses.size === 0}
        onSelect={() => onChange({ ...filter, statuses: noFilter.statuses })}
      >
        Show all
      </MenuItem>
    </Menu>
  )
}
