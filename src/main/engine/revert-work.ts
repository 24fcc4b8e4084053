import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { revertWords } from '../prompt/revert-words.ts'
import { chainOf, type EngineCore } from './core.ts'
import { refuseDeleted } from './delete-task.ts'
import { engineWord } from './engine-word.ts'

/** Taking back what was taken over of a task's work. */
export type WorkRevert = {
  /**
   * Takes the work of a task out of the folder it was taken over into, and only that: what others did there since
   * stays. Its parent is told and not woken. Rejects with AppError `conflict` in words when it cannot be done; then
   * nothing was changed.
   */
  revertWork(taskId: TaskId): Promise<void>
}

/** Makes it over the engine's parts. */
export function createWorkRevert(core: EngineCore): WorkRevert & {
  /** Finishes what a kill cut off, or kept from being told. Never rejects. */
  finish(): Promise<void>
  /** Lets nothing new begin and resolves when what is under way has ended. */
  close(): Promise<void>
} {
  const { deps, journal, landings } = core
  const closing = new AbortController()
  const underWay = new Set<Promise<unknown>>()

  async function revertWork(taskId: TaskId): Promise<void> {
    const landed = landedOf(core, journal.view(taskId))
    const work = landings.next(landed.into, async () => {
      closing.signal.throwIfAborted()
      const view = journal.view(taskId)
      // What was asked for before it may have taken it back, or landed more.
      const { into, before, after, commit = null } = landedOf(core, view)
      const { displayId } = view
      await deps.isolation.revert(
        { taskId, displayId, into, before, after },
        (reverted) => {
          const parent = view.parentId === null ? null : deps.store.tasks.get(view.parentId)
          const words = revertWords({ displayId, files: reverted.files, commit })
          journal.append([
            { taskId, body: { type: 'work.reverted', into, ...reverted } },
            ...(parent === null ? [] : [engineWord(parent.id, words)]),
          ])
        },
        closing.signal,
      )
    })
    underWay.add(work)
    await work.finally(() => underWay.delete(work))
  }

  return {
    revertWork,

    async finish() {
      for (const taskId of await deps.isolation.unfinishedReverts()) {
        if (closing.signal.aborted) return
        try {
          await revertWork(taskId)
        } catch (error) {
          if (closing.signal.aborted) return
          deps.log('warn', `Taking back the work of ${taskId} was not finished: ${String(error)}`)
          await deps.isolation.forgetRevert(taskId)
        }
      }
    },

    async close() {
      closing.abort()
      await Promise.allSettled(underWay)
    },
  }
}

/** What of a task's work can be taken back. Throws AppError `conflict` in words when nothing can. */
function landedOf(core: EngineCore, view: TaskView): NonNullable<TaskView['landed']> {
  refuseDeleted(view)
  const { displayId, landed, worktree } = view
  const refuse = (why: string) => new AppError('conflict', why)
  if (landed === null) {
    throw refuse(
      worktree === null
        ? `Nothing of what ${displayId} did was taken over from a worktree of its own, so there is nothing to take back.`
        : `The work of ${displayId} has not been taken over: it is in its worktree, ${view.folder}.`,
    )
  }
  if (landed.reverted) throw refuse(`The work of ${displayId} was taken back already.`)
  const { into } = landed
  const { parentId, workspaceId } = view
  const above = parentId === null ? [] : chainOf(core, parentId)
  const isOpen =
    core.deps.store.workspaces.get(workspaceId)?.path === into || above.some(({ folder }) => folder === into)
  if (!isOpen) {
    throw refuse(
      `The work of ${displayId} went into ${into}, a worktree that is closed by now. Take back the work of the task that worked there instead.`,
    )
  }
  return landed
}
