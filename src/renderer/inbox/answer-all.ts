import type { Client } from '../connection/connection.ts'
import { errorText } from '../connection/error-text.ts'
import type { WaitingApproval } from './waiting.ts'

/**
 * Answers several approvals, each with the hash of what was shown of it, and says of which the answer was not taken:
 * their keys, with why. Never rejects.
 */
export async function answerAll(
  client: { task: Pick<Client['task'], 'decideApproval'> },
  things: readonly WaitingApproval[],
  answer: { decision: 'approved' | 'rejected'; feedback: string },
): Promise<Map<string, string>> {
  const problems = new Map<string, string>()
  await Promise.all(
    things.map(async ({ key, task, asked: { approval } }) => {
      const { approvalId, hash } = approval
      try {
        await client.task.decideApproval({ taskId: task.id, approvalId, hash, ...answer })
      } catch (error) {
        problems.set(key, errorText(error))
      }
    }),
  )
  return problems
}
