import { mkdir, readFile, readlink, rename, rmdir, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { AppError } from '../../contract/app-error.ts'

/** Without a sign of life for so long, another process may take the lock: its holder hangs or is on a lost disk. */
const staleMs = 30_000

/** How often the holder gives a sign of life. */
const heartbeatMs = 5_000

const lockPath = (folder: string): string => join(folder, 'treeline.lock')
const ownerPath = (folder: string): string => join(folder, 'treeline.lock.json')

/** `host` also tells containers apart: a process id means something in its own namespace only. */
type Owner = { pid: number; host: string }

/**
 * Makes this process the only writer of a data folder, and resolves with how to stop being it. The lock
 * is also given up when the process exits, and is free at once when its holder was killed.
 *
 * Rejects with AppError `data_folder_in_use` while another process holds it. `onLost` is told when the
 * lock was taken away because this process gave no sign of life for 30 seconds: whoever writes must stop
 * at once. Without it the error is thrown, which ends the process.
 */
export async function lockDataFolder(
  folder: string,
  onLost: (error: AppError) => void = (error) => {
    throw error
  },
): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const release =
    (await tryLock(folder, onLost)) ?? ((await clearDead(folder)) ? await tryLock(folder, onLost) : null)
  if (release === null) throw inUse(folder, await ownerOf(folder))
  const owner: Owner = { pid: process.pid, host: await thisHost() }
  await writeFile(ownerPath(folder), JSON.stringify(owner), { mode: 0o600 })
  return release
}

async function tryLock(
  folder: string,
  onLost: (error: AppError) => void,
): Promise<(() => Promise<void>) | null> {
  try {
    return await lock(folder, {
      lockfilePath: lockPath(folder),
      stale: staleMs,
      update: heartbeatMs,
      onCompromised: (cause) => {
        const message = `Another Treeline took over the data folder ${folder}, since this one did not respond. Close this one.`
        onLost(new AppError('data_folder_in_use', message, { cause }))
      },
    })
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') return null
    throw error
  }
}

/**
 * Clears away the lock of a process of this machine that is no more. Answers whether it did.
 *
 * Two may see the same dead process: the lock is moved aside, which only one can do, and put back if it
 * turns out that somebody had taken a new one in the meantime.
 */
async function clearDead(folder: string): Promise<boolean> {
  const path = lockPath(folder)
  const seen = await stat(path).catch(ignoreMissing)
  if (seen === null) return true
  const owner = await ownerOf(folder)
  if (owner === null || owner.host !== (await thisHost()) || isAlive(owner.pid)) return false
  const aside = `${path}.${process.pid}`
  try {
    await rename(path, aside)
  } catch (error) {
    ignoreMissing(error)
    return true
  }
  const moved = await stat(aside)
  if (moved.ino !== seen.ino || moved.mtimeMs !== seen.mtimeMs) {
    await rename(aside, path)
    return false
  }
  await rmdir(aside)
  return true
}

/** Who holds the lock, or null when that cannot be known, as in the moment before it is written down. */
async function ownerOf(folder: string): Promise<Owner | null> {
  try {
    const [held, written] = await Promise.all([stat(lockPath(folder)), stat(ownerPath(folder))])
    // What an earlier holder wrote says nothing about this one.
    if (held.birthtimeMs === 0 || written.mtimeMs < held.birthtimeMs) return null
    const { pid, host } = JSON.parse(await readFile(ownerPath(folder), 'utf8'))
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : null
  } catch {
    // Missing or half written: the lock itself decides, this file only gives it a name.
    return null
  }
}

async function thisHost(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return `${hostname()} ${namespace}`.trim()
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there and belongs to another user.
    return codeOf(error) !== 'ESRCH'
  }
}

function inUse(folder: string, owner: Owner | null): AppError {
  const who = owner === null ? 'another process' : `process ${owner.pid}`
  return new AppError(
    'data_folder_in_use',
    `The data folder ${folder} is in use by ${who}. Close that Treeline, or choose another data folder.`,
  )
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}

function ignoreMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}
