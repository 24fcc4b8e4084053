import { FolderLock, OctagonX } from 'lucide-react'
import { revealHidden } from '../../ui/reveal-hidden.ts'

type Terms = { paths?: string[] | undefined; stopsOthers?: boolean | undefined }

/** Whether a subtask has terms besides its checks. */
export function hasTerms({ paths, stopsOthers }: Terms): boolean {
  return paths !== undefined || stopsOthers === true
}

/** Where a subtask may change files, and what becomes of the others when it fails: what its parent asked for. */
export function SubtaskTerms({ paths, stopsOthers }: Terms) {
  return (
    <ul className="flex flex-col gap-1 text-small">
      {paths === undefined ? null : (
        <Term sign={<FolderLock />}>
          <span className="text-ink-3">May change files only under </span>
          {paths.map((path, at) => (
            <span key={path}>
              {at === 0 ? null : <span className="text-ink-3">, </span>}
              <code className="font-mono wrap-anywhere whitespace-pre-wrap">{revealHidden(path)}</code>
            </span>
          ))}
        </Term>
      )}
      {stopsOthers === true ? (
        <Term sign={<OctagonX />}>
          <span className="text-ink-3">If it fails, the other subtasks of this turn are cancelled</span>
        </Term>
      ) : null}
    </ul>
  )
}

function Term({ sign, children }: { sign: React.ReactNode; children: React.ReactNode }) {
  return (
    <li className="flex min-w-0 gap-2">
      <span aria-hidden className="mt-[3px] shrink-0 text-ink-3 [&>svg]:size-3.5">
        {sign}
      </span>
      <p className="min-w-0 flex-1 break-words select-text">{children}</p>
    </li>
  )
}
