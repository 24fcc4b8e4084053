import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { hasCode } from './describe-file-error.ts'

/**
 * SHA-256 in hex of a file's bytes, as `hashContent` gives it. Null when nothing is there, and '', which is
 * no hash, for what is no regular file. Links are not followed. Rejects when the file cannot be read.
 */
export async function hashFile(path: string): Promise<string | null> {
  try {
    if (!(await lstat(path)).isFile()) return ''
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    return hash.digest('hex')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  }
}
