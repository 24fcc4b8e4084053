import { FolderGit2 } from 'lucide-react'

/** What the mark on the line of a task with a worktree of its own means. */
export const worktreeWords = 'Works in a worktree of its own'

/** A quiet mark on a task that works, or worked to its end, in a worktree of its own. */
export function WorktreeMark() {
  return (
    <span title={worktreeWords} className="flex shrink-0">
      <FolderGit2 aria-hidden className="size-3 text-ink-3" />
    </span>
  )
}
