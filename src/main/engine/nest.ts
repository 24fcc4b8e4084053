import { AppError } from '../../contract/app-error.ts'
import type { MessageId, TaskId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { whyNotNest, whyNotUnnest } from '../../contract/why-not.ts'
import { newId } from '../base/new-id.ts'
import { noAnswer } from '../prompt/mailbox-words.ts'
import type { EngineCore } from './core.ts'
import { refuseDeleted } from './delete-task.ts'
import { engineWord } from './engine-word.ts'
import { moveTo } from './journal.ts'
import { isParked } from './mailbox.ts'

/** What a person does to the tree by hand. Each throws AppError in words when it cannot be done. */
export type TaskNesting = {
  /**
   * Nests a task under another of its workspace, with all below it (R32). No work is touched by it. One that is nested
   * already moves, as long as no parent's call waits for its return.
   */
  nest(taskId: TaskId, parentId: TaskId): void
  /** Makes a nested task a root again, with all below it. Refused while a parent's call has not had its return. */
  unnest(taskId: TaskId): void
  /** Puts a finished task's result into another's transcript, as a message of that task. Wakes nobody. */
  attachResult(taskId: TaskId, toTaskId: TaskId): void
}

/** Makes nesting over the engine's parts. */
export function createTaskNesting(core: EngineCore): TaskNesting {
  const { deps, journal } = core
  const { store } = deps

  function get(taskId: TaskId): TaskSummary {
    const task = store.tasks.get(taskId)
    if (task === null) throw new AppError('not_found', `There is no task ${taskId}.`)
    return task
  }

  /** The task and all below it go to a place below `parent`, in one transaction. */
  function move(task: TaskSummary, parent: TaskSummary | null): void {
    const rootId = parent?.rootId ?? task.id
    const deeper = (parent === null ? 0 : parent.depth + 1) - task.depth
    journal.append(
      store.tasks.subtree(task.id).map(({ id, parentId, depth }) => ({
        taskId: id,
        body: {
          type: 'task.moved',
          parentId: id === task.id ? (parent?.id ?? null) : parentId,
          rootId,
          depth: depth + deeper,
        },
      })),
    )
  }

  function refuseFor(why: string | null): void {
    if (why !== null) throw new AppError('conflict', why)
  }

  /** A task that waits for a word from its parent has lost the one it asked. */
  function goOnAlone(task: TaskSummary): void {
    if (!isParked(task)) return
    const view = journal.view(task.id)
    journal.append([engineWord(task.id, noAnswer('The task above')), ...moveTo(view, 'in_progress')])
    core.run(task.id)
  }

  return {
    nest(taskId, parentId) {
      const task = get(taskId)
      const parent = get(parentId)
      refuseDeleted(task)
      refuseDeleted(parent)
      refuseFor(whyNotNest(task, parent, store.tasks.get))
      // The mark of a root is not to come back when it is unnested.
      if (task.parentId === null && task.archivedAt !== null) store.marks.setArchived(task.id, null)
      move(task, parent)
      goOnAlone(task)
    },

    unnest(taskId) {
      const task = get(taskId)
      refuseDeleted(task)
      const above = task.parentId === null ? null : store.tasks.get(task.parentId)
      refuseFor(whyNotUnnest(task, above?.displayId ?? 'Its parent'))
      move(task, null)
      goOnAlone(task)
    },

    attachResult(taskId, toTaskId) {
      const task = get(taskId)
      const to = get(toTaskId)
      refuseDeleted(to)
      if (task.id === to.id) throw new AppError('conflict', `${task.displayId} knows its own result.`)
      const { result } = journal.view(taskId)
      if (!isEnded(task.status) || result === null)
        throw new AppError('conflict', `${task.displayId} has no result to attach: it is ${task.status}.`)
      const fromTask = { taskId, displayId: task.displayId, kind: 'result' as const }
      const messageId = newId<MessageId>('msg')
      journal.append([
        {
          taskId: toTaskId,
          body: { type: 'message.added', messageId, from: 'task', text: result, fromTask },
        },
      ])
    },
  }
}
