import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useAppState } from '../state/app-state-context.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { focusWhenDrawn } from '../ui/focus-when-drawn.ts'
import { Spinner } from '../ui/spinner.tsx'
import { FoundList } from './found-list.tsx'
import { openFound } from './open-found.ts'
import { SearchFilters } from './search-filters.tsx'
import { lineAt, type OpenLine, stepLine } from './search-lines.ts'
import { searchIn } from './search-source.ts'
import { SearchSummary } from './search-summary.tsx'

/** How far Page Up and Page Down go, in lines. */
const pageLines = 10

/** Looks through everything that was said, as one types. The field keeps the focus; the arrows go through the list. */
export function SearchPane() {
  const app = useAppState()
  const source = searchIn(app)
  const { wish, page, busy, error, asked, answered } = useStore(source.store)
  const [chosen, setChosen] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const tasks = page?.tasks ?? []
  const active = lineAt(tasks, chosen)

  useEffect(() => {
    if (asked === 0) return
    field.current?.select()
    return focusWhenDrawn(() => field.current)
  }, [asked])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has other lines
  useEffect(() => setChosen(null), [answered])

  const open: OpenLine = (line, how) => {
    setChosen(line.key)
    if (line.type === 'more') {
      source
        .wholeTask(line.task.id)
        .catch((failure) => app.toasts.failed('The other places could not be shown', failure))
    } else openFound(app, line.task.id, line.type === 'hit' ? line.hit.item : null, how)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: pageLines,
      PageUp: -pageLines,
    }
    const step = steps[event.key]
    if (step !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      setChosen(stepLine(tasks, active?.key ?? null, step))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const line = active ?? lineAt(tasks, stepLine(tasks, null, 1))
      if (line !== null) open(line, { beside: event.ctrlKey || event.metaKey })
    } else if (event.key === 'Escape' && wish.text !== '') {
      event.preventDefault()
      source.wish({ text: '' })
    }
  }

  return (
    <div className="@container/search flex h-full min-h-0 flex-col bg-surface">
      <div className="flex shrink-0 flex-col gap-2 border-b border-line px-3 pt-3 pb-2 @lg/search:px-5">
        <div className="flex h-9 items-center rounded-md border border-line-strong bg-raised pr-2 pl-2.5 focus-within:border-focus focus-within:outline-1 focus-within:outline-focus">
          <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
          <input
            ref={field}
            type="search"
            role="combobox"
            aria-label="Search everything"
            aria-expanded={tasks.length > 0}
            aria-controls={listId}
            aria-activedescendant={active === null ? undefined : `${listId}-${active.key}`}
            aria-autocomplete="list"
            placeholder="Search everything that was said"
            spellCheck={false}
            maxLength={1_000}
            value={wish.text}
            onChange={(event) => source.wish({ text: event.target.value })}
            onKeyDown={onKeyDown}
            className="h-full min-w-0 flex-1 bg-transparent px-2 outline-none [&::-webkit-search-cancel-button]:hidden"
          />
          {busy ? <Spinner label="Searching" size={14} /> : null}
        </div>
        <SearchFilters wish={wish} onChange={source.wish} />
      </div>
      {error === null ? null : (
        <ErrorState title="The search did not work" message={error} onRetry={source.retry} />
      )}
      {error !== null ? null : page === null ? (
        busy ? null : (
          <Hint />
        )
      ) : (
        <>
          <SearchSummary page={page} />
          {tasks.length === 0 ? (
            <EmptyState icon={<Search />} title="Nothing was found">
              No task that is not deleted says all of this in one place
              {(wish.workspaceId ?? wish.mode ?? wish.status) ? ' and fits the filters' : ''}.
            </EmptyState>
          ) : (
            <FoundList
              id={listId}
              page={page}
              active={active?.key ?? null}
              onOpen={open}
              onMore={() =>
                source.more().catch((failure) => app.toasts.failed('There is no more to show', failure))
              }
            />
          )}
        </>
      )}
    </div>
  )
}

function Hint() {
  return (
    <EmptyState icon={<Search />} title="Search everything">
      Messages, answers, results, commands and paths of every task. Words must all be there, “in quotes” as
      they stand; a minus before a word leaves out what has it.
    </EmptyState>
  )
}
