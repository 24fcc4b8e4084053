import { CircleAlert, TriangleAlert } from 'lucide-react'
import { classNames } from '../ui/class-names.ts'
import { withKeys } from '../ui/with-keys.ts'

/** Something wrong in a file, with its line from 1. */
export type FileProblem = { severity: 'error' | 'warning'; line: number | null; message: string }

/** What is wrong with a file; each leads to its line. */
export function ProblemList({
  problems,
  onGo,
}: {
  problems: readonly FileProblem[]
  onGo: (line: number) => void
}) {
  if (problems.length === 0) return null
  return (
    <ul
      aria-label="Problems"
      className="max-h-40 shrink-0 overflow-y-auto border-t border-line bg-canvas py-1"
    >
      {withKeys(problems, (problem) => problem.message).map(({ key, item: { severity, line, message } }) => {
        const Icon = severity === 'error' ? CircleAlert : TriangleAlert
        return (
          <li key={key}>
            <button
              type="button"
              disabled={line === null}
              onClick={() => line !== null && onGo(line)}
              className="flex w-full items-start gap-2 px-3 py-1 text-left enabled:hover:bg-hover"
            >
              <Icon
                aria-label={severity}
                className={classNames(
                  'mt-[3px] size-3.5 shrink-0',
                  severity === 'error' ? 'text-failed' : 'text-approval',
                )}
              />
              <span className="min-w-0 flex-1">{message}</span>
              {line === null ? null : (
                <span className="tabular shrink-0 text-small text-ink-3">line {line}</span>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
