import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { useFold } from '../../ui/use-fold.ts'
import { Markdown } from '../markdown/markdown.tsx'

/** What the model thought before it answered, folded away. While it thinks the last line shows. */
export function Thinking({ text, live = false }: { text: string; live?: boolean }) {
  const { open, bodyId, button } = useFold()
  return (
    <div className="min-w-0 text-small text-ink-3">
      <button
        {...button}
        className="-ml-1 inline-flex max-w-full items-center gap-1 rounded-md px-1 py-0.5 hover:bg-hover hover:text-ink"
      >
        <FoldArrow open={open} />
        <span className="shrink-0">{live ? 'Thinking' : 'Thought'}</span>
        {open ? null : <span className="min-w-0 truncate opacity-100">· {preview(text, live)}</span>}
      </button>
      {open ? (
        <div id={bodyId} className="mt-1 ml-2 border-l-2 border-line pl-3 text-ink-2">
          <Markdown text={text} />
        </div>
      ) : null}
    </div>
  )
}

const previewLength = 120

/** The first line, or while it grows the last. */
function preview(text: string, live: boolean): string {
  const lines = text.trim().split('\n').filter(Boolean)
  const line = (live ? lines.at(-1) : lines[0]) ?? ''
  return line.replace(/[*_#`]/g, '').slice(0, previewLength)
}
