import { z } from 'zod'

/** Identifies a task for ever: `tsk_` and a ULID, so that ids sort by birth. */
export const taskIdSchema = z.string().startsWith('tsk_').brand<'TaskId'>()
export type TaskId = z.infer<typeof taskIdSchema>

/** Identifies one tool call of one turn. Ours, not the model's: models repeat theirs. `call_` and a ULID. */
export const callIdSchema = z.string().startsWith('call_').brand<'CallId'>()
export type CallId = z.infer<typeof callIdSchema>

/** Identifies one turn of a task: a request to the model and its answer. `turn_` and a ULID. */
export const turnIdSchema = z.string().startsWith('turn_').brand<'TurnId'>()
export type TurnId = z.infer<typeof turnIdSchema>

/** Identifies one question put to the person about one tool call. `apr_` and a ULID. */
export const approvalIdSchema = z.string().startsWith('apr_').brand<'ApprovalId'>()
export type ApprovalId = z.infer<typeof approvalIdSchema>

/** Identifies a message of a person, a parent or the engine. `msg_` and a ULID. */
export const messageIdSchema = z.string().startsWith('msg_').brand<'MessageId'>()
export type MessageId = z.infer<typeof messageIdSchema>

/** Identifies a workspace: a folder that was opened once. `wsp_` and a ULID. */
export const workspaceIdSchema = z.string().startsWith('wsp_').brand<'WorkspaceId'>()
export type WorkspaceId = z.infer<typeof workspaceIdSchema>

/** Identifies a stored provider: `prv_` and a ULID, or `environment` or `demo`, which are made at start. */
export const providerIdSchema = z.string().min(1).brand<'ProviderId'>()
export type ProviderId = z.infer<typeof providerIdSchema>

/** Identifies a stored snapshot of a mode: the SHA-256 of its canonical JSON, in hex. */
export const modeSnapshotIdSchema = z.string().min(1).brand<'ModeSnapshotId'>()
export type ModeSnapshotId = z.infer<typeof modeSnapshotIdSchema>
