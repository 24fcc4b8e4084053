import type { TaskView } from '../../contract/task-view.ts'
import { branchName, commitMessage } from '../prompt/commit-words.ts'
import type { EngineCore } from './core.ts'
import type { Landed, Merged, OwnWorktree } from './way-back.ts'

type Order = { into: string; at: OwnWorktree; merged: Extract<Merged, { status: 'clean' }> }

/**
 * Brings merged work to where the workspace wants it: into the folder, there also as a commit, or onto a branch. What
 * git refuses to commit stays as changes, and the event says why. `again` when files change in the folder meanwhile.
 */
export async function deliver(
  core: EngineCore,
  view: TaskView,
  { into, at, merged }: Order,
  signal: AbortSignal,
): Promise<'delivered' | 'again'> {
  const { isolation } = core.deps
  const { id: taskId } = view
  const landing = landingOf(core, view, into)
  const gone = [...new Set([...(view.worktree?.left ?? []), ...merged.left])]
  const left = gone.length === 0 ? {} : { left: gone }
  const message = commitMessage(view)
  const notes: string[] = []
  if (landing === 'branch' && merged.news) {
    const { before, tree } = merged
    const made = await isolation.branch({ ...at, before, tree, name: branchName(view), message })
    if ('branch' in made) {
      const { branch, commit, files } = made
      core.journal.append([{ taskId, body: { type: 'work.branched', into, branch, commit, files, ...left } }])
      return 'delivered'
    }
    notes.push(made.note)
  }
  const landed = merged.landed ?? (await land(core, at, merged, signal))
  if (landed === null) return 'again'
  const { before, after, files } = landed
  const committed =
    landing === 'commit' && files.length > 0
      ? await isolation.commit({ into, before, after, files, message })
      : null
  if (committed !== null && 'note' in committed) notes.push(committed.note)
  const commit = committed !== null && 'commit' in committed ? { commit: committed.commit } : {}
  const note = notes.length === 0 ? {} : { note: notes.join(' ') }
  core.journal.append([
    { taskId, body: { type: 'work.landed', into, before, after, files, ...left, ...commit, ...note } },
  ])
  return 'delivered'
}

async function land(
  { deps }: EngineCore,
  at: OwnWorktree,
  { before, tree }: Merged,
  signal: AbortSignal,
): Promise<Landed | null> {
  const end = await deps.isolation.land({ ...at, before, tree }, signal)
  return end.status === 'landed' ? end : null
}

/** Only what goes to the workspace's own folder is committed: below a task in a worktree, that task's work is to come. */
function landingOf({ deps }: EngineCore, { workspaceId }: TaskView, into: string) {
  if (deps.store.workspaces.get(workspaceId)?.path !== into) return 'changes'
  return deps.worktreeSettings(workspaceId).landing
}
