import { classNames } from '../ui/class-names.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { DiffLine } from './diff-line.tsx'
import type { SplitRow } from './split-rows.ts'

const grounds = { same: '', removed: 'bg-removed-ground', added: 'bg-added-ground' } as const
const words = { same: '', removed: 'removed: ', added: 'added: ' } as const

/** One line of a diff side by side, as the row of a table with four columns: number and text before, and after. */
export function SplitLine({ row }: { row: SplitRow }) {
  if (row.type !== 'pair') return <DiffLine row={row} />
  const { before, after } = row
  return (
    <tr>
      <Cells side={before} number={before !== null && 'before' in before ? before.before : null} />
      <Cells side={after} number={after !== null && 'after' in after ? after.after : null} quiet />
    </tr>
  )
}

type Pair = Extract<SplitRow, { type: 'pair' }>

function Cells({
  side,
  number,
  quiet = false,
}: {
  side: Pair['before']
  number: number | null
  quiet?: boolean
}) {
  const ground = side === null ? 'bg-sunken' : grounds[side.type]
  return (
    <>
      <td
        className={classNames(
          'w-10 px-2 text-right align-top text-ink-3 tabular select-none',
          quiet && 'border-l border-line',
          ground,
        )}
      >
        {number}
      </td>
      <td className={classNames('px-2 align-top wrap-anywhere whitespace-pre-wrap text-ink', ground)}>
        {side !== null && words[side.type] ? <span className="sr-only">{words[side.type]}</span> : null}
        {side === null ? '' : revealHidden(side.text)}
      </td>
    </>
  )
}
