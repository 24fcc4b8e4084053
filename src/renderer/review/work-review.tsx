import { useMemo, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import type { Work } from '../../contract/work.ts'
import { ChangeCount } from '../diff/change-count.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { takingOfAll } from './choice.ts'
import { filesWords, linesOf } from './choice-words.ts'
import { ReviewedFile } from './reviewed-file.tsx'
import type { Review } from './reviews.ts'
import type { ReviewDeeds } from './use-review.ts'

const shownAtFirst = 25
/** A few files more are shown rather than folded away. */
const grace = 5

/** The changes that a finished task would bring: file by file, each with a box and its hunks on demand. */
export function WorkReview({
  taskId,
  work,
  review,
  deeds,
}: {
  taskId: TaskId
  work: Work
  review: Review
  deeds: ReviewDeeds
}) {
  const [whole, setWhole] = useState(false)
  const comments = useMemo(() => Map.groupBy(review.comments, ({ path }) => path), [review.comments])
  const { files, moreFiles } = work
  const taking = takingOfAll(review.choice, work)
  const shown = whole || files.length <= shownAtFirst + grace ? files : files.slice(0, shownAtFirst)
  const { added, removed } = linesOf(files)
  return (
    <div className="border-t border-line">
      <div className="flex flex-wrap items-center gap-x-2 px-3 py-2">
        <Checkbox
          checked={taking === 'some' ? 'mixed' : taking === 'all'}
          onChange={() => deeds.toggleAll(work)}
          label="Take over all changes"
        />
        <h3 className="font-medium">Changes to take over: {filesWords(files.length + moreFiles)}</h3>
        <ChangeCount added={added} removed={removed} />
        <p className="min-w-0 text-small text-ink-3">
          into <span className="font-mono wrap-anywhere select-text">{revealHidden(work.into)}</span>
        </p>
      </div>
      <ul aria-label="Changed files">
        {shown.map((file) => (
          <ReviewedFile
            key={file.path}
            taskId={taskId}
            base={work.base}
            head={work.head}
            file={file}
            taken={review.choice.get(file.path)}
            comments={comments.get(file.path)}
            open={review.open.has(file.path)}
            deeds={deeds}
          />
        ))}
      </ul>
      {shown.length < files.length ? (
        <div className="border-t border-line px-2 py-1.5">
          <Button size="small" look="quiet" onClick={() => setWhole(true)}>
            Show {filesWords(files.length - shown.length).replace(' ', ' more ')}
          </Button>
        </div>
      ) : null}
      {moreFiles > 0 ? (
        <p className="border-t border-line px-3 py-2 text-small text-ink-2">
          {filesWords(moreFiles).replace(' ', ' more ')} are not listed. They are taken over with all of it
          only.
        </p>
      ) : null}
    </div>
  )
}
