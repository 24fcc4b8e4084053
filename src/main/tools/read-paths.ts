import { z } from 'zod'
import { AppError } from '../../contract/app-error.ts'
import { matcherOf, refuseRelative } from '../workspace/covered-files.ts'
import { ToolError } from './tool.ts'

const mostPaths = 50

/** The argument as models see it. */
export const pathsField = z
  .array(z.string())
  .max(mostPaths)
  .describe(
    'Globs the subtask may change files under, relative to the folder, such as "src/api/**". Default: any file you may change. A subtask that can run commands then works in a copy of the folder.',
  )

/**
 * The `paths` of a `new_task` call, each once, or null when there are none. Throws ToolError for what is no path or
 * glob below the workspace folder.
 */
export function readPaths(given: readonly string[] = []): string[] | null {
  const paths = [...new Set(given.map((path) => path.trim()).filter((path) => path !== ''))]
  for (const path of paths) {
    const refused = refuseRelative(path) ?? refuseGlob(path)
    if (refused !== null) throw new ToolError(`paths: ${path} ${refused}.`)
  }
  return paths.length === 0 ? null : paths
}

function refuseGlob(path: string): string | null {
  if (path.startsWith('!')) return 'begins with "!": name what may change, not what may not'
  if (path.includes('\\')) return 'holds a backslash: put / between folders'
  try {
    matcherOf(path)
    return null
  } catch (error) {
    if (error instanceof AppError) return `cannot be used: ${error.message.replace(/\.$/, '')}`
    throw error
  }
}
