import { FolderGit2, GitBranch, GitMerge } from 'lucide-react'
import type { ReactNode } from 'react'
import { workWords } from '../../contract/receipt-words.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { ToolCallView } from '../../contract/task-view.ts'
import { clashWords } from '../review/clash-words.ts'
import { useTaskField } from '../state/hooks.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'

/** Where the work of a subtask is: in a worktree of its own while it works, then where it went; and what it clashes with. */
export function SubtaskWork({ subtask }: { subtask: NonNullable<ToolCallView['subtask']> }) {
  const { childId, worktree, receipt, outcome } = subtask
  const clashes = useTaskField(childId, (task) => task.clashes) ?? []
  const ended = useTaskField(childId, (task) => isEnded(task.status)) ?? true
  const work = outcome === null ? undefined : receipt?.work
  if (work !== undefined) {
    const taken = work.type === 'taken' || work.type === 'branched'
    return (
      <Line icon={work.type === 'branched' ? <GitBranch /> : <FolderGit2 />}>
        Its work:{' '}
        <span className={taken ? undefined : 'text-approval-ink'}>{revealHidden(workWords(work))}</span>
      </Line>
    )
  }
  return (
    <>
      {worktree === true && !ended ? <Line icon={<FolderGit2 />}>Works in a worktree of its own</Line> : null}
      {clashes.map((clash) => (
        <Line key={clash.with?.taskId ?? ''} icon={<GitMerge className="text-approval" />}>
          <span className="text-approval-ink">{revealHidden(clashWords(clash))}</span>
        </Line>
      ))}
    </>
  )
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex min-w-0 gap-2 px-3 pb-1.5 text-small text-ink-3">
      <span aria-hidden className="mt-[2px] shrink-0 [&>svg]:size-3.5">
        {icon}
      </span>
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  )
}
