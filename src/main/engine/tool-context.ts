import { AppError } from '../../contract/app-error.ts'
import type { TaskChecks } from '../../contract/checks.ts'
import type { CallId } from '../../contract/ids.ts'
import type { Mode } from '../../contract/mode.ts'
import { readWish } from '../../contract/subtask-wish.ts'
import type { ApprovalView, TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { Suggestion, TodoItem } from '../../contract/tool-display.ts'
import { subtasksOut } from '../prompt/mailbox-words.ts'
import { messageArrived, notBegunBeside, stoppedWithParent } from '../prompt/nudges.ts'
import type { Sibling, ToolContext, ToolResult } from '../tools/tool.ts'
import { allowedTo, type EngineCore } from './core.ts'
import { endTask, startSubtask } from './delegation.ts'
import { moveTo } from './journal.ts'
import { sendPrompt } from './mailbox.ts'
import { isWord } from './next-step.ts'
import { closeWorktree, openAnother } from './own-worktree.ts'
import { prepareWorktree } from './prepare-worktree.ts'
import { takeChecks } from './run-checks.ts'
import { stopperOf } from './stop-others.ts'
import { switchMode } from './switch-mode.ts'
import { takeOver } from './take-over.ts'
import { waitForSubtasks } from './wait-for-subtasks.ts'
import { wantsWorktree } from './wants-worktree.ts'
import { workToFinish } from './work-to-finish.ts'

/** What the engine lends a tool for one call. */
export function toolContext(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  mode: Mode,
  signal: AbortSignal,
): ToolContext {
  const { deps, journal, live } = core
  const { callId } = call
  const taskId = view.id

  return {
    taskId,
    callId,
    folder: view.folder,
    mode,
    signal,
    commandTimeoutMs: deps.store.settings.preferences().commandTimeoutSeconds * 1_000,
    modes: () => deps.modes.list(view.workspaceId),
    output: (text) => live.add(taskId, { target: callId, channel: 'output', text }),
    commandStarted: (commandId, pid) =>
      void journal.append([{ taskId, body: { type: 'command.started', callId, commandId, pid } }]),
    sibling: (name) => siblingOf(view, call, name),
    async startSubtask(order) {
      let checks: TaskChecks | undefined
      try {
        checks = await takeChecks(core, view, callId, order.checks, signal)
      } catch (error) {
        if (error instanceof AppError && error.code === 'bad_request')
          return { outcome: 'error', text: error.message }
        throw error
      }
      const worktree = await wantsWorktree(core, view, call, order)
      signal.throwIfAborted()
      const by = stopperOf(view, call)
      if (by !== null) return { outcome: 'cancelled', text: notBegunBeside(by) }
      const childId = refusable(() => startSubtask(core, view, callId, { ...order, checks, worktree }))
      if (typeof childId !== 'string') return childId
      core.run(childId)
      if (!order.background) return null
      const child = journal.view(childId)
      return { outcome: 'ok', text: startedInBackground(child.displayId) }
    },
    finishing: () => workToFinish(core, view, call, signal),
    async complete(result) {
      const { folder, worktree } = view
      const unread = async () => {
        if (!hasUnreadMessage(view, call)) return null
        // What it does from here on is work of its own again.
        await openAnother(core, view, folder, signal)
        await prepareWorktree(core, view, signal)
        return { outcome: 'error' as const, text: messageArrived }
      }
      const before = await unread()
      if (before !== null) return before
      // In a worktree of its own also those in the background: they work in it, or their work goes there.
      const out = Object.values(view.calls).flatMap(({ subtask: one }) =>
        one !== null && (!one.background || worktree !== null) && one.outcome === null
          ? [one.childDisplayId]
          : [],
      )
      if (out.length > 0) return { outcome: 'error', text: subtasksOut(out) }
      const undone = await takeOver(core, view, { callId, result }, signal)
      if (undone !== null) return undone
      signal.throwIfAborted()
      const after = await unread()
      if (after !== null) return after
      stopActive(core, view, callId)
      endTask(core, view, { outcome: 'completed', result })
      if (worktree !== null) await closeWorktree(core, view, folder)
      return { outcome: 'ok', text: 'The task is completed.' }
    },
    sendPrompt: async (prompt) => refusable(() => sendPrompt(core, view, callId, prompt)),
    waitForSubtasks: (subtask, first) => {
      const enough = () => first && hasUnreadMessage(view, call)
      return waitForSubtasks(core, view, { subtask, enough }, signal)
    },
    ask: (question, suggestions) => ask(core, view, call, { question, suggestions }, signal),
    async switchMode(slug, reason) {
      const refused = refusable(() => switchMode(core, view, slug, 'model', reason))
      return refused ?? { outcome: 'ok', text: `The mode is now ${slug}.` }
    },
    async setTodos(items: TodoItem[]) {
      journal.append([{ taskId, body: { type: 'todo.updated', items } }])
    },
  }
}

/** Cancels the subtasks that its person wanted to end with the task. What they hand up then is no news to its model. */
function stopActive(core: EngineCore, view: TaskView, callId: CallId): void {
  const { approval } = view.calls[callId] ?? {}
  if (!wantsAllStopped(approval) || approval?.subject.type !== 'completion') return
  for (const { taskId } of approval.subject.active ?? []) core.cancel(taskId, 'person', stoppedWithParent)
}

const wantsAllStopped = (approval: ApprovalView | null | undefined) =>
  approval?.decision === 'approved' && approval.work?.stopSubtasks === true

/** What became of the subtask that another call of the same turn asked for under this name. */
function siblingOf(view: TaskView, self: ToolCallView, name: string): Sibling {
  const other = Object.values(view.calls).find(
    (one) =>
      one.turnId === self.turnId &&
      one.callId !== self.callId &&
      one.name === 'new_task' &&
      readWish(one).name === name,
  )
  if (other === undefined) return { state: 'missing' }
  if (other.status !== 'finished') return { state: 'open' }
  const { subtask, outcome } = other
  if (subtask !== null && subtask.outcome === null) return { state: 'failed' }
  if (subtask === null || outcome !== 'ok') return { state: 'failed' }
  return { state: 'completed', displayId: subtask.childDisplayId, summary: subtask.summary ?? '' }
}

/** Runs what may be refused for reasons the model should hear. */
function refusable<T>(work: () => T): T | ToolResult {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) return { outcome: 'error', text: error.message }
    throw error
  }
}

/**
 * Whether a word came after the turn of this call began, a child's report too: it must be read before the end. Unless
 * its person had all subtasks stopped: then what they report holds nothing up, also when a kill came in between.
 */
function hasUnreadMessage(view: TaskView, { callId, turnId }: ToolCallView): boolean {
  const turn = view.items.findLastIndex((item) => item.type === 'turn' && item.id === turnId)
  const reports = !wantsAllStopped(view.calls[callId]?.approval)
  return view.items
    .slice(turn + 1)
    .some((item) => isWord(item) && (reports || (item.type === 'message' && item.from !== 'engine')))
}

async function ask(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  asked: { question: string; suggestions: Suggestion[] },
  signal: AbortSignal,
): Promise<{ answer: string; mode: string | null }> {
  const { journal, wakers } = core
  const { callId } = call
  const taskId = view.id
  const before = view.mode
  const given = () => {
    const answer = view.calls[callId]?.question?.answer ?? null
    return answer === null ? null : { answer, mode: view.mode === before ? null : view.mode }
  }
  const standing = view.calls[callId]?.question ?? null
  if (standing !== null && standing.answer !== null) return { answer: standing.answer, mode: null }
  const question = { taskId, body: { type: 'question.asked' as const, callId, ...asked } }

  const entries = allowedTo(core, view)
  const first = asked.suggestions[0]
  if (first !== undefined && entries.some(({ action, on }) => action === 'followup' && on)) {
    journal.append([
      ...(standing === null ? [question] : []),
      { taskId, body: { type: 'question.answered', callId, answer: first.text, by: 'rule' } },
    ])
    if (first.mode !== null) switchMode(core, view, first.mode, 'model', 'The suggested answer asks for it.')
    return { answer: first.text, mode: first.mode }
  }
  journal.append([...(standing === null ? [question] : []), ...moveTo(view, 'awaiting_input')])
  return wakers.until(`answer:${callId}`, given, signal)
}

/** What a parent is told of a child it does not wait for. */
export function startedInBackground(displayId: string): string {
  return `${displayId} was started in the background. It does not hold you up.`
}
