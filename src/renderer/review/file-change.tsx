import { useEffect, useState } from 'react'
import type { WorkHunk } from '../../contract/work.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useResource } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { inOrder } from '../ui/in-order.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { Spinner } from '../ui/spinner.tsx'
import { type HunkReview, HunkView } from './hunk-view.tsx'
import type { WorkFilePlace } from './work-files.ts'

const shownAtFirst = 40

/** What one can do with a hunk at its place, of so many. */
type ReviewOf = (hunk: WorkHunk, at: number, of: number) => HunkReview

/** What changed in a file, hunk by hunk, fetched when it is shown. */
export function FileChange({
  place,
  binary = false,
  onShown,
  review,
}: {
  place: WorkFilePlace
  binary?: boolean
  /** Called when its lines are there, or why there are none. */
  onShown?: (() => void) | undefined
  /** Null where one only looks. */
  review: ReviewOf | null
}) {
  if (binary) return <Words>A binary file: its content is not shown.</Words>
  return <Fetched place={place} onShown={onShown} review={review} />
}

function Fetched({
  place,
  onShown,
  review,
}: {
  place: WorkFilePlace
  onShown: (() => void) | undefined
  review: ReviewOf | null
}) {
  const file = useAppState().workFiles.of(place)
  const { status, value, error } = useResource(file)
  const [shown, setShown] = useState(shownAtFirst)
  const there = value !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is told once, when they are there
  useEffect(() => {
    if (there) onShown?.()
  }, [there])
  if (value === null && status === 'failed') {
    return (
      <div
        role="alert"
        className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 text-small"
      >
        <span className="text-failed-ink select-text">{error}</span>
        <Button size="small" onClick={() => void file.reload()}>
          Try again
        </Button>
      </div>
    )
  }
  if (value === null) {
    return (
      <div className="border-t border-line px-3 py-2 text-ink-3">
        <Spinner label="Reading the changes" size={14} />
      </div>
    )
  }
  const { hunks, tooLarge } = value
  if (tooLarge) return <Words>This change is too large to be shown here. It can be taken as a whole.</Words>
  if (hunks.length === 0) return <Words>No line of it differs.</Words>
  return (
    <>
      {inOrder(hunks.slice(0, shown), (hunk, at) => (
        <HunkView
          path={revealHidden(place.path)}
          hunk={hunk}
          review={review?.(hunk, at, hunks.length) ?? null}
        />
      ))}
      {hunks.length > shown ? (
        <div className="border-t border-line px-2 py-1">
          <Button size="small" look="quiet" onClick={() => setShown(hunks.length)}>
            Show {hunks.length - shown} more places
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Words({ children }: { children: string }) {
  return <p className="border-t border-line px-3 py-2 text-small text-ink-3">{children}</p>
}
