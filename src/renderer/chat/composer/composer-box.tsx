import type { ReactNode, Ref } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { isSendKey } from './send-key.ts'

/** The frame of every composer: a field that grows with its text, and a row of choices below it. */
export function ComposerBox({
  label,
  placeholder,
  text,
  onText,
  onBlur,
  onSend,
  disabled = false,
  tall = false,
  toolbar,
  field,
}: {
  label: string
  placeholder: string
  text: string
  onText: (text: string) => void
  onBlur: () => void
  onSend: () => void
  disabled?: boolean
  /** Whether it offers room for several lines before there are any. */
  tall?: boolean
  toolbar: ReactNode
  field?: Ref<HTMLTextAreaElement>
}) {
  return (
    <div className="rounded-xl border border-line-strong bg-raised shadow-low focus-within:border-focus">
      <textarea
        ref={field}
        data-composer
        aria-label={label}
        placeholder={placeholder}
        value={text}
        disabled={disabled}
        rows={1}
        onChange={({ target }) => onText(target.value)}
        onBlur={onBlur}
        onKeyDown={(event) => {
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
        {toolbar}
      </div>
    </div>
  )
}
