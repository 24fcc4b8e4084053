import { FolderGit2, GitMerge, TerminalSquare } from 'lucide-react'
import type { CheckResult } from '../../../contract/checks.ts'
import { filesWords } from '../../review/choice-words.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { CheckResults } from '../receipt/check-list.tsx'
import { FoldedNotice } from './folded-notice.tsx'

/** That the task works in a worktree of its own; unfolds to where that is, and how it differs. */
export function WorktreeNotice({ folder, notes }: { folder: string; notes: readonly string[] }) {
  return (
    <FoldedNotice icon={<FolderGit2 aria-hidden />} label="Works in a worktree of its own">
      <p className="break-all font-mono text-small text-ink-2 select-text">{folder}</p>
      {notes.map((note) => (
        <p key={note} className="mt-1.5 text-small text-ink-2">
          {note}
        </p>
      ))}
    </FoldedNotice>
  )
}

/** Commands that were run around the task and not by it; unfolds to how each ended. */
export function CommandsNotice({ label, results }: { label: string; results: readonly CheckResult[] }) {
  const failed = results.filter(({ outcome }) => outcome !== 'passed').length
  const count = `${results.length} ${results.length === 1 ? 'command' : 'commands'}`
  return (
    <FoldedNotice
      icon={<TerminalSquare aria-hidden />}
      label={`${label}: ${failed === 0 ? `${count} passed` : `${failed} of ${count} failed`}`}
      failed={failed > 0}
    >
      <CheckResults results={results} />
    </FoldedNotice>
  )
}

/** That work done beside it clashes with the task's, so that both have to be brought together. */
export function ConflictedNotice({ conflicts }: { conflicts: readonly { path: string; words: string }[] }) {
  return (
    <FoldedNotice
      icon={<GitMerge aria-hidden />}
      label={`Clashes with other work in ${filesWords(conflicts.length)}`}
      title="Nothing was taken over. The other work is in its worktree now, to be brought together with its own."
    >
      <ul className="text-small text-ink-2">
        {conflicts.map(({ path, words }) => (
          <li key={path} className="mt-1 first:mt-0">
            <span className="font-mono wrap-anywhere select-text">{revealHidden(path)}</span> —{' '}
            {revealHidden(words)}
          </li>
        ))}
      </ul>
    </FoldedNotice>
  )
}
