import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { revealHidden } from '../../ui/reveal-hidden.ts'

const shownAtFirst = 8_000
const shownMore = 64_000

/** A text too long to be shown at once, as it was written: its beginning, and more when asked for. */
export function LongText({ text }: { text: string }) {
  const [shown, setShown] = useState(shownAtFirst)
  const left = text.length - shown
  return (
    <div className="my-2">
      <pre className="font-mono text-small leading-5 break-all whitespace-pre-wrap select-text">
        {revealHidden(text.slice(0, shown))}
      </pre>
      {left > 0 ? (
        <Button data-more size="small" className="mt-2" onClick={() => setShown(shown + shownMore)}>
          Show more ({left.toLocaleString('en')} characters left)
        </Button>
      ) : null}
    </div>
  )
}
