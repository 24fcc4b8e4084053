import { File, Folder, GitBranch, Globe, ListTree, Slash } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ContextKind } from '../../../contract/message-extras.ts'
import { classNames } from '../../ui/class-names.ts'
import type { useCompletion } from './use-completion.ts'

export const contextIcons: Record<ContextKind, typeof File> = {
  file: File,
  folder: Folder,
  task: ListTree,
  git: GitBranch,
  url: Globe,
  command: Slash,
}

/** What can be mentioned or commanded, above the field that keeps the focus. */
export function CompletionList({ completion }: { completion: ReturnType<typeof useCompletion> }) {
  const { items, active, listId, kind, optionId, choose, setActive } = completion
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <>
      {/* A field of several lines may not say of itself that it has a list. */}
      <p role="status" className="sr-only">
        {items.length === 1 ? 'One suggestion' : `${items.length} suggestions`}, Enter takes one
      </p>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={kind === 'command' ? 'Commands' : 'What to mention'}
        className="absolute inset-x-0 bottom-full z-30 mb-1.5 max-h-64 overflow-y-auto rounded-lg bg-raised p-1 shadow-high"
      >
        {items.map((item, at) => {
          const Icon = contextIcons[item.kind]
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
            <div
              key={`${item.kind} ${item.insert}`}
              id={optionId(at)}
              data-at={at}
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              aria-disabled={item.problem !== null || undefined}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setActive(at)}
              onClick={() => choose(item)}
              className={classNames(
                'flex h-8 cursor-default items-center gap-2 rounded-md px-2',
                at === active && 'bg-selected',
              )}
            >
              <Icon aria-hidden className="size-3.5 shrink-0 text-ink-3" />
              <Label text={item.label} />
              <span
                className={classNames(
                  'ml-auto min-w-0 truncate pl-3 text-small',
                  item.problem === null ? 'text-ink-3' : 'text-failed-ink',
                )}
              >
                {item.detail}
              </span>
            </div>
          )
        })}
      </div>
    </>
  )
}

/** A path's name stands before where it is: the name is what one looks for. */
function Label({ text }: { text: string }) {
  const at = text.startsWith('/') || /^https?:/.test(text) ? -1 : text.lastIndexOf('/', text.length - 2)
  return (
    <span className="min-w-0 max-w-[75%] shrink-0 truncate" title={text}>
      {text.slice(at + 1)}
      {at === -1 ? null : <span className="pl-2 text-small text-ink-3">{text.slice(0, at)}</span>}
    </span>
  )
}
