import { z } from 'zod'
import { type Checks, countChecks } from '../../contract/checks.ts'
import { coveredFiles, refuseRelative } from '../workspace/covered-files.ts'
import { mendable } from './mendable.ts'
import { type ToolContext, ToolError } from './tool.ts'

const mostCommands = 5
const mostPaths = 50
const longestCommand = 2_000

/** The argument as models see it. */
export const checksField = z.object({
  run: z
    .array(z.string())
    .max(mostCommands)
    .optional()
    .describe('Commands that must exit with 0, such as "npm test". They may be run several times.'),
  exists: z.array(z.string()).max(mostPaths).optional().describe('Files that must be there.'),
  unchanged: z
    .array(z.string())
    .max(mostPaths)
    .optional()
    .describe('Files, folders or globs that must stay as they are, such as "package.json" or "test/**".'),
})

/**
 * The checks of a `new_task` call, each once, or null when there are none. Throws ToolError for a path that is not
 * below the workspace folder, a command that cannot be run, and globs that cover too much.
 */
export async function readChecks(
  given: z.infer<typeof checksField> | undefined,
  { folder, signal }: Pick<ToolContext, 'folder' | 'signal'>,
): Promise<Checks | null> {
  const checks: Checks = {
    run: unique(given?.run),
    exists: unique(given?.exists),
    unchanged: unique(given?.unchanged),
  }
  if (countChecks(checks) === 0) return null
  for (const command of checks.run) {
    if (command.includes('\0')) throw new ToolError('checks.run: a command holds a NUL character.')
    if (command.length > longestCommand)
      throw new ToolError(
        `checks.run: a command is longer than ${longestCommand} characters. Write a script.`,
      )
  }
  for (const field of ['exists', 'unchanged'] as const) {
    for (const path of checks[field]) {
      const refused = refuseRelative(path)
      if (refused !== null) throw new ToolError(`checks.${field}: ${path} ${refused}.`)
    }
  }
  await mendable(() => coveredFiles(folder, checks.unchanged, signal))
  return checks
}

function unique(texts: readonly string[] = []): string[] {
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))]
}
