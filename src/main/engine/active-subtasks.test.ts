import { afterEach, describe, expect, it } from 'vitest'
import { calling, completing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

/** A root that sends a piece into the background and completes while that is at work. */
async function start(held: Gate, approve: 'all' | ['subtask_create', 'read']): Promise<void> {
  test = await startTestApp({
    script: ({ opening, turn }) => {
      if (opening === 'Below.') return heldStream(completing('Below is done.'), held)
      if (turn > 0) return completing('Done.')
      return calling('new_task', { mode: 'ask', message: 'Below.', background: true })
    },
  })
  test.create('All.', { approve })
}

const subjectOf = (displayId: string) => {
  const asked = test.calls(displayId).find(({ approval }) => approval?.decision === null)
  return asked?.approval?.subject
}

describe('a task that finishes while subtasks of it are at work', () => {
  it('asks, names them, and has them go on', async () => {
    const held = createGate()
    await start(held, ['subtask_create', 'read'])
    await test.until('SA-1', 'awaiting_approval')
    expect(subjectOf('SA-1')).toEqual({
      type: 'completion',
      result: 'Done.',
      active: [{ taskId: test.id('SA-2'), displayId: 'SA-2', title: 'Below.' }],
    })
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
    expect(test.task('SA-2').status).toBe('in_progress')
    held.open()
    await test.until('SA-2', 'awaiting_approval', 'completed')
    test.decide('SA-2', 'approved')
    await test.until('SA-2', 'completed')
  })

  it('ends them with it if its person wants', async () => {
    const held = createGate()
    await start(held, ['subtask_create', 'read'])
    await test.until('SA-1', 'awaiting_approval')
    test.decide('SA-1', 'approved', '', undefined, { stopSubtasks: true })
    await test.until('SA-1', 'completed')
    expect(test.task('SA-2').status).toBe('cancelled')
    expect(test.calls('SA-1').map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
    held.open()
  })

  it('does not ask where finishing is approved by itself', async () => {
    const held = createGate()
    await start(held, 'all')
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1').every(({ approval }) => approval === null)).toBe(true)
    held.open()
    await test.until('SA-2', 'completed')
  })

  it('hears of one that ended meanwhile before it finishes', async () => {
    const held = createGate()
    await start(held, ['subtask_create', 'read'])
    await test.until('SA-1', 'awaiting_approval')
    held.open()
    await test.until('SA-2', 'awaiting_approval')
    test.decide('SA-2', 'approved')
    await test.until('SA-2', 'completed')
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
    const ends = test.calls('SA-1').filter(({ name }) => name === 'attempt_completion')
    expect(ends.map(({ outcome }) => outcome)).toEqual(['error', 'ok'])
    expect(ends[0]?.result).toContain('a message arrived while you were working')
  })
})
