import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../contract/api.ts'
import { AppError } from '../../contract/app-error.ts'

/**
 * The contract with one rule for all of it: an AppError goes out with its code in capitals and its words;
 * anything else is a bug, goes out without details and is left to the host's log.
 */
export const implementer = implement(contract).use(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    if (error instanceof AppError) throw new ORPCError(error.code.toUpperCase(), { message: error.message })
    throw error
  }
})

/** What a command answers that has nothing to say: what came of it arrives as events. */
export const done = { ok: true as const }
