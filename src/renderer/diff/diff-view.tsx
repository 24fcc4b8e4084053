import { useMemo, useState } from 'react'
import { useAppState } from '../state/app-state-context.tsx'
import { usePreferences } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { inOrder } from '../ui/in-order.ts'
import { Segments } from '../ui/segments.tsx'
import { DiffLine } from './diff-line.tsx'
import { readPatch } from './read-patch.ts'
import { SplitLine } from './split-line.tsx'
import { splitRows } from './split-rows.ts'

const shownAtFirst = 60
const shownMore = 1000
/** A few lines more are shown rather than folded away. */
const grace = 10

const views = [
  { value: 'unified', name: 'Unified' },
  { value: 'split', name: 'Side by side' },
] as const

/** A unified diff with the lines' numbers. Long ones begin folded, unless `whole`. */
export function DiffView({ patch, label, whole = false }: { patch: string; label: string; whole?: boolean }) {
  const rows = useMemo(() => readPatch(patch), [patch])
  const [shown, setShown] = useState(whole ? shownMore : shownAtFirst)
  const { client, preferences, toasts } = useAppState()
  const wanted = (usePreferences()?.diffView ?? 'unified') === 'split'
  // A file that is new or gone has one side only.
  const hasSides = useMemo(
    () =>
      (['removed', 'added'] as const).every((side) =>
        rows.some(({ type }) => type === side || type === 'same'),
      ),
    [rows],
  )
  const split = wanted && hasSides
  const end = rows.length <= shown + grace ? rows.length : shown
  const choose = async (diffView: 'unified' | 'split') => {
    try {
      preferences.set(await client.settings.setPreferences({ diffView }))
    } catch (error) {
      toasts.failed('The setting could not be kept', error)
    }
  }
  if (rows.length === 0) return <p className="px-3 py-2 text-small text-ink-3">Nothing differs.</p>
  return (
    <div className="group/diff relative">
      {hasSides ? (
        <div className="absolute top-1 right-2 z-10 opacity-0 transition-opacity duration-100 group-focus-within/diff:opacity-100 group-hover/diff:opacity-100">
          <Segments
            label="How differences are shown"
            value={split ? 'split' : 'unified'}
            choices={views}
            onChoose={(view) => void choose(view)}
            className="border border-line shadow-low"
          />
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a section would be a landmark */}
      <div
        role="group"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
        tabIndex={0}
        className="relative max-h-[480px] overflow-auto bg-surface"
      >
        <table
          className={classNames(
            'w-full border-collapse font-mono text-small leading-5 select-text',
            split && 'table-fixed',
          )}
        >
          {split ? (
            <colgroup>
              <col className="w-10" />
              <col />
              <col className="w-10" />
              <col />
            </colgroup>
          ) : null}
          <tbody>
            {split
              ? inOrder(splitRows(rows.slice(0, end)), (row) => <SplitLine row={row} />)
              : inOrder(rows.slice(0, end), (row) => <DiffLine row={row} />)}
          </tbody>
        </table>
      </div>
      {end < rows.length ? (
        <div className="border-t border-line px-2 py-1.5">
          <Button data-more size="small" look="quiet" onClick={() => setShown(shown + shownMore)}>
            Show {Math.min(shownMore, rows.length - end)} more lines
          </Button>
        </div>
      ) : null}
    </div>
  )
}
