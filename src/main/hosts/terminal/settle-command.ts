import { isEnded } from '../../../contract/task-status.ts'
import type { TaskSummary } from '../../../contract/task-summary.ts'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { outcomeDecisionSchema } from '../../../contract/tool-call.ts'
import type { App } from '../../app.ts'
import { driveTree } from './drive-tree.ts'
import { UsageError } from './exit-code.ts'
import type { Output } from './output.ts'
import { parseApprove } from './parse-approve.ts'
import { findTask } from './resume-command.ts'
import { openDoubt } from './unknown-outcome.ts'

/** What `settle` was told. */
export type SettleOptions = { call?: string; note?: string; approve?: string; json: boolean; data?: string }

/** A call whose outcome is unknown, and its task. */
type Doubt = { task: TaskSummary; call: ToolCallView }

/**
 * `treeline settle`: takes a person's word on a call whose outcome is unknown, then goes on with its tree as
 * `resume` does. The call may be left out when it is the only one in doubt in the task, or else below it.
 * Returns the exit code of the tree.
 */
export async function settleCommand(
  app: App,
  id: string,
  word: string,
  options: SettleOptions,
  output: Output,
): Promise<number> {
  const decision = outcomeDecisionSchema.safeParse(word)
  if (!decision.success) {
    throw new UsageError(`"${word}" says nothing about a call. Say rerun, done or skip.`)
  }
  const toggles = parseApprove(options.approve)
  const { task, call } = findDoubt(app, findTask(app, id), options.call)
  const begin = async () => {
    const { rootId } = task
    if (toggles !== undefined) app.store.settings.setAutoApprove({ scope: 'task', taskId: rootId }, toggles)
    app.engine.tasks.resume(rootId)
    await untilAsked(app, { task, call })
    const { note = '' } = options
    await app.engine.tasks.settleOutcome(task.id, { callId: call.callId, decision: decision.data, note })
    return rootId
  }
  return driveTree(app, { json: options.json, output, begin, data: options.data })
}

/** The one call that is meant. Throws UsageError when there is none, or more than one. */
function findDoubt(app: App, named: TaskSummary, callId: string | undefined): Doubt {
  const doubtsOf = (tasks: TaskSummary[]): Doubt[] =>
    tasks.flatMap((task) => {
      const call = openDoubt(app.engine.view(task.id))
      return call === null || (callId !== undefined && call.callId !== callId) ? [] : [{ task, call }]
    })
  const own = doubtsOf([named])
  const below = app.store.tasks.subtree(named.id).filter(({ status }) => !isEnded(status))
  const doubts = own.length > 0 ? own : doubtsOf(below)
  const [only, ...others] = doubts
  if (only === undefined) {
    const which = callId === undefined ? 'No call' : `No call ${callId}`
    throw new UsageError(`${which} of ${named.displayId} waits for a word on what became of it.`)
  }
  if (others.length > 0) {
    const list = doubts.map(({ task, call }) => `  ${task.displayId} --call ${call.callId}`)
    throw new UsageError(`Several calls below ${named.displayId} are in doubt:\n${list.join('\n')}`)
  }
  return only
}

/** Resolves when the task waits for a word on the call, as it does soon after it was resumed. */
function untilAsked({ engine, store }: App, { task, call }: Doubt): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const stands = engine.view(task.id).calls[call.callId]?.status === 'outcome_unknown'
      const status = store.tasks.get(task.id)?.status
      // Anything else than going on is said by the engine, in words.
      if (stands && (status === 'in_progress' || status === 'queued')) return
      stop()
      resolve()
    }
    const stop = engine.listen(look)
    look()
  })
}
