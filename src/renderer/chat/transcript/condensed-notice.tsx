import { FoldVertical } from 'lucide-react'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { useFold } from '../../ui/use-fold.ts'
import { Markdown } from '../markdown/markdown.tsx'

/** Where the history was condensed: from here on the model has the summary, which can be read here. */
export function CondensedNotice({ summary, items }: { summary: string; items: number }) {
  const { open, bodyId, button } = useFold()
  return (
    <div className="min-w-0">
      <div className="flex min-w-0 items-center gap-3 text-small text-ink-3">
        <span aria-hidden className="h-px min-w-4 flex-1 bg-line" />
        <button
          {...button}
          title={`The model gets this summary instead of the first ${items} entries. They all stay here.`}
          className="flex min-w-0 items-center gap-1.5 rounded-md px-1.5 py-0.5 hover:bg-hover hover:text-ink"
        >
          <FoldVertical aria-hidden className="size-3.5 shrink-0" />
          <span className="min-w-0">History condensed to a summary for the model</span>
          <FoldArrow open={open} />
        </button>
        <span aria-hidden className="h-px min-w-4 flex-1 bg-line" />
      </div>
      {open ? (
        <section
          id={bodyId}
          aria-label="Summary of the history"
          className="mt-2 rounded-lg border border-line bg-raised px-3.5 py-3"
        >
          <Markdown text={summary} />
        </section>
      ) : null}
    </div>
  )
}
