import { FolderGit2, GitMerge, TerminalSquare } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CheckResult } from '../../../contract/checks.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { FoldedNotice } from './folded-notice.tsx'

/** That the task works in a worktree of its own; unfolds to where that is, and how it differs. */
export function WorktreeNotice({ folder, notes }: { folder: string; notes: readonly string[] }) {
  return (
    <FoldedNotice icon={<FolderGit2 />} label="Works in a worktree of its own">
      <p className="break-all font-mono text-small text-ink-2 select-text">{folder}</p>
      {notes.map((note) => (
        <p key={note} className="mt-1.5 text-small text-ink-2">
          {note}
        </p>
      ))}
    </FoldedNotice>
  )
}

const marks = { added: 'A', changed: 'M', deleted: 'D' } as const

/** What became of the work of a worktree; unfolds to the files. */
export function FilesNotice({
  icon,
  label,
  files,
  note,
}: {
  icon: ReactNode
  label: string
  files: readonly { path: string; change: 'added' | 'changed' | 'deleted' }[]
  note?: string | undefined
}) {
  const count = files.length === 1 ? '1 file' : `${files.length} files`
  return (
    <FoldedNotice icon={icon} label={`${label}: ${files.length === 0 ? 'nothing changed' : count}`}>
      {note === undefined ? null : <p className="mb-1.5 text-small text-ink-2">{note}</p>}
      <ul className="font-mono text-small text-ink-2">
        {files.map(({ path, change }) => (
          <li key={path} className="flex gap-2">
            <abbr title={change} className="w-3 shrink-0 text-ink-3 no-underline">
              {marks[change]}
            </abbr>
            <span className="min-w-0 break-all select-text">{path}</span>
          </li>
        ))}
      </ul>
    </FoldedNotice>
  )
}

/** Commands that were run around the task and not by it; unfolds to how each ended. */
export function CommandsNotice({ label, results }: { label: string; results: readonly CheckResult[] }) {
  const failed = results.filter(({ outcome }) => outcome !== 'passed').length
  const words = failed === 0 ? 'passed' : failed === 1 ? '1 command failed' : `${failed} commands failed`
  return (
    <FoldedNotice icon={<TerminalSquare />} label={`${label}: ${words}`}>
      <ul className="text-small text-ink-2">
        {results.map(({ what, found, output }) => (
          <li key={what} className="mt-2 first:mt-0">
            <span className="font-mono break-all select-text">{revealHidden(what)}</span> — {found}
            {output === '' ? null : (
              <pre className="mt-1 max-h-60 overflow-auto rounded-md bg-sunken px-2.5 py-2 font-mono leading-5 wrap-anywhere whitespace-pre-wrap select-text">
                {output}
              </pre>
            )}
          </li>
        ))}
      </ul>
    </FoldedNotice>
  )
}

/** That work done beside it clashes with the task's, which now has to bring both together. */
export function ConflictedNotice({ conflicts }: { conflicts: readonly { path: string; words: string }[] }) {
  const count = conflicts.length === 1 ? '1 file' : `${conflicts.length} files`
  return (
    <FoldedNotice icon={<GitMerge />} label={`Clashes with other work in ${count}; it brings them together`}>
      <ul className="text-small text-ink-2">
        {conflicts.map(({ path, words }) => (
          <li key={path} className="mt-1 first:mt-0">
            <span className="font-mono break-all select-text">{path}</span> — {words}
          </li>
        ))}
      </ul>
    </FoldedNotice>
  )
}
