import type { TaskView } from '../../contract/task-view.ts'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import type { EngineCore } from './core.ts'

/** So often a clash is sent back to the subtask before its person is asked. */
export const mostClashRounds = 3

/** What the person is asked about the clash that lies in a task's worktree. The same as long as it does. */
export function clashSubject(view: TaskView, into: string): Extract<ApprovalSubject, { type: 'clash' }> {
  const { folder, worktree } = view
  const { own = '', conflicts = [] } = worktree?.brought ?? {}
  return { type: 'clash', into, folder, conflicts, base: worktree?.base ?? '', own, rounds: roundsOf(view) }
}

/** Why the person is to settle a clash, in words; null when its subtask is, which knows why it changed what it did. */
export function isForPerson({ deps }: EngineCore, view: TaskView): string | null {
  // An old log does not tell the two sides apart.
  if ((view.worktree?.brought?.own ?? '') === '') return null
  if (deps.worktreeSettings(view.workspaceId).clashes === 'person')
    return 'You settle clashes of work yourself.'
  const rounds = roundsOf(view)
  return rounds < mostClashRounds
    ? null
    : `The subtask brought it together ${rounds} times, and each time others had changed the same again.`
}

/** How often a clash was sent back to the task since its work was last taken over, and it worked on from there. */
export function roundsOf({ items }: TaskView): number {
  let rounds = 0
  let open = false
  for (const item of items) {
    if (item.type === 'turn' && item.state === 'committed') {
      if (open) rounds++
      open = false
    }
    if (item.type !== 'notice') continue
    if (item.notice.type === 'conflicted') open = true
    if (item.notice.type === 'worktree') rounds = 0
  }
  return rounds
}
