import type { ActionType } from '../../contract/action-type.ts'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import type { Asked, Waiting } from '../inbox/waiting.ts'
import { aTask } from './a-task.ts'

/** An approval for tests, of the task `tsk_<task>` in the tree of `tsk_<root>`. */
export function someApproval(
  name: string,
  task: string,
  root: string,
  action: ActionType,
  subject: ApprovalSubject,
  since = 0,
): Waiting {
  const approval = {
    approvalId: `apr_${name}`,
    action,
    subject,
    hash: `hash of ${name}`,
    why: '',
    requestedAt: since,
  }
  return {
    key: `apr_${name}`,
    task: aTask(task, { rootId: `tsk_${root}` as never, status: 'awaiting_approval' }),
    asked: { type: 'approval', call: { callId: `call_${name}` }, approval, since } as never,
  }
}

/** Anything else that waits. */
export function someWaiting(name: string, task: string, root: string, asked: Asked): Waiting {
  return { key: name, task: aTask(task, { rootId: `tsk_${root}` as never }), asked }
}

/** A subject of each kind that is answered in groups, and of one that is not. */
export const subjects = {
  edit: (path: string): ApprovalSubject => ({
    ...{ type: 'edit', path, patch: '', added: 1, removed: 2, created: false },
  }),
  command: (command: string): ApprovalSubject => ({
    ...{ type: 'command', command, cwd: '/w', background: false, timeoutMs: null },
  }),
  delete: (path: string): ApprovalSubject => ({ type: 'delete', path, what: 'A file.' }),
  read: (path: string): ApprovalSubject => ({ type: 'read', paths: [path], summary: `read ${path}` }),
  subtask: (message: string): ApprovalSubject => ({
    ...{ type: 'subtask', mode: 'code', message, background: false, todos: [] },
  }),
} as const
