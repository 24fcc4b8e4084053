import { type ReactNode, useId, useState } from 'react'
import { classNames } from '../../ui/class-names.ts'

/** A line of text is about this wide; a text is long when it has more lines than may show. */
const charactersInLine = 90

const heights = { 3: 'max-h-[60px]', 14: 'max-h-[280px]' } as const

/** Shows the beginning of a long text, and all of it when asked to. */
export function Foldable({
  text,
  lines = 14,
  children,
}: {
  /** What `children` shows: it tells whether there is anything to fold. */
  text: string
  lines?: keyof typeof heights
  children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const long = countLines(text) > lines + 2
  return (
    <>
      <div
        id={id}
        className={classNames(
          long && !open && `${heights[lines]} overflow-hidden`,
          long && !open && '[mask-image:linear-gradient(to_bottom,black_calc(100%-48px),transparent)]',
        )}
      >
        {children}
      </div>
      {long ? (
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="mt-1 rounded-sm text-small text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-ink"
        >
          {open ? 'Show less' : 'Show all'}
        </button>
      ) : null}
    </>
  )
}

function countLines(text: string): number {
  let count = 0
  for (const line of text.split('\n')) count += Math.max(1, Math.ceil(line.length / charactersInLine))
  return count
}
