import type { TaskView } from '../../contract/task-view.ts'
import type { ToolResult } from '../tools/tool.ts'
import type { EngineCore } from './core.ts'
import { moveTo } from './journal.ts'
import { isParked } from './mailbox.ts'
import { hasUrgentWord } from './next-step.ts'

/**
 * Waits in `awaiting_subtask` until a task's subtask, or all that can return by themselves, have returned, or
 * until a message needs the task sooner, or what has come is `enough`. Whom it waits for is read from the log, so that a call that a stop or a
 * crash broke off simply waits again. Nobody waits for a subtask that itself waits for the answer of this task.
 * Rejects with the signal's reason when the task is stopped.
 */
export async function waitForSubtasks(
  core: EngineCore,
  view: TaskView,
  { subtask, enough }: { subtask: string | null; enough(): boolean },
  signal: AbortSignal,
): Promise<ToolResult> {
  const { journal, wakers, deps } = core
  const name = subtask?.trim().toLowerCase() ?? null
  const all = () => Object.values(view.calls).flatMap((call) => call.subtask ?? [])
  const named = () => all().filter((one) => name === null || one.childDisplayId.toLowerCase() === name)
  if (name !== null && named().length === 0) {
    const known = all().map(({ childDisplayId }) => childDisplayId)
    const whom = known.length === 0 ? 'You started none.' : `Yours are: ${known.join(', ')}.`
    return { outcome: 'error', text: `${subtask} is no subtask that you started. ${whom}` }
  }
  const out = () => named().filter(({ outcome }) => outcome === null)
  const before = out().map(({ childDisplayId }) => childDisplayId)

  const look = (): ToolResult | null => {
    const still = out()
    const blocked = still.filter(({ childId }) => {
      const child = deps.store.tasks.get(childId)
      return child !== null && isParked(child)
    })
    const ids = (subtasks: typeof still) => subtasks.map(({ childDisplayId }) => childDisplayId)
    if (hasUrgentWord(view)) return { outcome: 'ok', text: sooner(ids(still)) }
    if (enough()) return { outcome: 'ok', text: oneCame(ids(still)) }
    if (still.length === 0) return { outcome: 'ok', text: returned(before) }
    if (blocked.length === still.length) return { outcome: 'error', text: blockedBy(ids(blocked)) }
    journal.append(moveTo(view, 'awaiting_subtask'))
    return null
  }
  const found = await wakers.until(`return:${view.id}`, look, signal)
  journal.append(moveTo(view, 'in_progress'))
  return found
}

function oneCame(still: string[]): string {
  return `A report has come and follows.${still.length === 0 ? '' : ` Still at work: ${still.join(', ')}. Wait again when you have used it.`}`
}

function sooner(still: string[]): string {
  return `A message that needs you came first and follows.${still.length === 0 ? '' : ` Still at work: ${still.join(', ')}. Wait again when you have seen to it.`}`
}

function returned(before: string[]): string {
  return before.length === 0
    ? 'Nothing to wait for: what you ask for has returned, and its report is in the conversation.'
    : `${before.join(', ')} ${before.length === 1 ? 'has' : 'have'} returned. What came of it follows as a message.`
}

function blockedBy(ids: string[]): string {
  return `${ids.join(', ')} ${ids.length === 1 ? 'waits' : 'wait'} for your answer, so there is nothing to wait for. Give it with send_prompt first; if you cannot, ask the user.`
}
