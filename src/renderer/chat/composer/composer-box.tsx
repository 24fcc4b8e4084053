import { Paperclip } from 'lucide-react'
import { type ReactNode, type RefObject, useRef, useState } from 'react'
import { useClient, useToasts } from '../../state/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ImageStrip } from '../images/image-strip.tsx'
import { CompletionList } from './completion-list.tsx'
import { insertAt } from './insert-at.ts'
import { isSendKey } from './send-key.ts'
import { takeFiles, tooManyImages } from './take-files.ts'
import { type ComposerPlace, useCompletion } from './use-completion.ts'
import { useHistory } from './use-history.ts'
import type { DraftImages } from './use-images.ts'

/**
 * The frame of every composer: a field that grows with its text, completes mentions and commands and takes files, and a
 * row of choices below it.
 */
export function ComposerBox({
  label,
  placeholder,
  place,
  text,
  onText,
  onBlur,
  onSend,
  images,
  disabled = false,
  tall = false,
  toolbar,
  field: given,
}: {
  label: string
  placeholder: string
  place: ComposerPlace
  text: string
  onText: (text: string) => void
  onBlur: () => void
  onSend: () => void
  images: DraftImages
  disabled?: boolean
  /** Whether it offers room for several lines before there are any. */
  tall?: boolean
  toolbar: ReactNode
  field?: RefObject<HTMLTextAreaElement | null>
}) {
  const own = useRef<HTMLTextAreaElement>(null)
  const field = given ?? own
  const box = useRef<HTMLDivElement>(null)
  const completion = useCompletion(place, field)
  const onHistoryKey = useHistory(place.workspaceId, text, onText)
  const take = useTakeFiles(place, images, field)
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are dropped anywhere on it; there is a button for them too
    <div
      ref={box}
      role="presentation"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        setOver(false)
        if (event.dataTransfer.files.length === 0) return
        event.preventDefault()
        take([...event.dataTransfer.files])
      }}
      className={classNames(
        'rounded-xl border bg-raised shadow-low focus-within:border-focus',
        over ? 'border-focus bg-accent-soft' : 'border-line-strong',
      )}
    >
      {completion.open ? <CompletionList completion={completion} box={box} /> : null}
      <ImageStrip images={images.images} onRemove={images.remove} />
      <textarea
        ref={field}
        data-composer
        {...(completion.open
          ? {
              'aria-haspopup': 'listbox' as const,
              'aria-controls': completion.listId,
              'aria-activedescendant': completion.optionId(completion.active),
            }
          : {})}
        aria-autocomplete="list"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        disabled={disabled}
        rows={1}
        onChange={({ target }) => {
          onText(target.value)
          completion.look()
        }}
        onSelect={completion.look}
        onBlur={() => {
          completion.close()
          onBlur()
        }}
        onPaste={(event) => {
          const files = [...event.clipboardData.files]
          if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
          event.preventDefault()
          take(files)
        }}
        onKeyDown={(event) => {
          if (completion.onKeyDown(event)) return
          onHistoryKey(event)
          if (!isSendKey(event.nativeEvent)) return
          event.preventDefault()
          if (!event.repeat) onSend()
        }}
        className={classNames(
          'block max-h-[40vh] w-full resize-none bg-transparent px-3.5 pt-2.5 pb-1 leading-5 outline-none',
          '[field-sizing:content] disabled:opacity-60',
          tall && 'min-h-24',
        )}
      />
      <div
        role="toolbar"
        aria-label="Composer"
        className="flex min-w-0 flex-wrap items-center gap-1 px-2 pb-2"
      >
        <PickFiles onPick={take} />
        {toolbar}
      </div>
    </div>
  )
}

function PickFiles({ onPick }: { onPick: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton
        label="Add images or text files"
        side="top"
        icon={<Paperclip className="size-4" />}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          onPick([...(target.files ?? [])])
          // So that the same file can be picked again.
          target.value = ''
        }}
      />
    </>
  )
}

function useTakeFiles(
  place: ComposerPlace,
  images: DraftImages,
  field: RefObject<HTMLTextAreaElement | null>,
): (files: File[]) => void {
  const client = useClient()
  const toasts = useToasts()
  return (files) => {
    takeFiles(client, place, files).then(
      (taken) => {
        const full = taken.images.filter((image) => !images.add(image)).length > 0
        const refused = [...taken.refused, ...(full ? [tooManyImages] : [])]
        if (taken.words.length > 0 && field.current !== null) insertAt(field.current, taken.words.join('\n'))
        if (refused.length > 0) {
          toasts.show({ tone: 'failed', title: 'Not everything was added', detail: refused.join(' ') })
        }
      },
      (error) => toasts.failed('The files were not added', error),
    )
  }
}
