import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { AppError } from '../../../contract/app-error.ts'
import type { Secrets } from '../../platform.ts'

const contentSchema = z.record(z.string(), z.string())

/**
 * Keys in `<dataFolder>/secrets.json`, readable for its owner only (mode 0600): what there is without a
 * system keyring. Said plainly in the settings. Throws AppError `storage_failed` when the file is there
 * and cannot be used; it is never overwritten then.
 */
export function createFileSecrets(dataFolder: string): Secrets {
  const path = join(dataFolder, 'secrets.json')
  let writing: Promise<void> = Promise.resolve()

  async function read(): Promise<Record<string, string>> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}'
      throw new AppError('storage_failed', `The keys in ${path} cannot be read: ${error.message}`, {
        cause: error,
      })
    })
    try {
      return contentSchema.parse(JSON.parse(text))
    } catch (cause) {
      throw new AppError(
        'storage_failed',
        `${path} is damaged. Mend or remove it, then enter your keys again.`,
        {
          cause,
        },
      )
    }
  }

  /** One change after the other, so that two do not overwrite each other. */
  function change(edit: (keys: Record<string, string>) => void): Promise<void> {
    const next = writing.then(async () => {
      const keys = await read()
      edit(keys)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeFileAtomic(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
    })
    writing = next.catch(() => {})
    return next
  }

  return {
    kept: 'in a file that only your user account can read',
    get: async (name) => new Map(Object.entries(await read())).get(name) ?? null,
    set: (name, value) =>
      change((keys) => {
        keys[name] = value
      }),
    remove: (name) =>
      change((keys) => {
        delete keys[name]
      }),
  }
}
