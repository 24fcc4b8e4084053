import { useMemo, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { inOrder } from '../ui/in-order.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { type DiffRow, readPatch } from './read-patch.ts'

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
              <Row row={row} />
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

const grounds: Record<DiffRow['type'], string> = {
  hunk: 'bg-sunken text-ink-3',
  same: '',
  removed: 'bg-removed-ground',
  added: 'bg-added-ground',
  note: 'text-ink-3 italic',
}
const signs = { same: ' ', removed: '−', added: '+' } as const
const words = { same: '', removed: 'removed: ', added: 'added: ' } as const

function Row({ row }: { row: DiffRow }) {
  const number = 'w-px min-w-10 px-2 text-right align-top text-ink-3 tabular select-none'
  if (row.type === 'hunk' || row.type === 'note') {
    return (
      <tr className={grounds[row.type]}>
        <td className={number} />
        <td className={number}>{row.type === 'hunk' ? '⋯' : ''}</td>
        <td className="px-2" colSpan={2}>
          {revealHidden(row.text)}
        </td>
      </tr>
    )
  }
  return (
    <tr className={grounds[row.type]}>
      <td className={number}>{row.type === 'added' ? '' : row.before}</td>
      <td className={number}>{row.type === 'removed' ? '' : row.after}</td>
      <td aria-hidden className="w-px pl-1 align-top text-ink select-none">
        {signs[row.type]}
      </td>
      <td className="px-2 wrap-anywhere whitespace-pre-wrap text-ink">
        {words[row.type] ? <span className="sr-only">{words[row.type]}</span> : null}
        {revealHidden(row.text)}
      </td>
    </tr>
  )
}
