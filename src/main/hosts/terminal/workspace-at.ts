import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Workspace } from '../../../contract/workspace.ts'
import type { Reader } from '../../reader.ts'
import { UsageError } from './exit-code.ts'

/**
 * The workspace of a folder, the current one when none is named; null for one that was never opened. Throws UsageError
 * for a folder that is not there.
 */
export function workspaceAt({ store }: Pick<Reader, 'store'>, folder = process.cwd()): Workspace | null {
  let real: string
  try {
    real = realpathSync(resolve(folder))
  } catch {
    throw new UsageError(`There is no folder ${resolve(folder)}.`)
  }
  return store?.workspaces.list().find(({ path }) => path === real) ?? null
}
