import { File, Folder, GitBranch, Globe, ListTree, Slash } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type RefObject, useEffect, useRef } from 'react'
import type { ContextKind } from '../../../contract/message-extras.ts'
import { classNames } from '../../ui/class-names.ts'
import type { Completion, useCompletion } from './use-completion.ts'

export const contextIcons: Record<ContextKind, typeof File> = {
  file: File,
  folder: Folder,
  task: ListTree,
  git: GitBranch,
  url: Globe,
  command: Slash,
}

/** What can be mentioned or commanded, above `box`, whose field keeps the focus. */
export function CompletionList({
  completion,
  box,
}: {
  completion: ReturnType<typeof useCompletion>
  box: RefObject<HTMLElement | null>
}) {
  const { items, active, listId, kind, optionId, choose, setActive } = completion
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const stay = (event: Event) => event.preventDefault()
  return (
    <Popover.Root open>
      <Popover.Anchor virtualRef={box as RefObject<HTMLElement>} />
      {/* A field of several lines may not say of itself that it has a list. */}
      <p role="status" className="sr-only">
        {items.length === 1 ? 'One suggestion' : `${items.length} suggestions`}, Enter takes one
      </p>
      {/* Out of what cuts it off, but not out of the page's main part. */}
      <Popover.Portal container={box.current?.closest('main') ?? null}>
        <Popover.Content
          ref={list}
          id={listId}
          role="listbox"
          aria-label={kind === 'command' ? 'Commands' : 'What to mention'}
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={stay}
          onCloseAutoFocus={stay}
          onInteractOutside={stay}
          onEscapeKeyDown={stay}
          className="z-50 max-h-[min(16rem,var(--radix-popper-available-height))] w-(--radix-popper-anchor-width) overflow-y-auto rounded-lg bg-raised p-1 shadow-high outline-none"
        >
          {items.map((item, at) => (
            <Option
              key={`${item.kind} ${item.insert}`}
              id={optionId(at)}
              at={at}
              item={item}
              active={at === active}
              onActive={() => setActive(at)}
              onChoose={() => choose(item)}
            />
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Option({
  id,
  at,
  item,
  active,
  onActive,
  onChoose,
}: {
  id: string
  at: number
  item: Completion
  active: boolean
  onActive: () => void
  onChoose: () => void
}) {
  const Icon = contextIcons[item.kind]
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
    <div
      id={id}
      data-at={at}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-disabled={item.problem !== null || undefined}
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={onActive}
      onClick={onChoose}
      className={classNames(
        'flex h-8 cursor-default items-center gap-2 rounded-md px-2',
        active && 'bg-selected',
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <Label text={item.label} />
      <span
        title={item.detail}
        className={classNames(
          'ml-auto min-w-0 truncate pl-3 text-small',
          item.problem === null ? 'text-ink-3' : 'text-failed-ink',
        )}
      >
        {item.detail}
      </span>
    </div>
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
