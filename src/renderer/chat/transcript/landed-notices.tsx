import { Ban, FileCheck2, GitBranch, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { filesWords } from '../../review/choice-words.ts'
import { useTaskView } from '../../state/hooks.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { CopyButton } from '../copy-button.tsx'
import { FoldedNotice } from './folded-notice.tsx'
import { TakeBack } from './take-back.tsx'

type Notice = Extract<TranscriptItem, { type: 'notice' }>['notice']
type NoticeOf<Type extends Notice['type']> = Extract<Notice, { type: Type }>
type Files = NoticeOf<'landed'>['files']

/** That the task's work was taken over, where to and as what; with the way back as long as it is there. */
export function LandedNotice({ taskId, notice }: { taskId: TaskId; notice: NoticeOf<'landed'> }) {
  const { into, after, files, left = [], commit, note } = notice
  const there = useTaskView(
    taskId,
    ({ landed }) => landed !== null && landed.after === after && !landed.reverted,
  )
  const as = commit === undefined ? '' : `, as a commit on ${revealHidden(commit.branch)}`
  return (
    <FoldedNotice
      icon={<FileCheck2 aria-hidden />}
      label={`Work taken over: ${countWords(files)}${as}`}
      action={
        there === true && files.length > 0 ? (
          <TakeBack taskId={taskId} into={into} files={files.length} />
        ) : undefined
      }
    >
      <Told name="Into" value={into} />
      {commit === undefined ? null : <Told name={`Commit on ${commit.branch}`} value={commit.id} />}
      {note === undefined ? null : <p className="mt-1 text-small text-ink-2">{note}</p>}
      <FileList files={files} />
      <Left paths={left} />
    </FoldedNotice>
  )
}

/** That the task's work is on a branch of its own, and how one takes it over from there. */
export function BranchedNotice({
  notice: { into, branch, commit, files, left = [] },
}: {
  notice: NoticeOf<'branched'>
}) {
  return (
    <FoldedNotice
      icon={<GitBranch aria-hidden />}
      label={`Work on the branch ${revealHidden(branch)}: ${countWords(files)}`}
    >
      <Told name="Branch" value={branch} />
      <Told name="Commit" value={commit} />
      <p className="mt-1 text-small text-ink-2">
        Nothing was changed in <Mono>{into}</Mono>. Merge the branch there to have the work, or delete it.
      </p>
      <FileList files={files} />
      <Left paths={left} />
    </FoldedNotice>
  )
}

/** That nothing of the task's work was taken over, and what still holds it. */
export function DroppedNotice({ notice: { kept } }: { notice: NoticeOf<'dropped'> }) {
  return (
    <FoldedNotice icon={<Ban aria-hidden />} label="Its work was not taken over">
      <Told name="Kept in the commit" value={kept} />
      <Told name="To have a file of it" value={`git restore --source=${kept} -- <path>`} />
    </FoldedNotice>
  )
}

/** That a person took the work back that had been taken over. */
export function RevertedNotice({ notice: { into, files } }: { notice: NoticeOf<'reverted'> }) {
  return (
    <FoldedNotice icon={<Undo2 aria-hidden />} label={`Work taken back: ${countWords(files)}`}>
      <Told name="Out of" value={into} />
      <FileList files={files} />
    </FoldedNotice>
  )
}

function countWords(files: Files): string {
  return files.length === 0 ? 'nothing changed' : filesWords(files.length)
}

function Told({ name, value }: { name: string; value: string }) {
  return (
    <p className="flex min-w-0 items-start gap-2 text-small">
      <span className="shrink-0 py-[3px] text-ink-3">{name}</span>
      <span className="min-w-0 flex-1 py-[3px] font-mono wrap-anywhere select-text">
        {revealHidden(value)}
      </span>
      <CopyButton text={value} label={`Copy: ${name}`} />
    </p>
  )
}

function Mono({ children }: { children: string }): ReactNode {
  return <span className="font-mono wrap-anywhere select-text">{revealHidden(children)}</span>
}

const marks = { added: 'A', changed: 'M', deleted: 'D' } as const

function FileList({ files }: { files: Files }) {
  if (files.length === 0) return null
  return (
    <ul aria-label="Files" className="mt-1.5 max-h-96 overflow-y-auto font-mono text-small text-ink-2">
      {files.map(({ path, change }) => (
        <li key={path} className="flex gap-2">
          <abbr title={change} className="w-3 shrink-0 text-ink-3 no-underline">
            {marks[change]}
          </abbr>
          <span className="min-w-0 wrap-anywhere select-text">{revealHidden(path)}</span>
        </li>
      ))}
    </ul>
  )
}

/** Paths of which not everything was taken. */
function Left({ paths }: { paths: readonly string[] }) {
  if (paths.length === 0) return null
  return (
    <div className="mt-2 border-t border-line pt-2 text-small">
      <p className="text-ink-3">Left out, wholly or in part:</p>
      <ul aria-label="Left out" className="max-h-60 overflow-y-auto font-mono text-ink-2">
        {paths.map((path) => (
          <li key={path} className="wrap-anywhere select-text">
            {revealHidden(path)}
          </li>
        ))}
      </ul>
    </div>
  )
}
