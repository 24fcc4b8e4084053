import { basename, resolve } from 'node:path'
import type { TaskId, WorkspaceId } from '../../../contract/ids.ts'
import type { App } from '../../app.ts'
import type { Reader } from '../../reader.ts'
import { exitCode, UsageError } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'
import { workspaceAt } from './workspace-at.ts'

type WorktreesOptions = { workspace?: string; json: boolean }

/** `treeline worktrees`: the worktrees of a folder's tasks, or a JSON array of them. */
export async function worktreesCommand(
  reader: Reader,
  { workspace: folder, json }: WorktreesOptions,
  output: Output,
): Promise<void> {
  const workspace = workspaceAt(reader, folder)
  const infos = workspace === null ? [] : await reader.worktrees(workspace.id)
  if (json) {
    output.out(jsonLine(infos))
    return
  }
  if (infos.length === 0) output.err('No task of this folder has a worktree.\n')
  for (const { task, state, inUse, path, words } of infos) {
    const whose = task === null ? 'no task' : `${task.displayId}  ${task.status}`
    output.out(`${whose}  ${inUse ? `${state}, in use` : state}  ${path}\n  ${words}\n`)
  }
}

/** `treeline worktrees remove`: removes the one of a task, or at a path. Its work stays in a snapshot. */
export async function removeWorktreeCommand(
  app: App,
  which: string,
  { workspace }: { workspace?: string },
  output: Output,
): Promise<number> {
  const task = app.store.tasks.find(which)
  const path = resolve(which)
  const workspaceId = task?.workspaceId ?? workspaceOf(app, path, workspace)
  const infos = workspaceId === null ? [] : await app.worktrees.list(workspaceId)
  const info = infos.find((one) => (task === null ? one.path === path : one.task?.id === task.id))
  if (info === undefined || workspaceId === null) {
    const what = task === null ? `no worktree at ${path}` : `no worktree of ${task.displayId}`
    throw new UsageError(`There is ${what}. "treeline worktrees" lists them.`)
  }
  await app.worktrees.remove(workspaceId, info.path)
  output.err(`Removed ${info.path}.\n`)
  const kept = info.task !== null && ['work', 'kept'].includes(info.state)
  if (kept) {
    const ref = `refs/treeline/tasks/${info.task?.id}/work`
    output.err(`Its work is kept in ${ref}, and comes back when ${info.task?.displayId} goes on.\n`)
  }
  return exitCode.completed
}

/** The workspace of the task whose worktree that path is named by, or else of a folder. */
function workspaceOf(app: App, path: string, folder: string | undefined): WorkspaceId | null {
  const task = app.store.tasks.get(basename(path) as TaskId)
  return task?.workspaceId ?? workspaceAt(app, folder)?.id ?? null
}
