import { AppError } from '../../contract/app-error.ts'
import type { BudgetChange, BudgetState } from '../../contract/budget.ts'
import type { CallId, MessageId, ProviderId, TaskId } from '../../contract/ids.ts'
import { type MessageExtras, presentExtras } from '../../contract/message-extras.ts'
import { isEnded, isLive, isStopped } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { newId } from '../base/new-id.ts'
import { brokenTurn } from './broken-turn.ts'
import { budgetStates } from './budget-states.ts'
import { type EngineCore, findMode } from './core.ts'
import { readableViews, viewForEnding } from './damaged-task.ts'
import { refuseDeleted } from './delete-task.ts'
import type { NewTask } from './engine-deps.ts'
import { withdrawal } from './finish-call.ts'
import { type Entry, moveTo } from './journal.ts'
import { setBudget } from './limit-pause.ts'
import { createQueuedMessages, type QueuedMessages } from './queued-messages.ts'
import { type Retry, retryTask } from './retry-task.ts'
import { switchMode } from './switch-mode.ts'
import type { TaskRuns } from './task-runs.ts'
import { titleFrom } from './title.ts'
import { openDoubt } from './unknown-outcome.ts'

/** What people can do to tasks. Each throws AppError in words when it cannot be done. */
export type TaskCommands = QueuedMessages & {
  create(order: NewTask): TaskSummary
  /**
   * Takes in the whole logs of new tasks, in one transaction, and sets none of them to work. Throws, with nothing
   * taken in, where they cannot stand.
   */
  adopt(entries: Entry[]): void
  send(taskId: TaskId, text: string, extras?: MessageExtras): void
  stop(taskId: TaskId): void
  resume(taskId: TaskId): void
  cancel(taskId: TaskId, reason: string): void
  rename(taskId: TaskId, title: string): void
  /** Changes limits of a task's budget; unless `goOn` is false, what one of them had paused goes on if it can. */
  setBudget(taskId: TaskId, limits: BudgetChange, goOn?: boolean): void
  /** How the task's own budget stands, then that of each task above it that has one. */
  budget(taskId: TaskId): BudgetState[]
  setMode(taskId: TaskId, mode: string): void
  setModel(taskId: TaskId, providerId: ProviderId, model: string): void
  answerQuestion(
    taskId: TaskId,
    callId: CallId,
    answer: string,
    mode: string | null,
    extras?: MessageExtras,
  ): void
  /** As `retryTask`. */
  retry(taskId: TaskId, how: Retry): void
  /** Asks the model now instead of when the wait for a retry is over. */
  retryNow(taskId: TaskId): void
}

/** Makes the commands over the engine's parts. */
export function createTaskCommands(core: EngineCore, runs: TaskRuns): TaskCommands {
  const { deps, journal, wakers } = core
  const { store } = deps

  return {
    adopt: (entries) => journal.append(entries),

    create(order) {
      const workspace = store.workspaces.get(order.workspaceId)
      if (workspace === null)
        throw new AppError('not_found', 'That workspace is not known. Open the folder first.')
      const mode = findMode(core, workspace.id, order.mode)
      const taskId = newId<TaskId>('tsk')
      const body: Entry['body'] = {
        type: 'task.created',
        displayId: store.workspaces.nextDisplayId(workspace.id),
        parentId: null,
        rootId: taskId,
        parentCallId: null,
        depth: 0,
        background: false,
        workspaceId: workspace.id,
        folder: workspace.path,
        mode: mode.slug,
        modeName: mode.name,
        modeSnapshotId: store.modes.keep(mode),
        delegation: order.delegation,
        title: titleFrom(order.message),
        message: order.message,
        ...presentExtras(order),
        providerId: order.providerId,
        model: order.model,
      }
      // Before the task is there: it must never run a step without the toggles it was made with.
      if (order.autoApprove !== undefined) {
        store.settings.setAutoApprove({ scope: 'task', taskId }, order.autoApprove)
      }
      const limits = { ...store.settings.preferences().treeBudget, ...order.budget }
      const limited = Object.values(limits).some((limit) => limit !== null)
      journal.append([
        { taskId, body },
        ...(limited ? [{ taskId, body: { type: 'budget.set' as const, limits } }] : []),
      ])
      runs.start(taskId)
      return summary(store.tasks.get(taskId), taskId)
    },

    ...createQueuedMessages(core, runs),

    send(taskId, text, extras = {}) {
      const view = journal.view(taskId)
      refuseDeleted(view)
      const asked = Object.values(view.calls).findLast((call) => call.status === 'awaiting_answer')
      if (asked !== undefined) {
        answer(view, asked.callId, text, null, extras)
        return
      }
      const said = saidBy(taskId, text, extras)
      // What became of a call must be said first: until then the message waits its turn.
      const waits = view.status === 'awaiting_input' && openDoubt(view) === null
      // A task that was stopped with its children goes on with them: it could do nothing but wait for them.
      const below = isStopped(view.status) ? viewsBelow(taskId) : []
      const wakes = isEnded(view.status) || isStopped(view.status) || waits
      const waking = wakes ? [view, ...below] : []
      journal.append([said, ...waking.flatMap((one) => moveTo(one, 'in_progress'))])
      for (const { id } of waking) runs.start(id)
      // Also where it is said to work: after a full disk nobody may.
      if (!wakes && view.status === 'in_progress') runs.start(taskId)
    },

    stop(taskId) {
      const open = viewsForEnding(below(taskId).filter(({ status }) => isLive(status) || status === 'queued'))
      if (open.length === 0) throw new AppError('conflict', 'Nothing is at work here that could be stopped.')
      journal.append(
        open.flatMap((view) => [
          ...brokenTurn(view, 'stopped', core.live),
          ...openApprovals(view),
          ...moveTo(view, 'paused', 'Stopped by you.'),
        ]),
      )
      for (const view of open) runs.abort(view.id, 'stopped')
    },

    resume(taskId) {
      const [top] = below(taskId)
      refuseDeleted(top)
      const parked = isLive(top.status) && !runs.isRunning(taskId)
      const again = isStopped(top.status) || parked || top.status === 'failed' || top.status === 'cancelled'
      const stopped = viewsBelow(taskId)
      if (!again && stopped.length === 0) {
        throw new AppError(
          'conflict',
          `${top.displayId} is ${top.status}: there is nothing to resume. Write to it instead.`,
        )
      }
      const waking = [...(again ? [journal.view(taskId)] : []), ...stopped]
      // Also those that are parked on a question: whether it still has to be asked is decided anew.
      journal.append(waking.flatMap((view) => moveTo(view, 'in_progress')))
      for (const view of waking) runs.start(view.id)
    },

    cancel(taskId, reason) {
      const [top] = below(taskId)
      if (!core.cancel(top.id, 'person', reason))
        throw new AppError('conflict', 'This task has ended already.')
    },

    rename(taskId, title) {
      journal.view(taskId)
      journal.append([{ taskId, body: { type: 'title.changed', title } }])
    },

    setBudget: (taskId, limits, goOn = true) => setBudget(core, taskId, limits, goOn),

    budget(taskId) {
      const { rootId } = below(taskId)[0]
      return budgetStates(store.tasks, core.budgets.ledgerOf(rootId), taskId, deps.now())
    },

    setMode: (taskId, mode) => switchMode(core, journal.view(taskId), mode, 'person', ''),

    setModel(taskId, providerId, model) {
      journal.view(taskId)
      journal.append([{ taskId, body: { type: 'model.changed', providerId, model } }])
    },

    answerQuestion,

    retry: (taskId, how) => retryTask(core, taskId, how),

    retryNow(taskId) {
      if (!runs.isRunning(taskId) || !wakers.wake(`retry:${taskId}`))
        throw new AppError('conflict', 'This task is not waiting to ask again.')
    },
  }

  function answerQuestion(
    taskId: TaskId,
    callId: CallId,
    text: string,
    mode: string | null,
    extras: MessageExtras = {},
  ): void {
    const view = journal.view(taskId)
    const call = view.calls[callId]
    if (call?.status !== 'awaiting_answer') {
      throw new AppError('conflict', `${view.displayId} does not wait for an answer to this any more.`)
    }
    if (view.status !== 'awaiting_input') {
      throw new AppError('conflict', `${view.displayId} is ${view.status}. Resume it, then answer.`)
    }
    answer(view, callId, text, mode, extras)
  }

  function answer(
    view: TaskView,
    callId: CallId,
    text: string,
    mode: string | null,
    extras: MessageExtras = {},
  ): void {
    if (mode !== null) switchMode(core, view, mode, 'person', 'The chosen answer asks for it.')
    journal.append([
      { taskId: view.id, body: { type: 'question.answered', callId, answer: text, by: 'person' } },
      // An answer is words alone: what it mentions and shows follows as a message of its own.
      ...(Object.keys(presentExtras(extras)).length === 0
        ? []
        : [saidBy(view.id, 'With my answer:', extras)]),
      ...moveTo(view, 'in_progress'),
    ])
    wakers.wake(`answer:${callId}`)
    runs.start(view.id)
  }

  /** The task and all below it, parents first. */
  function below(taskId: TaskId): [TaskSummary, ...TaskSummary[]] {
    const [top, ...rest] = store.tasks.subtree(taskId)
    if (top === undefined) throw new AppError('not_found', `There is no task ${taskId}.`)
    return [top, ...rest]
  }

  /** What is stopped below a task, or parked there with nobody at work on it, and can be read. */
  function viewsBelow(taskId: TaskId): TaskView[] {
    const idle = below(taskId)
      .slice(1)
      .filter(({ id, status }) => isStopped(status) || (isLive(status) && !runs.isRunning(id)))
    return readableViews(
      core,
      idle.map(({ id }) => id),
    )
  }

  /** Their logs are read only where something is to be written: a tree may have many that have ended. */
  function viewsForEnding(tasks: TaskSummary[]): TaskView[] {
    return tasks.map(({ id }) => viewForEnding(core, id))
  }
}

function saidBy(taskId: TaskId, text: string, extras: MessageExtras): Entry {
  const messageId = newId<MessageId>('msg')
  return {
    taskId,
    body: { type: 'message.added', messageId, from: 'person', text, ...presentExtras(extras) },
  }
}

function openApprovals(view: TaskView): Entry[] {
  return Object.values(view.calls).flatMap((call) => withdrawal(view, call))
}

function summary(task: TaskSummary | null, taskId: TaskId): TaskSummary {
  if (task === null) throw new Error(`${taskId} was made and is not there.`)
  return task
}
