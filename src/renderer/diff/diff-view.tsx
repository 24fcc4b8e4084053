import { useMemo, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { inOrder } from '../ui/in-order.ts'
import { DiffLine } from './diff-line.tsx'
import { readPatch } from './read-patch.ts'

const shownAtFirst = 60
const shownMore = 1000
/** A few lines more are shown rather than folded away. */
const grace = 10

/** A unified diff with the lines' numbers. Long ones begin folded, unless `whole`. */
export function DiffView({ patch, label, whole = false }: { patch: string; label: string; whole?: boolean }) {
  const rows = useMemo(() => readPatch(patch), [patch])
  const [shown, setShown] = useState(whole ? shownMore : shownAtFirst)
  const end = rows.length <= shown + grace ? rows.length : shown
  if (rows.length === 0) return <p className="px-3 py-2 text-small text-ink-3">Nothing differs.</p>
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a section would be a landmark */}
      <div
        role="group"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
        tabIndex={0}
        className="relative max-h-[480px] overflow-auto bg-surface"
      >
        <table className="w-full border-collapse font-mono text-small leading-5 select-text">
          <tbody>
            {inOrder(rows.slice(0, end), (row) => (
              <DiffLine row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {end < rows.length ? (
        <div className="border-t border-line px-2 py-1.5">
          <Button size="small" look="quiet" onClick={() => setShown(shown + shownMore)}>
            Show {Math.min(shownMore, rows.length - end)} more lines
          </Button>
        </div>
      ) : null}
    </div>
  )
}
