import { describe, expect, test } from 'vitest'
import type { Receipt } from './receipt.ts'
import { receiptSchema } from './receipt.ts'
import { receiptOf } from './receipt-of.ts'
import { checksLine, receiptLine, workWords } from './receipt-words.ts'
import { replayTask } from './reduce-task.ts'
import { type TaskEventBody, taskEventBodySchema } from './task-event.ts'
import type { TaskView } from './task-view.ts'
import type { ToolDisplay } from './tool-display.ts'

const created = {
  ...{
    type: 'task.created',
    displayId: 'TL-2',
    parentId: null,
    rootId: 'tsk_1',
    parentCallId: null,
    depth: 0,
  },
  ...{ background: false, workspaceId: 'wsp_1', folder: '/w', mode: 'code', modeName: 'Code' },
  ...{ modeSnapshotId: 'm', delegation: true, title: 't', message: 'm', providerId: null, model: null },
}

/** A task that made one call for each display, and then what else happened. */
function viewOf(displays: ToolDisplay[], ...more: object[]): TaskView {
  const calls = displays.map((_, at) => ({
    ...{ callId: `call_${at}`, modelCallId: `${at}`, name: 'a_tool', arguments: '{}' },
  }))
  const usage = { inputTokens: 100, outputTokens: 10, cachedTokens: 0, cost: 0.5 }
  const turn = {
    turnId: 'turn_1',
    text: '',
    reasoning: '',
    calls,
    finish: 'tool_calls',
    usage,
    durationMs: 5,
  }
  const bodies = [
    created,
    { type: 'turn.requested', turnId: 'turn_1', mode: 'code', model: 'm', providerId: 'p', attempt: 1 },
    { type: 'turn.committed', ...turn },
    ...displays.map((display, at) => ({
      ...{ type: 'tool.finished', callId: `call_${at}`, outcome: 'ok', result: '', display, durationMs: 1 },
    })),
    ...more,
  ]
  const events = bodies.map((body, at) => ({
    ...{ taskId: 'tsk_1' as never, seq: at + 1, at: 1_000 + at },
    // What is read from a log is parsed.
    body: taskEventBodySchema.parse(body) as TaskEventBody,
  }))
  return replayTask(events) as TaskView
}

const edit = (path: string, added: number, removed: number, made = false): ToolDisplay => ({
  ...{ type: 'edit', path, patch: '', added, removed, created: made },
})
const ran = (command: string, exitCode: number | null): ToolDisplay => ({
  ...{ type: 'command', commandId: 'cmd', command, exitCode, output: '', bytes: 0 },
  ended: exitCode === null ? 'cancelled' : `exit code ${exitCode}`,
})
const done = (result: string) => ({ type: 'task.completed', result })

describe('a receipt', () => {
  test('names each file once with the last word on it', () => {
    const view = viewOf([
      edit('a.ts', 3, 1),
      edit('new.ts', 5, 0, true),
      edit('a.ts', 2, 0),
      { type: 'delete', path: 'old.ts' },
      edit('brief.ts', 9, 0, true),
      { type: 'delete', path: 'brief.ts' },
      edit('new.ts', 1, 1),
    ])
    expect(receiptOf(view).files).toEqual([
      { path: 'a.ts', state: 'changed', added: 5, removed: 1 },
      { path: 'new.ts', state: 'created', added: 6, removed: 1 },
      { path: 'old.ts', state: 'deleted', added: 0, removed: 0 },
    ])
  })

  test.each<[string, ToolDisplay[], Receipt['tests']]>([
    ['none', [ran('ls', 0)], 'none'],
    ['one that passed', [ran('npm test', 0)], 'passed'],
    ['one that failed', [ran('npm test', 1)], 'failed'],
    ['failed, then mended', [ran('npm test', 1), ran('npx vitest run a.test.ts', 0), ran('ls', 1)], 'passed'],
    ['passed, then broken', [ran('npm test', 0), ran('npm test', 1)], 'failed'],
    ['in a pipe', [ran('npm test | tail', 0)], 'unclear'],
    ['cut off', [ran('npm test', null)], 'unclear'],
  ])('tells the last test run: %s', (_name, displays, tests) => {
    expect(receiptOf(viewOf(displays)).tests).toBe(tests)
  })

  test('counts what the task itself took, and is what its schema says', () => {
    const receipt = receiptOf(viewOf([edit('a.ts', 1, 0), ran('npm test', 0)], done('All tests pass.')))
    expect(receiptSchema.parse(receipt)).toEqual(receipt)
    expect(receipt).toMatchObject({
      requests: 1,
      inputTokens: 100,
      outputTokens: 10,
      cost: 0.5,
      durationMs: 5,
    })
    expect(receipt.doubt).toBeNull()
    expect(receiptLine(receipt)).toBe('1 file changed, 1 command, tests passed')
  })

  test('marks a claim that no event bears out, and no other', () => {
    const claim = done('Done. All tests pass.')
    expect(receiptOf(viewOf([], claim)).doubt).toBe('no_test_run')
    expect(receiptOf(viewOf([ran('npm test', 1)], claim)).doubt).toBe('test_run_failed')
    expect(receiptOf(viewOf([ran('npm test | tail', 0)], claim)).doubt).toBeNull()
    expect(receiptOf(viewOf([], done('Added the tests.'))).doubt).toBeNull()
    expect(receiptOf(viewOf([]), { at: 2_000, result: 'All tests pass.' }).doubt).toBe('no_test_run')
  })

  test('takes what a subtask was seen to test for seen', () => {
    const child = { childId: 'tsk_2', childDisplayId: 'TL-3' }
    const started = { type: 'subtask.started', callId: 'call_0', ...child, mode: 'test', message: 'm' }
    const subtask = (displays: ToolDisplay[]) => [
      { ...started, background: true },
      {
        ...{ type: 'subtask.returned', callId: 'call_0', ...child, outcome: 'completed', summary: 's' },
        receipt: receiptOf(viewOf(displays)),
      },
      done('All tests pass.'),
    ]
    const parent = (displays: ToolDisplay[]) => receiptOf(viewOf([edit('a.ts', 1, 0)], ...subtask(displays)))
    expect(parent([ran('npm test', 0)])).toMatchObject({ tests: 'none', doubt: null })
    expect(parent([ran('npm test', 1)]).doubt).toBe('test_run_failed')
    expect(parent([]).doubt).toBe('no_test_run')
    expect(parent([ran('npm test', 0)]).subtasks).toEqual([
      { displayId: 'TL-3', mode: 'test', outcome: 'completed', tests: 'passed' },
    ])
    expect(receiptLine(parent([]))).toBe('1 file changed, 1 subtask')
  })

  test('says what became of the work in a worktree, by the latest word on it', () => {
    const opened = { type: 'worktree.opened', folder: '/trees/TL-2', from: '/w', base: 'b', notes: [] }
    const files = [{ path: 'a.ts', change: 'added' }]
    const landed = { type: 'work.landed', into: '/w', before: 'b', after: 'c', files }
    const branched = { type: 'work.branched', into: '/w', branch: 'treeline/tl-2', commit: 'c', files }
    const words = (...events: object[]) => {
      const receipt = receiptOf(viewOf([], ...events))
      expect(receiptSchema.parse(receipt)).toEqual(receipt)
      return receipt.work === undefined ? null : workWords(receipt.work)
    }
    expect([
      words(),
      words(opened),
      words(opened, landed),
      words(opened, { ...landed, left: ['b.ts', 'c.ts'] }),
      words(opened, { ...landed, files: [] }),
      words(opened, branched),
      words(opened, landed, opened, { type: 'work.dropped', into: '/w', kept: 'k' }),
    ]).toEqual([
      null,
      'kept in its worktree, /trees/TL-2',
      'taken over (1 file)',
      'taken over (1 file, 2 files left out or in part)',
      'nothing to take over',
      'on the branch treeline/tl-2 (1 file)',
      'not taken over',
    ])
  })

  test('is cut where it would be too long to read, and says how much is left', () => {
    const files = Array.from({ length: 45 }, (_, at) => edit(`f${at}.ts`, 1, 0))
    const commands = Array.from({ length: 43 }, (_, at) => ran(`echo ${at} ${'x'.repeat(1_000)}`, 0))
    const receipt = receiptOf(viewOf([...files, ...commands]))
    expect([receipt.files.length, receipt.moreFiles]).toEqual([40, 5])
    expect([receipt.commands.length, receipt.moreCommands]).toEqual([40, 3])
    expect(receipt.commands[0]?.command).toHaveLength(300)
    expect(receiptLine(receipt)).toBe('45 files changed, 43 commands')
  })
})

test('checks in one line', () => {
  const result = (outcome: 'passed' | 'failed' | 'not_run') => ({
    ...{ kind: 'exists' as const, what: 'a', outcome, found: '', exitCode: null, output: '' },
  })
  expect(checksLine([result('passed')])).toBe('1 check passed')
  expect(checksLine([result('passed'), result('failed'), result('not_run')])).toBe('1 of 3 checks failed')
  expect(checksLine([result('passed'), result('not_run')])).toBe('1 of 2 checks not run')
})
