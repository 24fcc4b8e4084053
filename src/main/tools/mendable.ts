import { AppError } from '../../contract/app-error.ts'
import type { PathScope, ScopedPath } from '../workspace/path-scope.ts'
import { type ToolContext, ToolError } from './tool.ts'

/** Runs `work`; an expected failure becomes the ToolError whose words the model gets. */
export async function mendable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) throw new ToolError(error.message, { cause: error })
    throw error
  }
}

/** Resolves a model's path against the task's folder. Throws ToolError for what is no path. */
export function resolvePath(
  scope: PathScope,
  context: Pick<ToolContext, 'folder'>,
  path: string,
  options?: { followLast?: boolean },
): Promise<ScopedPath> {
  return mendable(() => scope.resolve(context.folder, path, options))
}
