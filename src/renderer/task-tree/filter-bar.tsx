import { Search, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import type { TreeFilter } from '../state/tree-filter.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { FilterMenu } from './filter-menu.tsx'

/** The tree's search field and filters. */
export function FilterBar({
  workspaceId,
  filter,
  onChange,
}: {
  workspaceId: WorkspaceId
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
      <FilterMenu workspaceId={workspaceId} filter={filter} onChange={onChange} />
    </div>
  )
}
