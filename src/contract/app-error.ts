import { z } from 'zod'

/** What went wrong, for programs. The message beside it is for people. */
export const errorCodeSchema = z.enum([
  'bad_request',
  'not_found',
  'conflict',
  'not_allowed',
  'invalid_mode',
  'invalid_transition',
  'provider_missing',
  'provider_failed',
  'workspace_unavailable',
  'data_folder_in_use',
  'data_newer_than_app',
  'storage_failed',
  'task_damaged',
  'not_supported_here',
])
export type ErrorCode = z.infer<typeof errorCodeSchema>

/**
 * A failure that was to be expected and that a person can act on. The message says what, where and what
 * to do. Anything else that is thrown is a bug.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
  }
}
