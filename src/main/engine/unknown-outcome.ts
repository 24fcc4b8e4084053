import { relative, sep } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import type { CallId, TaskId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { OutcomeDecision } from '../../contract/tool-call.ts'
import { doubtOfCall, doubtOfCommand, doubtOfWrite, settledResult } from '../prompt/doubt-words.ts'
import { interruptedResult } from '../prompt/nudges.ts'
import type { EngineCore } from './core.ts'
import type { LostCommand } from './engine-deps.ts'
import { type CallEnd, finishCall, finishedFact } from './finish-call.ts'
import { type Entry, moveTo } from './journal.ts'

/** The tool whose calls leave a command's record behind. */
const commandTool = 'execute_command'

/**
 * Deals with a call that an end of the app left open: one that had begun and cannot simply be made again, one
 * that a person has been asked about, or one that they have spoken about. What can be found out gives the call
 * its result; the rest becomes a question to the person, and waits (N2). Returns `settled` when the call has its
 * result, and `run` when it is to be carried out, for the first time or again. Rejects with the signal's
 * reason when the task is stopped meanwhile.
 */
export async function settleDoubt(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  signal: AbortSignal,
): Promise<'settled' | 'run'> {
  const { callId, unknown } = call
  if (call.status === 'pending' && unknown !== null && unknown.decision !== null) {
    if (unknown.decision === 'rerun') return 'run'
    finishCall(core, view, callId, await endOf(core, view, call, unknown.decision, unknown.note))
    return 'settled'
  }
  if (call.status === 'outcome_unknown') return waitForPerson(core, view, callId, [], signal)
  // A tool that is gone since may have been one that changes things.
  const repeatable = core.deps.tools.find(call.name)?.repeatable ?? false
  if (call.status !== 'running' || repeatable) return 'run'

  const found = call.write !== null ? await judgeWrite(core, view, call) : await judgeCall(core, view, call)
  signal.throwIfAborted()
  if (found === 'run') return 'run'
  if ('what' in found) {
    const { what, facts } = found
    const asked = { taskId: view.id, body: { type: 'outcome.unknown' as const, callId, what } }
    return waitForPerson(core, view, callId, [...facts, asked], signal)
  }
  finishCall(core, view, callId, found)
  return 'settled'
}

/** What a look at the world tells: a result, that nothing was done yet, or no more than `what`. */
type Finding = CallEnd | 'run' | { what: string; facts: Entry[] }

/** A file that still has its old content was not written; one that has its new content was. */
async function judgeWrite(core: EngineCore, view: TaskView, call: ToolCallView): Promise<Finding> {
  const { path, before, after } = call.write ?? { path: '', before: null, after: null }
  const unknown = (state: Parameters<typeof doubtOfWrite>[1]): Finding => ({
    what: doubtOfWrite(shown(view, path), state),
    facts: [],
  })
  try {
    const found = await core.deps.hashFile(path)
    if (found === after) {
      // What a person approved is what was done; of what a rule let through nothing more was kept.
      const subject = call.approval?.subject
      const display = subject?.type === 'edit' ? subject : null
      return { outcome: 'ok', result: interruptedResult('written'), display }
    }
    if (found === before) return 'run'
    return unknown({ state: found === null ? 'missing' : 'other' })
  } catch (error) {
    return unknown({ state: 'unreadable', why: error instanceof Error ? error.message : String(error) })
  }
}

/** A command whose end was noted has its result; of one that was cut off, and of anything else, too little is known. */
async function judgeCall(core: EngineCore, view: TaskView, call: ToolCallView): Promise<Finding> {
  if (call.name !== commandTool) return { what: doubtOfCall(call.name), facts: [] }
  const lost = await traceCommand(core, view, call)
  if (lost.state === 'ended') return lost.end
  if (lost.state === 'none') return { what: doubtOfCommand(null), facts: [] }
  const { commandId, pid } = lost
  const body = { type: 'command.started' as const, callId: call.callId, commandId, pid }
  // Killed before this was noted: now its output can be found.
  const facts = call.commandId === null ? [{ taskId: view.id, body }] : []
  return { what: doubtOfCommand(lost), facts }
}

async function traceCommand(
  { deps }: EngineCore,
  view: TaskView,
  { callId, commandId, startedAt }: ToolCallView,
): Promise<LostCommand> {
  try {
    const { id: taskId, folder } = view
    return await deps.commands.trace({ taskId, callId, commandId, folder, since: startedAt ?? 0 })
  } catch (error) {
    deps.log('warn', `What was kept of ${commandId ?? callId} cannot be read: ${String(error)}`)
    return { state: 'none' }
  }
}

/** Puts the question, unless it stands already, and waits until a person has answered it. */
async function waitForPerson(
  core: EngineCore,
  view: TaskView,
  callId: CallId,
  facts: Entry[],
  signal: AbortSignal,
): Promise<'settled' | 'run'> {
  core.journal.append([...facts, ...moveTo(view, 'awaiting_input')])
  const answered = () => (view.calls[callId]?.status === 'outcome_unknown' ? null : view.calls[callId])
  const call = await core.wakers.until(wakerOf(callId), () => answered() ?? null, signal)
  if (call.status === 'finished') return 'settled'
  return settleDoubt(core, view, call, signal)
}

const wakerOf = (callId: CallId) => `outcome:${callId}`

/** Whether a person is asked what became of a call. */
export function openDoubt(view: TaskView): ToolCallView | null {
  return Object.values(view.calls).find((call) => call.status === 'outcome_unknown') ?? null
}

/** What a person says became of a call. */
export type OutcomeAnswer = { callId: CallId; decision: OutcomeDecision; note: string }

/**
 * Takes a person's word on a call whose outcome is unknown, in one transaction with the result it gives. Of two
 * surfaces that answer at once the first wins. Rejects with AppError `conflict`, in words, when the call is not
 * in doubt any more or its task does not wait.
 */
export async function settleOutcome(core: EngineCore, taskId: TaskId, answer: OutcomeAnswer): Promise<void> {
  const { journal, wakers } = core
  const { callId, decision, note } = answer
  const view = journal.view(taskId)
  const before = assertInDoubt(view, callId)
  const end = decision === 'rerun' ? null : await endOf(core, view, before, decision, note)
  // Reading what was kept takes a moment: somebody else may have answered, or ended the task.
  const call = assertInDoubt(view, callId)
  journal.append([
    { taskId, body: { type: 'outcome.settled', callId, decision, note } },
    ...(end === null ? [] : [finishedFact(view, call, end, 0)]),
    ...moveTo(view, 'in_progress'),
  ])
  wakers.wake(wakerOf(callId))
  core.run(taskId)
}

const decided = { rerun: 'said to be run again', done: 'said to be done', skip: 'left as it is' } as const

function assertInDoubt(view: TaskView, callId: CallId): ToolCallView {
  const call = view.calls[callId]
  if (call === undefined) throw new AppError('not_found', `${view.displayId} has no such call.`)
  if (call.status !== 'outcome_unknown') {
    const decision = call.unknown?.decision ?? null
    const why = decision === null ? 'is not in doubt' : `was ${decided[decision]} already`
    throw new AppError('conflict', `What became of this call of ${view.displayId} ${why}.`)
  }
  if (view.status !== 'awaiting_input') {
    const { displayId, status } = view
    throw new AppError('conflict', `${displayId} is ${status}. Resume it, then say what became of this.`)
  }
  return call
}

/** The result that a person's word gives a call, with what was kept of it. */
async function endOf(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  decision: Exclude<OutcomeDecision, 'rerun'>,
  note: string,
): Promise<CallEnd> {
  const lost = call.commandId === null ? null : await traceCommand(core, view, call)
  const kept = lost?.state === 'lost' ? lost : null
  const what = call.unknown?.what ?? ''
  return {
    outcome: decision === 'done' ? 'ok' : 'unknown',
    result: settledResult({ decision, note, what, output: kept?.output ?? null }),
    display: kept?.display ?? null,
  }
}

function shown(view: TaskView, path: string): string {
  const inner = relative(view.folder, path)
  return inner === '' || inner.startsWith('..') ? path : inner.replaceAll(sep, '/')
}
