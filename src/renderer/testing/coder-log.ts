import type { CallId, TaskId, TurnId } from '../../contract/ids.ts'
import type { TaskEvent, TaskEventBody } from '../../contract/task-event.ts'
import type { ToolDisplay } from '../../contract/tool-display.ts'

const turn = (
  turnId: TurnId,
  text: string,
  name: string,
  args: object,
): [requested: TaskEventBody, committed: TaskEventBody] => [
  { type: 'turn.requested', turnId, mode: 'code', model: 'm', providerId: 'prv_1' as never, attempt: 1 },
  {
    type: 'turn.committed',
    turnId,
    text,
    reasoning: '',
    calls: [{ callId: callOf(turnId), modelCallId: turnId, name, arguments: JSON.stringify(args) }],
    finish: 'tool_calls',
    usage: { inputTokens: 9400, outputTokens: 420, cachedTokens: 8100, cost: 0.031 },
    durationMs: 4200,
  },
]

const callOf = (turnId: TurnId) => turnId.replace('trn', 'cal') as CallId

/** A turn with one call that was let run by a rule and told `result`. */
function called(turnId: TurnId, name: string, args: object, display: ToolDisplay): TaskEventBody[] {
  const callId = callOf(turnId)
  return [
    ...turn(turnId, `Now ${name}.`, name, args),
    { type: 'tool.started', callId, action: null, grant: { by: 'rule', rule: 'Approved' }, write: null },
    { type: 'tool.finished', callId, outcome: 'ok', result: 'Done.', display, durationMs: 320 },
  ]
}

const edited = (path: string, added: number, removed: number, created: boolean): ToolDisplay => ({
  type: 'edit',
  path,
  patch: `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-before\n+after\n`,
  added,
  removed,
  created,
})

const bodies: TaskEventBody[] = [
  {
    type: 'task.created',
    displayId: 'TL-6',
    parentId: null,
    rootId: 'tsk_0006' as TaskId,
    parentCallId: null,
    depth: 0,
    background: false,
    workspaceId: 'wsp_1' as never,
    folder: '/w',
    mode: 'code',
    modeName: 'Code',
    modeSnapshotId: 'm' as never,
    delegation: true,
    title: 'Write the token bucket',
    message: 'Write the token bucket.',
    providerId: 'prv_1' as never,
    model: 'm',
  },
  { type: 'status.changed', from: 'queued', to: 'in_progress', reason: null },
  ...called(
    'trn_1' as TurnId,
    'read_file',
    { path: 'rate-limit.ts' },
    {
      type: 'file',
      path: 'rate-limit.ts',
      fromLine: 1,
      toLine: 48,
    },
  ),
  ...called('trn_2' as TurnId, 'apply_diff', { path: 'rate-limit.ts' }, edited('rate-limit.ts', 5, 2, false)),
  ...called('trn_3' as TurnId, 'write_to_file', { path: 'bucket.ts' }, edited('bucket.ts', 31, 0, true)),
  ...called(
    'trn_4' as TurnId,
    'execute_command',
    { command: 'npm test' },
    {
      type: 'command',
      commandId: 'cmd_1',
      command: 'npm test',
      exitCode: 1,
      ended: 'exited with 1',
      output: '1 failed\n',
      bytes: 9,
    },
  ),
  ...turn('trn_5' as TurnId, 'And once more.', 'execute_command', { command: 'npm test' }),
  {
    type: 'approval.requested',
    approvalId: 'apr_1' as never,
    callId: 'cal_5' as CallId,
    action: 'command',
    subject: { type: 'command', command: 'npm test', cwd: '/w', background: false, timeoutMs: 120_000 },
    hash: 'h',
    why: 'Commands ask.',
  },
  { type: 'status.changed', from: 'in_progress', to: 'awaiting_approval', reason: null },
]

/** The log of a task that read, edited, created a file, ran a command, and asks to run it again. */
export const coderLog: readonly TaskEvent[] = bodies.map((body, at) => ({
  taskId: 'tsk_0006' as TaskId,
  seq: at + 1,
  at: at * 1000,
  body,
}))
