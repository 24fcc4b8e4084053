import { lstat, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../describe-file-error.ts'

/**
 * The first two paths that a file system takes for one because it does not tell capitals or Unicode forms apart,
 * folders included; null when there are none.
 */
export function collidingNames(paths: Iterable<string>): [string, string] | null {
  const seen = new Map<string, string>()
  for (const path of paths) {
    const parts = path.split('/')
    for (let count = 1; count <= parts.length; count++) {
      const here = parts.slice(0, count).join('/')
      const folded = here.normalize('NFC').toLowerCase()
      const other = seen.get(folded)
      if (other !== undefined && other !== here) return [other, here]
      seen.set(folded, here)
    }
  }
  return null
}

/** Whether the file system takes names for the same that differ in capitals only. `folder` is ours to write in. */
export async function foldsNames(folder: string): Promise<boolean> {
  const probe = join(folder, `.treeline-probe-${process.pid}`)
  await writeFile(probe, '')
  try {
    return await lstat(join(folder, `.TREELINE-PROBE-${process.pid}`)).then(
      () => true,
      (error: unknown) => {
        if (hasCode(error, 'ENOENT')) return false
        throw error
      },
    )
  } finally {
    await rm(probe, { force: true })
  }
}
