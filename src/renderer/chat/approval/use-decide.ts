import { useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { ApprovalView } from '../../../contract/task-view.ts'
import type { WorkAnswer } from '../../../contract/work.ts'
import { errorCode, errorText } from '../../connection/error-text.ts'
import { useClient, useToasts } from '../../state/hooks.ts'

/** What a person says to an approval. */
export type Answer = {
  decision: 'approved' | 'rejected'
  feedback?: string
  edited?: { mode: string; message: string } | null
  /** What is said of finished work, or of work that clashes. */
  work?: WorkAnswer | undefined
}

/**
 * Sends a person's answer, with the hash of what was shown. That somebody answered elsewhere first is no
 * failure: it is said, and the card changes by itself when the log comes in.
 */
export function useDecide(taskId: TaskId, { approvalId, hash }: ApprovalView) {
  const client = useClient()
  const toasts = useToasts()
  const [busy, setBusy] = useState<Answer['decision'] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function decide({ decision, feedback = '', edited = null, work }: Answer): Promise<void> {
    if (busy !== null) return
    setBusy(decision)
    setProblem(null)
    try {
      await client.task.decideApproval({ taskId, approvalId, hash, decision, feedback, edited, work })
    } catch (error) {
      setBusy(null)
      setProblem(errorText(error))
      if (errorCode(error) === 'CONFLICT')
        toasts.show({ tone: 'info', title: 'Answered elsewhere', detail: errorText(error) })
    }
  }
  return { decide, busy, problem }
}
