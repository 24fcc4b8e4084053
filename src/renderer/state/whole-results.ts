import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallId, TaskId } from '../../contract/ids.ts'
import type { ToolCallView } from '../../contract/task-view.ts'
import type { Client } from '../connection/connection.ts'

/** The whole result of a finished call; null while the rest of it is not here. */
export type ReadResult = (call: ToolCallView) => string | null

/** What calls came to, whole: a transcript brings the beginnings of long results, and the rest is fetched to be read. */
export type WholeResults = {
  /** Reads what is here: another `of` whenever more has come. */
  store: StoreApi<{ of: ReadResult }>
  /**
   * Fetches what is not here yet of these calls' results, at once, and nothing that is on its way already. Rejects when
   * one cannot be had; what did come is kept.
   */
  load: (taskId: TaskId, calls: readonly ToolCallView[]) => Promise<void>
}

/** Keeps what was fetched for as long as the view that shows it is kept. */
export function createWholeResults(client: Pick<Client, 'task'>): WholeResults {
  const known = new WeakMap<ToolCallView, string>()
  const coming = new WeakMap<ToolCallView, Promise<void>>()
  const reader = (): { of: ReadResult } => ({
    of: (call) => (call.resultLeft === undefined ? (call.result ?? '') : (known.get(call) ?? null)),
  })
  const store = createStore(reader)

  async function fetch(taskId: TaskId, calls: readonly ToolCallView[]): Promise<void> {
    const byId = new Map<CallId, ToolCallView>(calls.map((call) => [call.callId, call]))
    try {
      const results = await client.task.results({ taskId, callIds: [...byId.keys()] })
      for (const [callId, call] of byId) {
        const result = results[callId]
        if (result === undefined) throw new Error(`The result of ${call.name} is not in the log any more.`)
        known.set(call, result)
      }
    } finally {
      for (const call of calls) coming.delete(call)
      store.setState(reader(), true)
    }
  }

  return {
    store,
    load: async (taskId, calls) => {
      const missing = calls.filter((call) => store.getState().of(call) === null)
      const unasked = missing.filter((call) => !coming.has(call))
      if (unasked.length > 0) {
        const fetching = fetch(taskId, unasked)
        for (const call of unasked) coming.set(call, fetching)
      }
      await Promise.all(new Set(missing.map((call) => coming.get(call))))
    },
  }
}
