import { lstat } from 'node:fs/promises'
import { hasCode } from './describe-file-error.ts'

/** Whether anything is at a path, a link that leads nowhere too. Rejects with what the system says but "no such file". */
export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false
      throw error
    },
  )
}
