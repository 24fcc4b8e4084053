import { useMemo } from 'react'
import { classNames } from './class-names.ts'
import { type PatchLine, parsePatch } from './parse-patch.ts'

const grounds: Record<PatchLine['type'], string> = {
  added: 'bg-added-ground',
  removed: 'bg-removed-ground',
  same: '',
  hunk: 'text-ink-3',
}
const signs: Record<PatchLine['type'], string> = { added: '+', removed: '−', same: ' ', hunk: '…' }
const words: Partial<Record<PatchLine['type'], string>> = { added: 'added', removed: 'removed' }

/** A unified diff in mono, with line numbers of the file as it becomes (or was, for what goes). */
export function DiffView({ patch }: { patch: string }) {
  const lines = useMemo(() => parsePatch(patch), [patch])
  return (
    <div className="overflow-x-auto bg-surface py-1 font-mono text-[12px] leading-[18px] select-text">
      <div className="min-w-max">
        {lines.map(({ place, type, text, before, after }) => (
          <div key={place} className={classNames('flex pr-3 whitespace-pre', grounds[type])}>
            <span aria-hidden className="w-10 shrink-0 pr-2 text-right text-ink-3 select-none">
              {after ?? before ?? ''}
            </span>
            <span aria-hidden className="w-4 shrink-0 text-ink-3 select-none">
              {signs[type]}
            </span>
            {words[type] ? <span className="sr-only">{words[type]}: </span> : null}
            <span>{text || ' '}</span>
          </div>
        ))}
      </div>
    </div>
  )
}
