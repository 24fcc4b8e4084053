import type { WorkFile } from '../../../contract/work.ts'
import { feedbackOf } from '../../review/comments.ts'
import type { Review } from '../../review/reviews.ts'
import { withKeys } from '../../ui/with-keys.ts'
import { WordsField } from '../words-field.tsx'

/** What goes back to the task with a no: the person's words, and their comments with the places they are about. */
export function SendBack({
  review,
  files,
  busy,
  onChange,
  onSend,
  onBack,
}: {
  review: Review
  files: readonly WorkFile[]
  busy: boolean
  onChange: (part: Partial<Review>) => void
  onSend: (feedback: string) => void
  onBack: () => void
}) {
  const { words, comments } = review
  const lines = feedbackOf('', comments, files)
  return (
    <WordsField
      label="What should be different?"
      placeholder="What should be different? (Enter sends it back, Esc goes back)"
      action="Send back"
      text={words}
      busy={busy}
      onText={(text) => onChange({ words: text })}
      onSend={() => onSend(feedbackOf(words, comments, files))}
      onBack={onBack}
    >
      {comments.length === 0 ? null : (
        <div className="text-small">
          <p className="text-ink-3">
            {comments.length === 1
              ? 'Your comment goes with it:'
              : `Your ${comments.length} comments go with it:`}
          </p>
          <ul aria-label="Comments" className="mt-0.5 max-h-40 overflow-y-auto">
            {withKeys(lines.split('\n'), (line) => line).map(({ key, item }) => (
              <li key={key} className="break-words whitespace-pre-wrap text-ink-2 select-text">
                {item}
              </li>
            ))}
          </ul>
        </div>
      )}
    </WordsField>
  )
}
