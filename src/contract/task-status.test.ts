import { describe, expect, it } from 'vitest'
import { assertTransition, isEnded, isLive, isStopped, taskStatuses, taskTransitions } from './task-status.ts'

describe('task status', () => {
  it.each([
    ['queued', 'in_progress'],
    ['in_progress', 'awaiting_subtask'],
    ['awaiting_subtask', 'in_progress'],
    ['in_progress', 'awaiting_approval'],
    ['awaiting_approval', 'paused'],
    ['paused', 'in_progress'],
    ['interrupted', 'awaiting_subtask'],
    ['completed', 'in_progress'],
    ['failed', 'in_progress'],
    ['awaiting_subtask', 'cancelled'],
  ] as const)('%s → %s is allowed', (from, to) => {
    expect(() => assertTransition(from, to)).not.toThrow()
  })

  it.each([
    ['completed', 'paused'],
    ['completed', 'failed'],
    ['cancelled', 'completed'],
    ['queued', 'completed'],
    ['awaiting_subtask', 'awaiting_input'],
    ['in_progress', 'in_progress'],
    ['in_progress', 'queued'],
  ] as const)('%s → %s throws', (from, to) => {
    expect(() => assertTransition(from, to)).toThrow(`${from} cannot become ${to}`)
  })

  it('puts every status but queued into exactly one of live, stopped and ended', () => {
    for (const status of taskStatuses) {
      const kinds = [isLive(status), isStopped(status), isEnded(status)].filter(Boolean).length
      expect([status, kinds]).toEqual([status, status === 'queued' ? 0 : 1])
    }
  })

  it('lets every task that has not completed be cancelled, and every status be left', () => {
    for (const status of taskStatuses) {
      expect(taskTransitions[status].length).toBeGreaterThan(0)
      if (status !== 'completed' && status !== 'cancelled')
        expect(taskTransitions[status]).toContain('cancelled')
    }
  })
})
