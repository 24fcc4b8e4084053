import { MessageSquarePlus } from 'lucide-react'
import { memo, useId, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import type { WorkFile } from '../../contract/work.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { type FileChoice, isHunkTaken, takingOf } from './choice.ts'
import { CommentBox } from './comment-box.tsx'
import { type Comment, commentAt, lineOf } from './comments.ts'
import { FileChange } from './file-change.tsx'
import { FileLine } from './file-line.tsx'
import { useKeepInView } from './use-keep-in-view.ts'
import type { ReviewDeeds } from './use-review.ts'

/** A file of work that waits for a person's word: whether it is taken, its hunks on demand, what is said of it. */
export const ReviewedFile = memo(function ReviewedFile({
  taskId,
  base,
  head,
  file,
  taken,
  comments = [],
  open,
  deeds,
}: {
  taskId: TaskId
  base: string
  head: string
  file: WorkFile
  /** What of it is taken; undefined for all of it. */
  taken: FileChoice | undefined
  /** What is said of it and its hunks. */
  comments: readonly Comment[] | undefined
  open: boolean
  deeds: ReviewDeeds
}) {
  const { path } = file
  const name = revealHidden(path)
  const [writing, setWriting] = useState(false)
  const bodyId = useId()
  const { line, press, grown } = useKeepInView()
  const taking = takingOf(taken)
  const comment = (hunk: number | null, line: number | null) => (text: string) =>
    deeds.comment({ path, hunk, line, text })
  return (
    <li className="border-t border-line">
      <div ref={line} className="flex min-h-8 items-center gap-2 pr-1.5 pl-3">
        <Checkbox
          checked={taking === 'some' ? 'mixed' : taking === 'all'}
          onChange={() => deeds.toggleFile(path)}
          label={`Take over ${name}`}
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
          label={`Comment on ${name}`}
          size="small"
          aria-expanded={writing}
          icon={<MessageSquarePlus className="size-3.5" />}
          onClick={() => setWriting(!writing)}
        />
      </div>
      <CommentBox
        label={`Comment on ${name}`}
        text={commentAt(comments, null)}
        writing={writing}
        onText={comment(null, null)}
        onWriting={setWriting}
      />
      {open ? (
        <div id={bodyId}>
          <FileChange
            place={{ taskId, base, head, path }}
            binary={file.binary}
            onShown={grown}
            review={(hunk, at, of) => ({
              taken: isHunkTaken(taken, at),
              onToggle: () => deeds.toggleHunk(path, at, of),
              comment: commentAt(comments, at),
              onComment: comment(at, lineOf(hunk)),
            })}
          />
        </div>
      ) : null}
    </li>
  )
})
