import { ORPCError } from '@orpc/client'

/** What to tell a person about anything that was thrown by a call. */
export function errorText(error: unknown): string {
  if (error instanceof ORPCError) {
    return error.code === 'INTERNAL_SERVER_ERROR'
      ? 'Something went wrong inside Treeline. The log has the details.'
      : error.message
  }
  if (error instanceof Error && error.message) return error.message
  return String(error)
}

/** The code of an expected failure in capitals (`NOT_FOUND`, `OFFLINE` …), or null for anything else. */
export function errorCode(error: unknown): string | null {
  return error instanceof ORPCError ? error.code : null
}
