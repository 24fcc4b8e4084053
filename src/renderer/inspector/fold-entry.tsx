import type { ReactNode } from 'react'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { useFold } from '../ui/use-fold.ts'

/** An entry of a list in the inspector: a line that unfolds to what `body` makes. */
export function FoldEntry({
  line,
  body,
  openAtFirst = false,
}: {
  line: ReactNode
  body: () => ReactNode
  openAtFirst?: boolean
}) {
  const { open, bodyId, button } = useFold(openAtFirst)
  return (
    <div className="border-t border-line last:border-b">
      <button
        {...button}
        className="flex min-h-8 w-full items-center gap-1.5 px-2 py-1 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <FoldArrow open={open} />
        {line}
      </button>
      {open ? <div id={bodyId}>{body()}</div> : null}
    </div>
  )
}
