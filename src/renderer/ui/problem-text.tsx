/** What went wrong with a deed, in the dialog that asked for it. Nothing when nothing did. */
export function ProblemText({ problem }: { problem: string | null }) {
  return problem === null ? null : (
    <p role="alert" className="break-words whitespace-pre-wrap text-failed-ink select-text">
      {problem}
    </p>
  )
}
