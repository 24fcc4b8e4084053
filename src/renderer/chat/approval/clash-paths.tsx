import type { TaskId } from '../../../contract/ids.ts'
import type { ApprovalSubject } from '../../../contract/tool-display.ts'
import type { Clash, ClashSide } from '../../../contract/work.ts'
import { FileChange } from '../../review/file-change.tsx'
import type { Review } from '../../review/reviews.ts'
import { useKeepInView } from '../../review/use-keep-in-view.ts'
import type { WorkFilePlace } from '../../review/work-files.ts'
import { Button } from '../../ui/button.tsx'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { Segments } from '../../ui/segments.tsx'
import { useFold } from '../../ui/use-fold.ts'

const sides: readonly { value: ClashSide; name: string }[] = [
  { value: 'subtask', name: 'The subtask’s version' },
  { value: 'folder', name: 'The folder’s version' },
  { value: 'worktree', name: 'As it is in the worktree now' },
]

/** The paths that clash, each with what is the matter and the choice of a side; a side for all of them above. */
export function ClashPaths({
  taskId,
  subject: { conflicts, base, own },
  review,
  onChange,
}: {
  taskId: TaskId
  subject: Extract<ApprovalSubject, { type: 'clash' }>
  review: Review
  onChange: (part: Partial<Review>) => void
}) {
  const all = (side: ClashSide) => onChange({ sides: new Map(conflicts.map(({ path }) => [path, side])) })
  return (
    <>
      {conflicts.length === 1 ? null : (
        <div className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-1.5 text-small text-ink-2">
          For all {conflicts.length} paths:
          <Button size="small" onClick={() => all('subtask')}>
            The subtask’s version
          </Button>
          <Button size="small" onClick={() => all('folder')}>
            The folder’s version
          </Button>
        </div>
      )}
      <ul aria-label="Paths that clash">
        {conflicts.map((clash) => (
          <ClashPath
            key={clash.path}
            clash={clash}
            place={{ taskId, base, head: own, path: clash.path }}
            side={review.sides.get(clash.path) ?? null}
            onSide={(side) => onChange({ sides: new Map(review.sides).set(clash.path, side) })}
          />
        ))}
      </ul>
    </>
  )
}

function ClashPath({
  clash: { path, words },
  place,
  side,
  onSide,
}: {
  clash: Clash
  place: WorkFilePlace
  side: ClashSide | null
  onSide: (side: ClashSide) => void
}) {
  const { open, bodyId, button } = useFold()
  const { line, press, grown } = useKeepInView()
  return (
    <li className="border-t border-line">
      <div ref={line} className="flex flex-col items-start gap-1.5 px-3 py-2">
        <p className="font-mono text-small wrap-anywhere select-text">{revealHidden(path)}</p>
        <p className="text-small text-ink-2">
          {revealHidden(words.charAt(0).toUpperCase() + words.slice(1))}
        </p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Segments
            label={`Which version of ${revealHidden(path)} stays`}
            value={side}
            choices={sides}
            onChoose={onSide}
          />
          <button
            {...button}
            onClick={() => {
              press()
              button.onClick()
            }}
            className="flex items-center gap-1 rounded-sm text-small text-ink-2 hover:text-ink"
          >
            <FoldArrow open={open} />
            {open ? 'Hide both versions' : 'Show both versions'}
            <span className="sr-only"> of {revealHidden(path)}</span>
          </button>
        </div>
      </div>
      {open ? (
        <div id={bodyId}>
          <p className="border-t border-line px-3 py-1.5 text-small text-ink-3">
            <span className="text-failed-ink">−</span> in the folder, <span className="text-done-ink">+</span>{' '}
            in the subtask’s version. Lines without a sign are the same in both.
          </p>
          <FileChange place={place} onShown={grown} review={null} />
        </div>
      ) : null}
    </li>
  )
}
