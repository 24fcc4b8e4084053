import { z } from 'zod'

/** What must hold before a subtask may finish, as its parent's model asked for it (N7). */
export const checksSchema = z.object({
  /** Command lines that must exit with 0 in the subtask's folder. */
  run: z.array(z.string()),
  /** Files and folders that must be there, relative to that folder. */
  exists: z.array(z.string()),
  /** Files, folders and globs, relative to it, that must be as they were when the subtask began. */
  unchanged: z.array(z.string()),
})
export type Checks = z.infer<typeof checksSchema>

/** The checks of a task as they were fixed when it began. */
export const taskChecksSchema = checksSchema.extend({
  /** Whether a person who saw the commands approved the subtask, and so running them. */
  approved: z.boolean(),
  /** What `unchanged` covered then: a hash by path, null for a path with nothing there. */
  files: z.record(z.string(), z.string().nullable()),
})
export type TaskChecks = z.infer<typeof taskChecksSchema>

/** How one check came out. */
export const checkResultSchema = z.object({
  kind: z.enum(['run', 'exists', 'unchanged', 'paths']),
  /** The command, path or glob. */
  what: z.string(),
  /** `not_run` is a command that nobody let run. */
  outcome: z.enum(['passed', 'failed', 'not_run']),
  /** What was found, in a few words: "exit code 1", "missing", "changed: package.json". */
  found: z.string(),
  /** Of a command that exited by itself; else null. */
  exitCode: z.number().int().nullable(),
  /** Of a command that failed: its output, folded. Else ''. */
  output: z.string(),
})
export type CheckResult = z.infer<typeof checkResultSchema>

/** So often failed checks go back to a subtask; the next time it finishes with what failed in its receipt. */
export const mostFailedChecks = 5

/** How many checks there are. */
export function countChecks({ run, exists, unchanged }: Checks): number {
  return run.length + exists.length + unchanged.length
}

/** What a check demands, to be put behind its subject: "npm test" "exits with 0". */
export const checkDemands = {
  run: 'exits with 0',
  exists: 'exists',
  unchanged: 'stays unchanged',
  paths: 'is all that changes',
} as const satisfies Record<CheckResult['kind'], string>
