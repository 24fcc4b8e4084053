import { MessageSquarePlus } from 'lucide-react'
import { memo, useId, useState } from 'react'
import type { WorkFile } from '../../contract/work.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { type Choice, isHunkTaken, takingOf } from './choice.ts'
import { CommentBox } from './comment-box.tsx'
import { type Comment, commentAt, lineOf } from './comments.ts'
import { FileChange } from './file-change.tsx'
import { FileLine } from './file-line.tsx'
import { useKeepInView } from './use-keep-in-view.ts'
import type { ReviewDeeds } from './use-review.ts'
import type { WorkFilePlace } from './work-files.ts'

/** A file of work that waits for a person's word: whether it is taken, its hunks on demand, what is said of it. */
export const ReviewedFile = memo(function ReviewedFile({
  place,
  file,
  choice,
  comments,
  open,
  deeds,
}: {
  place: WorkFilePlace
  file: WorkFile
  choice: Choice
  comments: readonly Comment[]
  open: boolean
  deeds: ReviewDeeds
}) {
  const { path } = file
  const [writing, setWriting] = useState(false)
  const bodyId = useId()
  const { line, press, grown } = useKeepInView()
  const taking = takingOf(choice, path)
  const comment = (hunk: number | null, line: number | null) => (text: string) =>
    deeds.comment({ path, hunk, line, text })
  return (
    <li className="border-t border-line">
      <div ref={line} className="flex min-h-8 items-center gap-2 pr-1.5 pl-3">
        <Checkbox
          checked={taking === 'some' ? 'mixed' : taking === 'all'}
          onChange={() => deeds.toggleFile(path)}
          label={`Take over ${path}`}
        />
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? bodyId : undefined}
          onClick={() => {
            press()
            deeds.unfold(path, !open)
          }}
          className="flex min-w-0 flex-1 items-center gap-1.5 rounded-md px-1 py-1 text-left hover:bg-hover"
        >
          <FoldArrow open={open} />
          <FileLine file={file} />
        </button>
        <IconButton
          label={`Comment on ${path}`}
          size="small"
          aria-expanded={writing}
          icon={<MessageSquarePlus className="size-3.5" />}
          onClick={() => setWriting(!writing)}
        />
      </div>
      <CommentBox
        label={`Comment on ${path}`}
        text={commentAt(comments, path, null)}
        writing={writing}
        onText={comment(null, null)}
        onWriting={setWriting}
      />
      {open ? (
        <div id={bodyId}>
          <FileChange
            place={place}
            binary={file.binary}
            onShown={grown}
            review={(hunk, at, of) => ({
              taken: isHunkTaken(choice, path, at),
              onToggle: () => deeds.toggleHunk(path, at, of),
              comment: commentAt(comments, path, at),
              onComment: comment(at, lineOf(hunk)),
            })}
          />
        </div>
      ) : null}
    </li>
  )
})
