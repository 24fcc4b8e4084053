/** How many lines were added and removed: `+3 −1`. */
export function ChangeCount({ added, removed }: { added: number; removed: number }) {
  return (
    <span className="tabular inline-flex shrink-0 gap-1.5 text-small">
      <span className="text-done-ink">
        <span className="sr-only">lines added: </span>+{added}
      </span>
      <span className="text-failed-ink">
        <span className="sr-only">lines removed: </span>−{removed}
      </span>
    </span>
  )
}
