import { AppError } from '../../contract/app-error.ts'
import type { MessageId, TaskId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { newId } from '../base/new-id.ts'
import { noAnswer } from '../prompt/mailbox-words.ts'
import type { EngineCore } from './core.ts'
import { refuseDeleted } from './delete-task.ts'
import { engineWord } from './engine-word.ts'
import { moveTo } from './journal.ts'
import { isParked } from './mailbox.ts'

/** What a person does to the tree by hand. Each throws AppError in words when it cannot be done. */
export type TaskNesting = {
  /** Nests a root under another task of its workspace, with all below it (R32). No work is touched by it. */
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

  return {
    nest(taskId, parentId) {
      const task = get(taskId)
      const parent = get(parentId)
      refuseDeleted(task)
      refuseDeleted(parent)
      const refuse = (why: string) => {
        throw new AppError('conflict', why)
      }
      if (task.id === parent.id) refuse(`${task.displayId} cannot be nested under itself.`)
      if (parent.rootId === task.id) refuse(`${parent.displayId} lies below ${task.displayId} itself.`)
      if (task.parentId !== null) {
        const above = store.tasks.get(task.parentId)?.displayId ?? 'another task'
        refuse(`${task.displayId} is nested under ${above}. Unnest it first.`)
      }
      if (task.workspaceId !== parent.workspaceId)
        refuse(`${task.displayId} and ${parent.displayId} belong to different workspaces.`)
      move(task, parent)
    },

    unnest(taskId) {
      const task = get(taskId)
      refuseDeleted(task)
      if (task.parentId === null) throw new AppError('conflict', `${task.displayId} is not nested.`)
      const link = store.subtasks.ofChild(taskId)
      if (link !== null && link.outcome === null) {
        const parent = store.tasks.get(link.parentId)?.displayId ?? 'Its parent'
        throw new AppError(
          'conflict',
          `${parent} asked for ${task.displayId} and has not had its result. Wait for it, or cancel it first.`,
        )
      }
      move(task, null)
      if (!isParked(task)) return
      const view = journal.view(taskId)
      journal.append([engineWord(taskId, noAnswer('The task above')), ...moveTo(view, 'in_progress')])
      core.run(taskId)
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
