import { useEffect, useRef } from 'react'
import type { SearchPage } from '../../contract/search.ts'
import { Button } from '../ui/button.tsx'
import { FoundLine } from './found-line.tsx'
import { linesOf, type OpenLine } from './search-lines.ts'

/** What was found, task by task. The field above it moves the choice, so nothing here takes the focus. */
export function FoundList({
  id,
  page,
  active,
  onOpen,
  onMore,
}: {
  id: string
  page: SearchPage
  /** The key of the chosen line, or null. */
  active: string | null
  onOpen: OpenLine
  onMore: () => void
}) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active !== null) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  return (
    <div ref={list} className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-4 @lg/search:px-3.5">
      <div id={id} role="listbox" aria-label="What was found">
        {page.tasks.map((task) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options within a listbox
          <div key={task.id} role="group" aria-label={`${task.displayId} ${task.title}`} className="pt-2">
            {linesOf(task).map((line) => (
              <FoundLine
                key={line.key}
                id={`${id}-${line.key}`}
                line={line}
                chosen={line.key === active}
                onOpen={onOpen}
              />
            ))}
          </div>
        ))}
      </div>
      {page.next === null ? null : (
        <Button className="mt-3 ml-1.5" onClick={onMore}>
          Show more tasks
        </Button>
      )}
    </div>
  )
}
