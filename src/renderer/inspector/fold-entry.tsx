import type { ReactNode } from 'react'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { useFold } from '../ui/use-fold.ts'

/** An entry of a list in the inspector: a line that unfolds to what `body` makes, with buttons at its end. */
export function FoldEntry({
  line,
  actions,
  body,
  openAtFirst = false,
}: {
  line: ReactNode
  actions?: ReactNode
  body: () => ReactNode
  openAtFirst?: boolean
}) {
  const { open, bodyId, button } = useFold(openAtFirst)
  return (
    <div className="border-t border-line last:border-b">
      <div className="flex items-center hover:bg-hover">
        <button
          {...button}
          className="flex min-h-8 min-w-0 flex-1 items-center gap-1.5 px-2 py-1 text-left outline-offset-[-2px]"
        >
          <FoldArrow open={open} />
          {line}
        </button>
        {actions === undefined ? null : <span className="flex shrink-0 items-center pr-1.5">{actions}</span>}
      </div>
      {open ? <div id={bodyId}>{body()}</div> : null}
    </div>
  )
}
