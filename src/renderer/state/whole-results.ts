import type { CallId, TaskId } from '../../contract/ids.ts'
import type { ToolCallView } from '../../contract/task-view.ts'
import type { Client } from '../connection/connection.ts'

/** What calls came to, whole: a transcript brings the beginnings of long results, and the rest is fetched to be read. */
export type WholeResults = {
  /** The whole result of a finished call; null while the rest of it is not here. */
  of: (call: ToolCallView) => string | null
  /** Fetches what is not here yet of these calls' results, at once. Rejects when it cannot be had. */
  load: (taskId: TaskId, calls: readonly ToolCallView[]) => Promise<void>
}

/** Keeps what was fetched for as long as the view that shows it is kept. */
export function createWholeResults(client: Pick<Client, 'task'>): WholeResults {
  const known = new WeakMap<ToolCallView, string>()

  const of = (call: ToolCallView) =>
    call.resultLeft === undefined ? (call.result ?? '') : (known.get(call) ?? null)

  return {
    of,
    load: async (taskId, calls) => {
      const missing = new Map<CallId, ToolCallView>()
      for (const call of calls) if (of(call) === null) missing.set(call.callId, call)
      if (missing.size === 0) return
      const results = await client.task.results({ taskId, callIds: [...missing.keys()] })
      for (const [callId, call] of missing) {
        const result = results[callId]
        if (result === undefined) throw new Error(`The result of ${call.name} is not in the log any more.`)
        known.set(call, result)
      }
    },
  }
}
