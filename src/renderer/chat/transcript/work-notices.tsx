import { FileCheck2, FolderGit2, GitMerge } from 'lucide-react'
import type { ReactNode } from 'react'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { useFold } from '../../ui/use-fold.ts'

/** That the task works in a worktree of its own; unfolds to where that is, and how it differs. */
export function WorktreeNotice({ folder, notes }: { folder: string; notes: readonly string[] }) {
  return (
    <Notice icon={<FolderGit2 />} label="Works in a worktree of its own">
      <p className="break-all font-mono text-small text-ink-2 select-text">{folder}</p>
      {notes.map((note) => (
        <p key={note} className="mt-1.5 text-small text-ink-2">
          {note}
        </p>
      ))}
    </Notice>
  )
}

const marks = { added: 'A', changed: 'M', deleted: 'D' } as const

/** That the work of a worktree was taken over; unfolds to the files. */
export function LandedNotice({
  files,
}: {
  files: readonly { path: string; change: 'added' | 'changed' | 'deleted' }[]
}) {
  const count = files.length === 1 ? '1 file' : `${files.length} files`
  return (
    <Notice
      icon={<FileCheck2 />}
      label={`Work taken over: ${files.length === 0 ? 'nothing changed' : count}`}
    >
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
    </Notice>
  )
}

/** That work done beside it clashes with the task's, which now has to bring both together. */
export function ConflictedNotice({ conflicts }: { conflicts: readonly { path: string; words: string }[] }) {
  const count = conflicts.length === 1 ? '1 file' : `${conflicts.length} files`
  return (
    <Notice icon={<GitMerge />} label={`Clashes with other work in ${count}; it brings them together`}>
      <ul className="text-small text-ink-2">
        {conflicts.map(({ path, words }) => (
          <li key={path} className="mt-1 first:mt-0">
            <span className="font-mono break-all select-text">{path}</span> — {words}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function Notice({ icon, label, children }: { icon: ReactNode; label: string; children: ReactNode }) {
  const { open, bodyId, button } = useFold()
  return (
    <div className="min-w-0">
      <div className="flex min-w-0 items-center gap-3 text-small text-ink-3">
        <span aria-hidden className="h-px min-w-4 flex-1 bg-line" />
        <button
          {...button}
          className="flex min-w-0 items-center gap-1.5 rounded-md px-1.5 py-0.5 hover:bg-hover hover:text-ink [&>svg]:size-3.5 [&>svg]:shrink-0"
        >
          {icon}
          <span className="min-w-0">{label}</span>
          <FoldArrow open={open} />
        </button>
        <span aria-hidden className="h-px min-w-4 flex-1 bg-line" />
      </div>
      {open ? (
        <section
          id={bodyId}
          aria-label={label}
          className="mt-2 rounded-lg border border-line bg-raised px-3.5 py-3"
        >
          {children}
        </section>
      ) : null}
    </div>
  )
}
