import { AppError } from '../../contract/app-error.ts'
import type { CallId, MessageId } from '../../contract/ids.ts'
import { isEnded, isStopped } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import { newId } from '../base/new-id.ts'
import { messageFirst, noAnswer, stillAtWork } from '../prompt/mailbox-words.ts'
import type { Prompt, ToolResult } from '../tools/tool.ts'
import type { EngineCore } from './core.ts'
import { engineWord } from './engine-word.ts'
import { finishedFact, withdrawal } from './finish-call.ts'
import { type Entry, moveTo } from './journal.ts'
import { isOut } from './plan-turn.ts'

/** So many messages one task may send another: two models must not talk for ever. */
export const mostMessages = 50

/**
 * Delivers a message to the parent or a child of a task: into the receiver's log in one transaction with the
 * sender's result, so that it arrives once or not at all. A blocker wakes a parent, an answer the child that
 * waits for it; progress wakes nobody. Throws AppError in words when it cannot be delivered.
 */
export function sendPrompt(core: EngineCore, view: TaskView, callId: CallId, prompt: Prompt): ToolResult {
  const { journal, wakers } = core
  const { kind, message } = prompt
  const found = receiverOf(core, view, prompt)
  const receiver = journal.view(found.id)
  const wakes = isParked(receiver) || (kind === 'blocker' && isIdle(receiver))
  const display = { type: 'sent' as const, to: receiver.displayId, kind, message }
  const text = deliveredTo(receiver, prompt)
  const fromTask = { taskId: view.id, displayId: view.displayId, kind }
  const messageId = newId<MessageId>('msg')
  const call = view.calls[callId] as ToolCallView
  journal.append([
    {
      taskId: receiver.id,
      body: { type: 'message.added', messageId, from: 'task', text: message, fromTask },
    },
    finishedFact(view, call, { outcome: 'ok', result: text, display }, 0),
    ...(wakes ? moveTo(receiver, 'in_progress') : []),
  ])
  const waits = receiver.status === 'awaiting_subtask' && kind !== 'progress'
  // Nobody may listen there, as when tasks were left as they were.
  if (wakes || (waits && !wakers.wake(`return:${receiver.id}`))) core.run(receiver.id)
  return { outcome: 'ok', text, display }
}

function receiverOf({ deps }: EngineCore, view: TaskView, { to, kind }: Prompt): TaskSummary {
  const { tasks } = deps.store
  const parent = view.parentId === null ? null : tasks.get(view.parentId)
  const children = tasks.children(view.id)
  const name = to.trim().toLowerCase()
  const isNamed = ({ displayId }: TaskSummary) => displayId.toLowerCase() === name
  const up = parent !== null && (name === 'parent' || isNamed(parent))
  const found = up ? parent : children.find(isNamed)
  const refuse = (why: string): never => {
    throw new AppError('conflict', `Nothing was sent. ${why}`)
  }
  if (found === undefined || found.deletedAt !== null) {
    const known = [...(parent === null ? [] : [parent]), ...children].map(({ displayId }) => displayId)
    const whom = known.length === 0 ? 'You have neither.' : `They are: ${known.join(', ')}.`
    return refuse(`You can write only to your parent task and to your own subtasks. ${whom}`)
  }
  const { displayId, status } = found
  if (up !== (kind === 'progress' || kind === 'blocker')) {
    return refuse(
      up
        ? `${displayId} is your parent: send it progress or a blocker.`
        : `${displayId} is your subtask: send it an answer or a redirect.`,
    )
  }
  if (isEnded(status)) {
    return refuse(
      up
        ? `${displayId} is ${status} and reads nothing any more. Ask the user with ask_followup_question, or finish with what you know.`
        : `${displayId} is ${status} and reads nothing any more. Start another subtask if there is more to do.`,
    )
  }
  if (sentTo(view, displayId) >= mostMessages) {
    return refuse(
      `You have sent ${displayId} ${mostMessages} messages, which is as many as there may be. Go on with what you know, or ask the user.`,
    )
  }
  return found
}

function sentTo({ calls }: TaskView, displayId: string): number {
  return Object.values(calls).filter(({ display }) => display?.type === 'sent' && display.to === displayId)
    .length
}

function deliveredTo({ displayId, status }: TaskView, { kind }: Prompt): string {
  const when = isStopped(status) ? ` It is ${status} and reads this when it goes on.` : ''
  const wait = kind === 'blocker' ? ' You wait for its answer, which follows as a message.' : ''
  return `Sent to ${displayId}.${when}${wait}`
}

/** Whether a task waits for its parent's answer to a blocker. */
export function isParked({ status, needs }: Pick<TaskSummary, 'status' | 'needs'>): boolean {
  return status === 'awaiting_input' && needs === 'answer'
}

/** Whether a task waits for any word at all, having no question open: its model had nothing to call. */
export function isIdle({ status, calls }: TaskView): boolean {
  return status === 'awaiting_input' && Object.values(calls).every((call) => call.status === 'finished')
}

/**
 * Has a task that reported a blocker wait for the answer. When nobody is there any more to give one it is told so
 * and goes on: resolves to whether it waits.
 */
export function awaitAnswer({ deps, journal, wakers }: EngineCore, view: TaskView): boolean {
  const parent = view.parentId === null ? null : deps.store.tasks.get(view.parentId)
  if (parent === null || isEnded(parent.status)) {
    journal.append([engineWord(view.id, noAnswer(parent?.displayId ?? 'Your parent'))])
    return false
  }
  journal.append(
    moveTo(view, 'awaiting_input', `It is blocked and waits for an answer of ${parent.displayId}.`, 'answer'),
  )
  wakers.wake(`return:${parent.id}`)
  return true
}

/** What tells those below a task that wait for its answer that none will come; and who they are. */
export function answersLost(core: EngineCore, view: TaskView): { entries: Entry[]; waking: TaskView[] } {
  const waking = core.deps.store.tasks
    .children(view.id)
    .filter((child) => isParked(child) && child.damage === null)
    .map(({ id }) => core.journal.view(id))
  const entries = waking.flatMap((child) => [
    engineWord(child.id, noAnswer(view.displayId)),
    ...moveTo(child, 'in_progress'),
  ])
  return { entries, waking }
}

/**
 * Gives every open call of a turn that waits for subtasks a result, so that its task can read the message that
 * needs it first: those that are under way are no longer waited for, the rest was not begun.
 */
export function letGo({ journal }: EngineCore, view: TaskView, callIds: readonly CallId[]): void {
  const open = callIds.flatMap((callId) => view.calls[callId] ?? []).filter((c) => c.status !== 'finished')
  journal.append([
    ...open.flatMap((call) => [
      ...withdrawal(view, call),
      finishedFact(
        view,
        call,
        isOut(call) && call.subtask !== null
          ? { outcome: 'ok', result: stillAtWork(call.subtask.childDisplayId) }
          : { outcome: 'cancelled', result: messageFirst },
        0,
      ),
    ]),
    ...moveTo(view, 'in_progress'),
  ])
}
