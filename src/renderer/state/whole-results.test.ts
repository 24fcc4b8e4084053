import { implement } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { contract } from '../../contract/api.ts'
import type { CallId } from '../../contract/ids.ts'
import type { ToolCallView } from '../../contract/task-view.ts'
import { createTestConnection } from '../testing/test-connection.ts'
import { createWholeResults } from './whole-results.ts'

const taskId = 'tsk_01J00000000000000000000001' as never
const call = (callId: string, more: Partial<ToolCallView>) =>
  ({ callId, name: 'read_file', result: '', ...more }) as ToolCallView

function setUp(log: Record<string, string>) {
  const asked: CallId[][] = []
  const { connection } = createTestConnection({
    task: {
      results: implement(contract).task.results.handler(({ input }) => {
        asked.push(input.callIds)
        return Object.fromEntries(
          input.callIds.flatMap((id) => (log[id] === undefined ? [] : [[id, log[id]]])),
        )
      }),
    },
  })
  onTestFinished(connection.dispose)
  const results = createWholeResults(connection.client)
  return { results, of: (one: ToolCallView) => results.store.getState().of(one), asked }
}

const [first, second, third] = ['call_1', 'call_2', 'call_3'].map((id) => id.padEnd(31, '0'))

test('what is missing is asked for once, all at once', async () => {
  const { results, of, asked } = setUp({ [first as string]: 'One whole.', [second as string]: 'Two whole.' })
  const [one, two, three] = [
    call(first as string, { resultLeft: 10 }),
    call(second as string, { result: 'Two', resultLeft: 7 }),
    call(third as string, { result: 'Short.' }),
  ] as const
  expect([one, two, three].map(of)).toEqual([null, null, 'Short.'])
  const before = results.store.getState().of
  await Promise.all([results.load(taskId, [one, two, three]), results.load(taskId, [one])])
  await results.load(taskId, [one, three])
  expect(results.store.getState().of, 'a new reader says that there is more').not.toBe(before)
  expect([one, two, three].map(of)).toEqual(['One whole.', 'Two whole.', 'Short.'])
  expect(asked).toEqual([[first, second]])
})

test('a result that is gone is an error in words, and the others are kept', async () => {
  const { results, of } = setUp({ [first as string]: 'One whole.' })
  const [one, two] = [call(first as string, { resultLeft: 10 }), call(second as string, { resultLeft: 7 })]
  await expect(results.load(taskId, [one, two])).rejects.toThrow('The result of read_file is not in the log')
  expect([one, two].map(of)).toEqual(['One whole.', null])
})

test('what could not be had is asked for again', async () => {
  const log: Record<string, string> = {}
  const { results, of, asked } = setUp(log)
  const one = call(first as string, { resultLeft: 10 })
  await expect(results.load(taskId, [one])).rejects.toThrow('not in the log')
  log[first as string] = 'One whole.'
  await results.load(taskId, [one])
  expect(of(one)).toBe('One whole.')
  expect(asked).toEqual([[first], [first]])
})
