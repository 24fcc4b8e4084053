import { expect, it } from 'vitest'
import { taskStatuses } from '../../../contract/task-status.ts'
import { exitCodeFor } from './exit-code.ts'

it('tells scripts how a run ended', () => {
  expect(Object.fromEntries(taskStatuses.map((status) => [status, exitCodeFor(status)]))).toEqual({
    queued: 3,
    in_progress: 3,
    awaiting_approval: 3,
    awaiting_input: 3,
    awaiting_subtask: 3,
    paused: 3,
    interrupted: 3,
    completed: 0,
    failed: 1,
    cancelled: 1,
  })
})
