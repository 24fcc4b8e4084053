import { AppError } from '../../contract/app-error.ts'
import type { MessageId, TaskId } from '../../contract/ids.ts'
import { type MessageContext, presentExtras } from '../../contract/message-extras.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import { isEnded, isStopped } from '../../contract/task-status.ts'
import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import { newId } from '../base/new-id.ts'
import type { EngineCore } from './core.ts'
import { refuseDeleted } from './delete-task.ts'
import { finishedFact, withdrawal } from './finish-call.ts'
import { type Entry, moveTo } from './journal.ts'
import { readAll } from './read-all.ts'
import type { TaskRuns } from './task-runs.ts'
import { openDoubt } from './unknown-outcome.ts'

/** What stands for the result of a call that was open when its turn was set aside. */
const setAside = 'Not carried out: the user said something else instead of the message that this followed.'

/**
 * Has a task go on from one of its person's messages with other words in its place, in one transaction. That message
 * and what came after are no part of the history any more; they stay in the log, and what they did to files stays done. The todo
 * list is as it was then, and so is the mode, unless a person has switched it since.
 * Throws AppError `not_found`, `task_damaged`, and `conflict` in words: at work, in doubt, a subtask that is still out.
 */
export function editMessage(
  core: EngineCore,
  runs: Pick<TaskRuns, 'abort'>,
  taskId: TaskId,
  { messageId, text, context = [] }: { messageId: MessageId; text: string; context?: MessageContext[] },
): void {
  const view = core.journal.view(taskId)
  refuseDeleted(view)
  const index = view.items.findIndex((item) => item.id === messageId)
  const said = view.items[index]
  if (said?.type !== 'message')
    throw new AppError('not_found', `That message is no part of the history of ${view.displayId} any more.`)
  if (said.from !== 'person')
    throw new AppError('conflict', 'Only your own messages can be edited. Write to the task instead.')
  refuseAtWork(view)
  const aside = view.items.slice(index)
  const calls = callsOf(aside, view)
  refuseOut(view, calls)

  const then = viewBefore(readAll(core.deps.store, taskId), messageId)
  const back: Entry[] = []
  if (then !== null && then.modeSnapshotId !== view.modeSnapshotId && !switchedByPerson(aside)) {
    const { mode: to, modeName, modeSnapshotId } = then
    const reason = 'As it was at this message.'
    const by = 'person'
    back.push({
      taskId,
      body: { type: 'mode.switched', from: view.mode, to, modeName, modeSnapshotId, by, reason },
    })
  }
  if (then !== null && JSON.stringify(then.todos) !== JSON.stringify(view.todos)) {
    back.push({ taskId, body: { type: 'todo.updated', items: then.todos } })
  }
  const open = calls.filter(({ status }) => status !== 'finished')
  core.journal.append([
    ...open.flatMap((call) => [
      ...withdrawal(view, call),
      finishedFact(view, call, { outcome: 'cancelled', result: setAside }, 0),
    ]),
    {
      taskId,
      body: {
        type: 'history.rewound',
        ...{ items: index, messageId: newId<MessageId>('msg'), text },
        // Images stay, and so does what mentions stood for when it was said first.
        ...presentExtras({ images: said.images, context: stillMentioned(said.context ?? [], text, context) }),
      },
    },
    ...back,
    ...moveTo(view, 'in_progress'),
  ])
  // A loop that waits for an answer waits for one that nobody gives any more.
  runs.abort(taskId, 'stopped')
  core.run(taskId)
}

/** What the mentions of a changed text stand for: those it had before as they were sent, the others as they are now. */
function stillMentioned(
  before: readonly MessageContext[],
  text: string,
  now: readonly MessageContext[],
): MessageContext[] {
  const kept = before.filter(({ mention }) => text.includes(mention))
  const known = new Set(kept.map(({ mention }) => mention))
  return [...kept, ...now.filter(({ mention }) => !known.has(mention))]
}

/** The calls of turns, in their order. */
export function callsOf(items: readonly TranscriptItem[], { calls }: TaskView): ToolCallView[] {
  return items.flatMap((item) =>
    item.type === 'turn' ? item.callIds.flatMap((callId) => calls[callId] ?? []) : [],
  )
}

function refuseAtWork(view: TaskView): void {
  const { displayId, status } = view
  if (openDoubt(view) !== null) {
    throw new AppError('conflict', `Say first what became of the call of ${displayId} that is in doubt.`)
  }
  if (isEnded(status) || isStopped(status) || status === 'awaiting_input') return
  const why =
    status === 'awaiting_subtask'
      ? 'waits for a subtask'
      : status === 'awaiting_approval'
        ? 'waits for your approval'
        : 'is at work'
  throw new AppError('conflict', `${displayId} ${why}. Stop it first, then edit; or fork from here.`)
}

/** A subtask that was asked for after the message would come back to a call that is history no more. */
function refuseOut({ displayId }: TaskView, calls: readonly ToolCallView[]): void {
  const out = calls.flatMap(({ subtask }) =>
    subtask !== null && subtask.outcome === null ? [subtask.childDisplayId] : [],
  )
  if (out.length === 0) return
  const verb = out.length === 1 ? 'has' : 'have'
  throw new AppError(
    'conflict',
    `${out.join(', ')}, which ${displayId} asked for after this message, ${verb} not returned. Cancel ${out.length === 1 ? 'it' : 'them'} first, or fork from here.`,
  )
}

function switchedByPerson(items: readonly TranscriptItem[]): boolean {
  return items.some(
    (item) => item.type === 'notice' && item.notice.type === 'mode' && item.notice.by === 'person',
  )
}

/** The task right before a message was said; as it began for its first one. */
function viewBefore(log: readonly TaskEvent[], messageId: MessageId): TaskView | null {
  const at = log.findIndex(
    ({ body }) =>
      (body.type === 'message.added' || body.type === 'history.rewound') && body.messageId === messageId,
  )
  return replayTask(log.slice(0, at === -1 ? 1 : at))
}
