import { useState } from 'react'
import type { CallId, TaskId } from '../../../contract/ids.ts'
import type { OutcomeDecision } from '../../../contract/tool-call.ts'
import { errorCode, errorText } from '../../connection/error-text.ts'
import { useClient, useToasts } from '../../state/hooks.ts'

/**
 * Sends what a person says became of a call. That somebody answered elsewhere first is no failure: it is said, and
 * the card changes by itself when the log comes in.
 */
export function useSettle(taskId: TaskId, callId: CallId) {
  const client = useClient()
  const toasts = useToasts()
  const [busy, setBusy] = useState<OutcomeDecision | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function settle(decision: OutcomeDecision, note = ''): Promise<void> {
    if (busy !== null) return
    setBusy(decision)
    setProblem(null)
    try {
      await client.task.settleOutcome({ taskId, callId, decision, note })
    } catch (error) {
      setBusy(null)
      setProblem(errorText(error))
      if (errorCode(error) === 'CONFLICT')
        toasts.show({ tone: 'info', title: 'Not taken', detail: errorText(error) })
    }
  }
  return { settle, busy, problem }
}
