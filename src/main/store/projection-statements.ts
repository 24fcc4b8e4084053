import type { CallId, TaskId, TurnId } from '../../contract/ids.ts'
import type { TaskEventOf } from '../../contract/task-event.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { Database } from './database.ts'

/** The tables that follow from the log, those that refer to others first. */
export const projectedTables = ['summaries', 'subtasks', 'approvals', 'tool_calls', 'usage', 'tasks'] as const

/** Every statement that projection uses, prepared once per connection. */
export type ProjectionStatements = ReturnType<typeof prepareProjection>

type Call = { name: string; target: string }

/** Prepares the writes to the projected tables, and the few reads that projection needs. */
export function prepareProjection(database: Database) {
  const statement = <Parameters extends unknown[]>(sql: string) => database.prepare<Parameters>(sql)
  const value = <Parameters extends unknown[], Value>(sql: string) =>
    database.prepare<Parameters, Value>(sql).pluck()

  return {
    insertTask: statement<[Record<string, unknown>]>(
      `INSERT INTO tasks (id, born, display_id, parent_id, root_id, parent_call_id, depth, background, workspace_id,
         folder, mode, mode_name, mode_snapshot_id, delegation, status, title, activity, provider_id, model,
         created_at, updated_at)
       VALUES (@id, @born, @displayId, @parentId, @rootId, @parentCallId, @depth, @background, @workspaceId,
         @folder, @mode, @modeName, @modeSnapshotId, @delegation, 'queued', @title, '', @providerId, @model, @at, @at)`,
    ),
    /** A null activity leaves the old one. */
    touchTask: statement<[activity: string | null, at: number, TaskId]>(
      'UPDATE tasks SET activity = coalesce(?, activity), updated_at = ? WHERE id = ?',
    ),
    statusOf: value<[TaskId], TaskStatus>('SELECT status FROM tasks WHERE id = ?'),
    setStatus: statement<[TaskStatus, reason: string | null, needs: string | null, TaskId]>(
      'UPDATE tasks SET status = ?, status_reason = ?, needs = ?, waits_for = NULL, waits_until = NULL WHERE id = ?',
    ),
    /** What a task waits for before it asks again, and until when; nulls for no wait. */
    setWaits: statement<[kind: string | null, until: number | null, TaskId]>(
      'UPDATE tasks SET waits_for = ?, waits_until = ? WHERE id = ?',
    ),
    setMode: statement<[mode: string, name: string, snapshotId: string, TaskId]>(
      'UPDATE tasks SET mode = ?, mode_name = ?, mode_snapshot_id = ? WHERE id = ?',
    ),
    setModel: statement<[providerId: string, model: string, TaskId]>(
      'UPDATE tasks SET provider_id = ?, model = ? WHERE id = ?',
    ),
    setFolder: statement<[folder: string, TaskId]>('UPDATE tasks SET folder = ? WHERE id = ?'),
    setTitle: statement<[title: string, TaskId]>('UPDATE tasks SET title = ? WHERE id = ?'),
    setDeleted: statement<[at: number | null, TaskId]>('UPDATE tasks SET deleted_at = ? WHERE id = ?'),
    moveTask: statement<[Record<string, unknown>]>(
      'UPDATE tasks SET parent_id = @parentId, root_id = @rootId, depth = @depth WHERE id = @taskId',
    ),
    /** A null in the patch lifts a limit, as RFC 7396 has it. */
    setBudget: statement<[patch: string, TaskId]>(
      `UPDATE tasks SET budget = json_patch(coalesce(budget, '{}'), ?) WHERE id = ?`,
    ),
    addRequest: statement<[TaskId]>('UPDATE tasks SET requests = requests + 1 WHERE id = ?'),
    /** An unknown cost leaves the sum of the known ones. */
    addUsage: statement<[Record<string, unknown>]>(
      `UPDATE tasks SET input_tokens = input_tokens + @inputTokens, output_tokens = output_tokens + @outputTokens,
         cost = iif(@cost IS NULL, cost, coalesce(cost, 0) + @cost)
       WHERE id = @taskId`,
    ),

    /** What was used up before belongs to another task. */
    resetUsage: statement<[TaskId]>(
      'UPDATE tasks SET input_tokens = 0, output_tokens = 0, cost = NULL, requests = 0 WHERE id = ?',
    ),
    forgetTurns: statement<[TaskId]>('DELETE FROM usage WHERE task_id = ?'),

    requestTurn: statement<[Record<string, unknown>]>(
      `INSERT INTO usage (turn_id, task_id, mode, provider_id, model, attempts, requested_at)
       VALUES (@turnId, @taskId, @mode, @providerId, @model, @attempt, @at)
       ON CONFLICT (turn_id) DO UPDATE SET mode = @mode, provider_id = @providerId, model = @model,
         attempts = @attempt, requested_at = @at
       WHERE committed_at IS NULL AND task_id = @taskId`,
    ),
    commitTurn: statement<[Record<string, unknown>]>(
      `UPDATE usage SET input_tokens = @inputTokens, output_tokens = @outputTokens, cached_tokens = @cachedTokens,
         cost = @cost, duration_ms = @durationMs, committed_at = @at
       WHERE turn_id = @turnId AND task_id = @taskId AND committed_at IS NULL`,
    ),

    insertCall: statement<[CallId, TaskId, TurnId, name: string, target: string]>(
      `INSERT INTO tool_calls (call_id, task_id, turn_id, name, target, status) VALUES (?, ?, ?, ?, ?, 'pending')`,
    ),
    call: database.prepare<[CallId, TaskId], Call>(
      'SELECT name, target FROM tool_calls WHERE call_id = ? AND task_id = ?',
    ),
    setCallStatus: statement<[status: string, CallId, TaskId]>(
      'UPDATE tool_calls SET status = ? WHERE call_id = ? AND task_id = ? AND outcome IS NULL',
    ),
    /** A call about which nothing is asked any more: it goes on if it was under way. */
    unaskCall: statement<[CallId, TaskId]>(
      `UPDATE tool_calls SET status = CASE WHEN started_at IS NULL THEN 'pending' ELSE 'running' END
       WHERE call_id = ? AND task_id = ? AND outcome IS NULL`,
    ),
    /** A call that may run again, as a person said. */
    reopenCall: statement<[rule: string, CallId, TaskId]>(
      `UPDATE tool_calls SET status = 'pending', granted_by = 'person', rule = ?, started_at = NULL,
         command_id = NULL, pid = NULL
       WHERE call_id = ? AND task_id = ? AND outcome IS NULL`,
    ),
    startCall: statement<[Record<string, unknown>]>(
      `UPDATE tool_calls SET status = 'running', action = @action, granted_by = @by, rule = @rule, started_at = @at
       WHERE call_id = @callId AND task_id = @taskId AND outcome IS NULL`,
    ),
    setCommand: statement<[commandId: string, pid: number, CallId, TaskId]>(
      'UPDATE tool_calls SET command_id = ?, pid = ? WHERE call_id = ? AND task_id = ?',
    ),
    finishCall: statement<[Record<string, unknown>]>(
      `UPDATE tool_calls SET status = 'finished', outcome = @outcome, duration_ms = @durationMs, finished_at = @at
       WHERE call_id = @callId AND task_id = @taskId AND outcome IS NULL`,
    ),

    requestApproval: statement<[Record<string, unknown>]>(
      `INSERT INTO approvals (approval_id, task_id, seq, call_id, action, asks, hash, why, requested_at)
       VALUES (@approvalId, @taskId, @seq, @callId, @action, @asks, @hash, @why, @at)`,
    ),
    /** Returns what was asked, or nothing when there is no such open approval. */
    decideApproval: value<[Record<string, unknown>], string>(
      `UPDATE approvals SET decision = @decision, feedback = @feedback, decided_at = @at
       WHERE approval_id = @approvalId AND task_id = @taskId AND call_id = @callId AND decision IS NULL
       RETURNING asks`,
    ),
    /** What a task asks that has waited longest for an answer. */
    openApproval: value<[TaskId], string>(
      'SELECT asks FROM approvals WHERE task_id = ? AND decision IS NULL ORDER BY rowid LIMIT 1',
    ),

    linkSubtask: statement<[Record<string, unknown>]>(
      `INSERT INTO subtasks (parent_call_id, parent_id, child_id, child_display_id, background, started_at)
       VALUES (@callId, @taskId, @childId, @childDisplayId, @background, @at)`,
    ),
    returnSubtask: statement<
      [TaskEventOf<'subtask.returned'>['outcome'], CallId, parent: TaskId, child: TaskId]
    >(
      `UPDATE subtasks SET outcome = ?
       WHERE parent_call_id = ? AND parent_id = ? AND child_id = ? AND outcome IS NULL`,
    ),
    insertSummary: statement<[Record<string, unknown>]>(
      `INSERT INTO summaries (parent_call_id, parent_id, child_id, outcome, summary, returned_at)
       VALUES (@callId, @taskId, @childId, @outcome, @summary, @at)`,
    ),
    /** The display ids of those a task waits for, in the order in which they were started. */
    awaited: value<[TaskId], string>(
      `SELECT child_display_id FROM subtasks WHERE parent_id = ? AND outcome IS NULL AND background = 0
       ORDER BY rowid`,
    ),
  }
}
