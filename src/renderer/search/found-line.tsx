import type { FoundTask, SearchHit } from '../../contract/search.ts'
import { formatWhen } from '../chat/format-time.ts'
import { useWorkspace, useWorkspaceId } from '../state/hooks.ts'
import { classNames } from '../ui/class-names.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { type OpenLine, placeNames, type SearchLine } from './search-lines.ts'

/** One line: a task, a place in it with the words around what was found, or the way to its other places. */
export function FoundLine({
  id,
  line,
  chosen,
  onOpen,
}: {
  id: string
  line: SearchLine
  chosen: boolean
  onOpen: OpenLine
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: an option of a combobox is never focused
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      onClick={(event) => onOpen(line, { beside: event.ctrlKey || event.metaKey })}
      className={classNames(
        'flex cursor-default gap-2 rounded-md px-1.5 py-1 hover:bg-hover',
        line.type === 'task' ? 'items-center' : 'items-baseline pl-7',
        chosen && 'bg-selected hover:bg-selected',
      )}
    >
      {line.type === 'task' ? (
        <TaskLine task={line.task} />
      ) : line.type === 'hit' ? (
        <HitLine hit={line.hit} />
      ) : (
        <span className="text-small text-ink-2 underline decoration-line-strong underline-offset-2">
          {line.task.more} more in this task
        </span>
      )}
    </div>
  )
}

function TaskLine({ task }: { task: FoundTask }) {
  const here = useWorkspaceId()
  const workspace = useWorkspace(task.workspaceId)
  return (
    <>
      <StatusDot status={task.status} size={13} />
      <ModeGlyph mode={task.mode} />
      <span className="tabular shrink-0 text-small text-ink-3">{task.displayId}</span>
      <span className="min-w-0 flex-1 truncate font-medium">{task.title}</span>
      {task.workspaceId === here ? null : (
        <span className="shrink-0 text-small text-ink-3">{workspace?.name}</span>
      )}
    </>
  )
}

function HitLine({ hit }: { hit: SearchHit }) {
  return (
    <>
      <span className="w-16 shrink-0 text-small text-ink-3">{placeNames[hit.place]}</span>
      <span className="line-clamp-2 min-w-0 flex-1 break-words text-ink-2">
        {hit.pieces.map(({ text, marked }, at) =>
          marked ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name, and never move
            <mark key={at} className="rounded-[2px] bg-match text-ink">
              {text}
            </mark>
          ) : (
            text
          ),
        )}
      </span>
      <span className="tabular shrink-0 text-small text-ink-3 @max-md/search:hidden">
        {formatWhen(hit.at, Date.now())}
      </span>
    </>
  )
}
