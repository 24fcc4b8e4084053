import { MessageSquarePlus } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { WorkHunk } from '../../contract/work.ts'
import { DiffLine } from '../diff/diff-line.tsx'
import { hunkRows } from '../diff/read-patch.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { inOrder } from '../ui/in-order.ts'
import { CommentBox } from './comment-box.tsx'
import { hunkWords } from './hunk-words.ts'

const shownAtFirst = 120
const shownMore = 600
/** A few lines more are shown rather than folded away. */
const grace = 15

/** What one can do with a hunk that is asked about. */
export type HunkReview = {
  taken: boolean
  onToggle: () => void
  comment: string
  onComment: (text: string) => void
}

/** A piece of a file's change, with the lines' numbers; with a `review`, its box and what is said of it. */
export function HunkView({
  path,
  hunk,
  review,
  quiet = false,
  note = '',
  actions,
}: {
  path: string
  hunk: WorkHunk
  review: HunkReview | null
  /** Whether it counts no more, and why, in a word or two. */
  quiet?: boolean
  note?: string
  /** What else one can do with it: buttons at its right. */
  actions?: ReactNode
}) {
  const [shown, setShown] = useState(shownAtFirst)
  const [writing, setWriting] = useState(false)
  const wordsId = useId()
  const end = hunk.lines.length <= shown + grace ? hunk.lines.length : shown
  const place = hunkWords(hunk)
  const rows = hunkRows({ ...hunk, lines: hunk.lines.slice(0, end) })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a section would be a landmark
    <div role="group" aria-labelledby={wordsId} className="border-t border-line">
      <div className="flex min-h-7 items-center gap-2 bg-sunken pr-1.5 pl-3 text-small text-ink-3">
        {review === null ? null : (
          <Checkbox
            checked={review.taken}
            onChange={review.onToggle}
            label={`Take over ${place} of ${path}`}
          />
        )}
        <span id={wordsId} className="tabular min-w-0 flex-1">
          {place.charAt(0).toUpperCase() + place.slice(1)}
          {review === null || review.taken ? '' : ', left out'}
          {note === '' ? '' : `, ${note}`}
        </span>
        {actions}
        {review === null ? null : (
          <IconButton
            label={`Comment on ${place} of ${path}`}
            size="small"
            aria-expanded={writing}
            icon={<MessageSquarePlus className="size-3.5" />}
            onClick={() => setWriting(!writing)}
          />
        )}
      </div>
      {review === null ? null : (
        <CommentBox
          label={`Comment on ${place} of ${path}`}
          text={review.comment}
          writing={writing}
          onText={review.onComment}
          onWriting={setWriting}
        />
      )}
      <table className="w-full border-collapse bg-surface font-mono text-small leading-5 select-text">
        <tbody>
          {inOrder(rows, (row) => (
            <DiffLine row={row} quiet={quiet || (review !== null && !review.taken)} />
          ))}
        </tbody>
      </table>
      {end < hunk.lines.length ? (
        <div className="border-t border-line px-2 py-1">
          <Button size="small" look="quiet" onClick={() => setShown(shown + shownMore)}>
            Show {Math.min(shownMore, hunk.lines.length - end)} more lines
          </Button>
        </div>
      ) : null}
    </div>
  )
}
