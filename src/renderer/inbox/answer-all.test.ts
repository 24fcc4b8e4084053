import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { someApproval, subjects } from '../testing/some-waiting.ts'
import { answerAll } from './answer-all.ts'
import type { WaitingApproval } from './waiting.ts'

test('each is answered with its own hash, and what changed meanwhile is told by its key', async () => {
  const things = ['a', 'b', 'c'].map((name) =>
    someApproval(name, `of-${name}`, '1', 'edit', subjects.edit(name)),
  )
  const sent: object[] = []
  const client = {
    task: {
      decideApproval: async (input: { approvalId: string }) => {
        sent.push(input)
        if (input.approvalId === 'apr_b') throw new ORPCError('CONFLICT', { message: 'This has changed.' })
        return { ok: true as const }
      },
    },
  }
  const answer = { decision: 'approved', feedback: '' } as const
  const problems = await answerAll(client as never, things as WaitingApproval[], answer)
  expect(sent).toEqual(
    ['a', 'b', 'c'].map((name) => ({
      ...{ taskId: `tsk_of-${name}`, approvalId: `apr_${name}`, hash: `hash of ${name}`, ...answer },
    })),
  )
  expect([...problems]).toEqual([['apr_b', 'This has changed.']])
})
