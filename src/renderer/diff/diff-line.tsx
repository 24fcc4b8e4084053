import { classNames } from '../ui/class-names.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import type { DiffRow } from './read-patch.ts'

const grounds: Record<DiffRow['type'], string> = {
  hunk: 'bg-sunken text-ink-3',
  same: '',
  removed: 'bg-removed-ground',
  added: 'bg-added-ground',
  note: 'text-ink-3 italic',
}
const signs = { same: ' ', removed: '−', added: '+' } as const
const words = { same: '', removed: 'removed: ', added: 'added: ' } as const

/** One line of a diff, as the row of a table with four columns: two numbers, the sign, the text. A `quiet` one does not count. */
export function DiffLine({ row, quiet = false }: { row: DiffRow; quiet?: boolean }) {
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
    <tr className={quiet ? '' : grounds[row.type]}>
      <td className={number}>{row.type === 'added' ? '' : row.before}</td>
      <td className={number}>{row.type === 'removed' ? '' : row.after}</td>
      <td aria-hidden className="w-px pl-1 align-top text-ink select-none">
        {signs[row.type]}
      </td>
      <td className={classNames('px-2 wrap-anywhere whitespace-pre-wrap', quiet ? 'text-ink-3' : 'text-ink')}>
        {words[row.type] ? <span className="sr-only">{words[row.type]}</span> : null}
        {revealHidden(row.text)}
      </td>
    </tr>
  )
}
