import { afterEach, describe, expect, it } from 'vitest'
import type { CallId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import { calling, completing, refusing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'
import { toStop } from './stop-others.ts'

let test: TestApp

const piece = (message: string, more: object = {}) => ({
  name: 'new_task',
  arguments: { mode: 'ask', message, ...more },
})
const outcomes = () => test.calls('SA-1').map(({ name, outcome }) => [name, outcome])

/** A parent whose subtask “Fail.” refuses once the gate is open, while “Work.” has read a file and is held. */
function story(fails: Gate, works: Gate, stops: boolean, more: ReturnType<typeof piece>[] = []) {
  const calls = [
    piece('Fail.', { stops_others: stops }),
    piece('Work.', { name: 'work' }),
    ...more,
    ...(completing('Blind.').calls ?? []),
  ]
  return async ({ opening, turn }: { opening: string; turn: number }) => {
    if (opening === 'Fail.') {
      await fails.pass()
      return refusing('Never.')
    }
    if (opening === 'Work.')
      return turn === 0
        ? calling('read_file', { path: 'README.md' })
        : heldStream(completing('Worked.'), works)
    if (opening === 'All.') return turn === 0 ? { calls } : completing('Seen.')
    return completing('Done.')
  }
}

describe('a subtask that fails', () => {
  afterEach(() => test.dispose())

  it('and was to stop the others has them cancelled, says how far they got, and nothing more begins', async () => {
    const [fails, works] = [createGate(), createGate()]
    const later = [piece('Later.', { depends_on: ['work'] })]
    test = await startTestApp({ script: story(fails, works, true, later) })
    test.create('All.', { approve: 'all' })
    await works.reached
    fails.open()
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toBe('Seen.')
    expect(test.app.store.tasks.list().map(({ displayId, status }) => `${displayId} ${status}`)).toEqual(
      expect.arrayContaining(['SA-2 failed', 'SA-3 cancelled']),
    )
    expect(test.app.store.tasks.list()).toHaveLength(3)
    expect(outcomes()).toEqual([
      ['new_task', 'error'],
      ['new_task', 'error'],
      ['new_task', 'refused'],
      ['attempt_completion', 'refused'],
      ['attempt_completion', 'ok'],
    ])
    const [, worked, unbegun] = test.calls('SA-1')
    expect(worked?.result).toContain('SA-2 failed, which was to stop the other subtasks of its turn.')
    expect(worked?.result).toContain('Turns: 1.')
    expect(unbegun?.result).toMatch(/^Not carried out: SA-2 failed/)
    expect(test.calls('SA-1')[0]?.subtask?.stopsOthers).toBe(true)
    expect(test.faults()).toEqual([])
    works.open()
  })

  it('stops nobody where that was not asked for', async () => {
    const [fails, works] = [createGate(), createGate()]
    const later = [piece('Later.', { depends_on: ['work'] })]
    test = await startTestApp({ script: story(fails, works, false, later) })
    test.create('All.', { approve: 'all' })
    await works.reached
    fails.open()
    await test.until('SA-2', 'failed')
    expect([test.task('SA-1').status, test.task('SA-3').status]).toEqual(['awaiting_subtask', 'in_progress'])
    works.open()
    await test.until('SA-1', 'completed')
    expect(outcomes()).toEqual([
      ['new_task', 'error'],
      ['new_task', 'ok'],
      ['new_task', 'ok'],
      ['attempt_completion', 'ok'],
    ])
  })

  it('leaves those in the background alone', async () => {
    const [fails, works] = [createGate(), createGate()]
    const background = createGate()
    const told = story(fails, works, true, [piece('Watch.', { background: true })])
    test = await startTestApp({
      script: (conversation) =>
        conversation.opening === 'Watch.'
          ? heldStream(completing('Watched.'), background)
          : told(conversation),
    })
    test.create('All.', { approve: 'all' })
    await Promise.all([works.reached, background.reached])
    fails.open()
    await test.until('SA-1', 'completed')
    expect([test.task('SA-3').status, test.task('SA-4').status]).toEqual(['cancelled', 'in_progress'])
    background.open()
    await test.until('SA-4', 'completed')
    works.open()
  })

  it('withdraws what the person is asked about the rest of the turn', async () => {
    const [fails, works] = [createGate(), createGate()]
    test = await startTestApp({ script: story(fails, works, true) })
    test.create('All.', { approve: ['read', 'subtask_finish'] })
    await test.until('SA-1', 'awaiting_approval')
    test.decide('SA-1', 'approved')
    await fails.reached
    await test.until('SA-1', 'awaiting_approval')
    fails.open()
    await test.until('SA-1', 'completed')
    expect(outcomes().slice(0, 3)).toEqual([
      ['new_task', 'error'],
      ['new_task', 'refused'],
      ['attempt_completion', 'refused'],
    ])
    expect(test.calls('SA-1')[1]?.approval?.decision).toBe('withdrawn')
    expect(test.app.store.tasks.list()).toHaveLength(2)
    expect(test.faults()).toEqual([])
  })

  it('while its parent is stopped stops the others at once, and the rest when that goes on', async () => {
    const [fails, works] = [createGate(), createGate()]
    const later = [piece('Later.', { depends_on: ['work'] })]
    test = await startTestApp({ script: story(fails, works, true, later) })
    test.create('All.', { approve: 'all' })
    await Promise.all([fails.reached, works.reached])
    test.tasks.stop(test.id('SA-1'))
    fails.open()
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-2', 'failed')
    expect([test.task('SA-1').status, test.task('SA-3').status]).toEqual(['paused', 'cancelled'])
    await test.restart('leave')
    works.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(outcomes().map(([, outcome]) => outcome)).toEqual(['error', 'error', 'refused', 'refused', 'ok'])
  })
})

describe('what is left to stop', () => {
  const call = (callId: string, more: Partial<ToolCallView>): ToolCallView =>
    ({ callId, turnId: 'turn_1', status: 'pending', subtask: null, startedAt: null, ...more }) as ToolCallView
  const child = (displayId: string, outcome: 'failed' | 'completed' | null, more: object = {}) => ({
    status: outcome === null ? ('running' as const) : ('finished' as const),
    startedAt: 1,
    subtask: {
      childDisplayId: displayId,
      background: false,
      outcome,
      ...more,
    } as ToolCallView['subtask'],
  })
  const found = (...calls: ToolCallView[]) => {
    const view = { calls: Object.fromEntries(calls.map((one) => [one.callId, one])) } as Pick<
      TaskView,
      'calls'
    >
    return toStop(view as TaskView, calls.map(({ callId }) => callId) as CallId[])
  }
  const failed = call('a', child('SA-2', 'failed', { stopsOthers: true }))

  it('is what a crash left at work, and what has not begun', () => {
    expect(found(failed, call('b', child('SA-3', null)), call('c', {}))).toEqual({
      by: 'SA-2',
      out: ['b'],
      unbegun: ['c'],
    })
  })

  it.each([
    ['nothing failed', [call('a', child('SA-2', null, { stopsOthers: true })), call('c', {})]],
    ['it completed', [call('a', child('SA-2', 'completed', { stopsOthers: true })), call('c', {})]],
    ['it was not to stop them', [call('a', child('SA-2', 'failed')), call('c', {})]],
    ['all is over', [failed, call('b', child('SA-3', 'completed'))]],
    ['what is left runs in the background', [failed, call('b', child('SA-3', null, { background: true }))]],
    ['another call runs already', [failed, call('c', { status: 'running', startedAt: 1 })]],
    ['it was in another turn', [failed, call('c', { turnId: 'turn_2' as never })]],
  ])('is nothing when %s', (_, calls) => {
    expect(found(...calls)).toBeNull()
  })
})
