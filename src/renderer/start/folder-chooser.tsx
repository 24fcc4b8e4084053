import { Folder, FolderOpen } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { errorText } from '../connection/error-text.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useAppInfo } from '../state/hooks.ts'
import { openFolder, pickFolder } from '../state/open-workspace.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Field, Input } from '../ui/field.tsx'

const suggestAfterMs = 120

/** Chooses a folder: in the system's own dialog where the host has one, else by typing its path. */
export function FolderChooser({ onOpened }: { onOpened?: () => void }) {
  const app = useAppState()
  const info = useAppInfo()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  if (info === null) return null

  async function attempt(open: () => Promise<unknown>) {
    setBusy(true)
    setError(null)
    try {
      if ((await open()) !== false) onOpened?.()
    } catch (reason) {
      setError(errorText(reason))
    } finally {
      setBusy(false)
    }
  }

  if (info.canPickFolder) {
    return (
      <div className="flex flex-col gap-2">
        <Button
          look="primary"
          size="large"
          busy={busy}
          icon={<FolderOpen className="size-4" />}
          onClick={() => void attempt(() => pickFolder(app))}
        >
          Choose a folder…
        </Button>
        {error === null ? null : (
          <p role="alert" className="text-failed-ink">
            {error}
          </p>
        )}
      </div>
    )
  }
  return (
    <PathField
      first={`${info.homeFolder}/`}
      error={error}
      busy={busy}
      onOpen={(path) => void attempt(() => openFolder(app, path))}
    />
  )
}

function PathField({
  first,
  error,
  busy,
  onOpen,
}: {
  first: string
  error: string | null
  busy: boolean
  onOpen: (path: string) => void
}) {
  const [path, setPath] = useState(first)
  const [active, setActive] = useState(-1)
  const [open, setOpen] = useState(false)
  const suggestions = useSuggestions(path, open)
  const listId = useId()

  function onKeyDown(event: KeyboardEvent) {
    const { length } = suggestions
    if (event.key === 'ArrowDown' && length > 0) setActive((active + 1) % length)
    else if (event.key === 'ArrowUp' && length > 0) setActive((active - 1 + length) % length)
    else if (event.key === 'Tab' && !event.shiftKey && open && length > 0)
      choose(suggestions[Math.max(0, active)])
    else if (event.key === 'Escape' && open) setOpen(false)
    else if (event.key === 'Enter') {
      const chosen = active === -1 ? undefined : suggestions[active]
      if (open && chosen !== undefined) choose(chosen)
      else onOpen(path.trim())
    } else return
    event.preventDefault()
  }

  function choose(chosen: string | undefined) {
    if (chosen === undefined) return
    setPath(`${chosen.replace(/\/$/, '')}/`)
    setActive(-1)
  }

  return (
    <Popover.Root open={open && suggestions.length > 0}>
      <Field label="Path of the folder" error={error}>
        {(ids) => (
          <Popover.Anchor className="flex gap-2">
            <Input
              {...ids}
              role="combobox"
              aria-expanded={open && suggestions.length > 0}
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={active === -1 ? undefined : `${listId}-${active}`}
              value={path}
              className="font-mono text-[12.5px]"
              onFocus={() => setOpen(true)}
              onBlur={() => setOpen(false)}
              onChange={(event) => {
                setPath(event.target.value)
                setActive(-1)
                setOpen(true)
              }}
              onKeyDown={onKeyDown}
            />
            <Button look="primary" className="h-8" busy={busy} onClick={() => onOpen(path.trim())}>
              Open
            </Button>
          </Popover.Anchor>
        )}
      </Field>
      <Popover.Portal>
        <Popover.Content
          id={listId}
          role="listbox"
          aria-label="Folders"
          align="start"
          sideOffset={4}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-50 max-h-60 w-(--radix-popper-anchor-width) overflow-y-auto rounded-lg bg-raised p-1 shadow-high"
        >
          {suggestions.map((suggestion, at) => (
            <div
              key={suggestion}
              id={`${listId}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              onPointerDown={(event) => {
                event.preventDefault()
                choose(suggestion)
              }}
              className={classNames(
                'flex h-7 items-center gap-2 rounded-md px-2 font-mono text-[12.5px] hover:bg-hover',
                at === active && 'bg-hover',
              )}
            >
              <Folder aria-hidden className="size-3.5 shrink-0 text-ink-3" />
              <span className="truncate">{suggestion}</span>
            </div>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Folders whose path begins with what was typed; none while nobody looks. */
function useSuggestions(prefix: string, wanted: boolean): readonly string[] {
  const { client } = useAppState()
  const [suggestions, setSuggestions] = useState<readonly string[]>([])
  useEffect(() => {
    if (!wanted) return
    let old = false
    const timer = setTimeout(() => {
      client.workspaces.suggest({ prefix }).then(
        (found) => {
          if (!old) setSuggestions(found)
        },
        () => {
          if (!old) setSuggestions([])
        },
      )
    }, suggestAfterMs)
    return () => {
      old = true
      clearTimeout(timer)
    }
  }, [client, prefix, wanted])
  return suggestions
}
