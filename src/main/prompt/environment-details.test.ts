import { expect, test } from 'vitest'
import type { TodoItem } from '../../contract/tool-display.ts'
import { buildEnvironmentDetails, withDetails } from './environment-details.ts'

const todo = (text: string, status: TodoItem['status'] = 'pending'): TodoItem => ({ text, status })

test('there is nothing to say without a list, and none when all of it is done', () => {
  expect(buildEnvironmentDetails({ todos: [] })).toBeNull()
  expect(buildEnvironmentDetails({ todos: [todo('a', 'completed')] })).toBeNull()
})

test('what is open is repeated, what is done is counted', () => {
  const details = buildEnvironmentDetails({
    todos: [todo('Read the parser', 'completed'), todo('Mend\nit', 'in_progress'), todo('Test it')],
  })
  expect(details).toContain('1 of 3 done')
  expect(details).toContain('[-] Mend it\n[ ] Test it')
  expect(details).not.toContain('Read the parser')
})

test('a list of any length stays a reminder', () => {
  const details = buildEnvironmentDetails({
    todos: Array.from({ length: 500 }, () => todo('x'.repeat(5_000))),
  })
  expect(details?.length).toBeLessThan(8_000)
  expect(details).toContain('and 470 more')
})

test('details end the newest message of one request and leave history as it is', () => {
  const history = [
    { role: 'system', content: 's' },
    { role: 'user', content: 'Do it.' },
  ]
  const sent = withDetails(history, '<environment_details/>')
  expect(sent[0]).toBe(history[0])
  expect(sent[1]).toEqual({ role: 'user', content: 'Do it.\n\n<environment_details/>' })
  expect(history[1]?.content).toBe('Do it.')
  expect(withDetails(history, null)).toEqual(history)
  expect(withDetails([], 'x')).toEqual([])
})
