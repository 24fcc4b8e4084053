import files from 'node:fs'
import { mkdir, readFile, readlink, rename, rmdir, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { z } from 'zod'
import { AppError } from '../../contract/app-error.ts'
import { intentsBefore, noteIntent } from './lock-intent.ts'

/** Without a sign of life for so long, a process that cannot see the holder may take the lock: it is on a lost machine. */
const staleMs = 30_000

/** How often the holder gives a sign of life. */
const heartbeatMs = 5_000

const lockPath = (folder: string): string => join(folder, 'treeline.lock')
const ownerPath = (folder: string): string => join(folder, 'treeline.lock.json')

/** What holds a lock, for the words that another start is refused with. */
export type HolderKind = 'desktop' | 'browser' | 'terminal' | 'doctor' | 'restore'

/**
 * `host` also tells containers apart: a process id means something in its own namespace only. `started` tells
 * a process from a later one with the same id; null where the system does not say.
 */
const ownerSchema = z.object({
  pid: z.number(),
  host: z.string(),
  kind: z.enum(['desktop', 'browser', 'terminal', 'doctor', 'restore']).nullable().catch(null),
  since: z.number().nullable().catch(null),
  started: z.string().nullable().catch(null),
})
type Owner = z.infer<typeof ownerSchema>

/**
 * Makes this process the only writer of a data folder, and resolves with how to stop being it. The lock
 * is also given up when the process exits, and is free at once when its holder was killed.
 *
 * Rejects with AppError `data_folder_in_use` while another process holds it, naming it, and `storage_failed`
 * where no lock can be made. A process that is seen to live keeps its lock. `onLost` is told when the lock was
 * taken away by one that could not see that (it is on another machine) because there was no sign of life for
 * 30 seconds: whoever writes must stop at once. Without it the error is thrown, which ends the process.
 */
export async function lockDataFolder(
  folder: string,
  kind: HolderKind,
  onLost: (error: AppError) => void = (error) => {
    throw error
  },
): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const holder = await ownerOf(folder)
    // However long it has been silent: a machine that slept, or whose clock was set, is no reason for two writers.
    if (holder !== null && (await isSurelyAlive(holder))) throw inUse(folder, holder)
    const owner: Owner = {
      pid: process.pid,
      host: await thisHost(),
      kind,
      since: Date.now(),
      started: await startOf(process.pid),
    }
    const removeIntent = await noteIntent(folder, owner)
    try {
      const release =
        (await tryLock(folder, onLost)) ?? ((await clearDead(folder)) ? await tryLock(folder, onLost) : null)
      if (release === null) throw inUse(folder, await ownerOf(folder))
      await writeFile(ownerPath(folder), JSON.stringify(owner), { mode: 0o600 })
      await forgetDead(folder)
      return release
    } finally {
      await removeIntent()
    }
  } catch (error) {
    throw error instanceof AppError ? error : cannotLock(folder, error)
  }
}

/** How a data folder's lock stands, without touching it. */
export type LockState =
  | { state: 'free' }
  /** Its holder is gone; the next start takes it away. */
  | { state: 'stale' }
  | { state: 'held'; holder: string }

/** Looks at the lock of a data folder. Never rejects for what it finds. */
export async function lookAtLock(folder: string): Promise<LockState> {
  const held = await stat(lockPath(folder)).catch(() => null)
  if (held === null) return { state: 'free' }
  const owner = await ownerOf(folder)
  const dead = owner !== null && (await isGone(owner))
  if (dead || Date.now() - held.mtimeMs > staleMs) return { state: 'stale' }
  return { state: 'held', holder: holderWords(owner) }
}

/**
 * Files for the lock. A sign of life that the disk does not take (it is read-only for now, or failing) is no
 * reason to end: nobody else can take the lock there either. So it counts as given until it can be.
 */
function patientFiles(): typeof files {
  let believed: { real: number; told: Date } | null = null
  const utimes = (path: string, atime: Date, mtime: Date, done: (error: Error | null) => void) =>
    files.utimes(path, atime, mtime, (error) => {
      believed = null
      if (error === null || !diskCodes.includes(error.code ?? '')) return done(error)
      files.stat(path, (_error, found) => {
        if (found !== undefined) believed = { real: found.mtimeMs, told: mtime }
        done(found === undefined ? error : null)
      })
    })
  const stat = (path: string, done: (error: Error | null, found?: files.Stats) => void) =>
    files.stat(path, (error, found) => {
      if (error === null && believed !== null && found.mtimeMs === believed.real) found.mtime = believed.told
      done(error, found)
    })
  return { ...files, utimes, stat } as unknown as typeof files
}

const diskCodes = ['EROFS', 'EIO', 'ENOSPC', 'EDQUOT']

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
      fs: patientFiles(),
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
  const dead = owner === null ? await diedUnsigned(folder, seen.birthtimeMs) : await isGone(owner)
  if (!dead) return false
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

/**
 * Whether the lock's holder was killed before it could sign it: it is one of those that noted that they would
 * take it, and all of these are gone.
 */
async function diedUnsigned(folder: string, lockBirth: number): Promise<boolean> {
  const notes = await intentsBefore(folder, lockBirth)
  const gone = await Promise.all(notes.map(({ owner }) => isGoneBy(owner)))
  return notes.length > 0 && gone.every(Boolean)
}

/** Removes the notes of those that were killed. */
async function forgetDead(folder: string): Promise<void> {
  for (const { owner, remove } of await intentsBefore(folder, Number.POSITIVE_INFINITY)) {
    if (await isGoneBy(owner)) await remove()
  }
}

async function isGoneBy(note: unknown): Promise<boolean> {
  const owner = ownerSchema.safeParse(note)
  return owner.success && isGone(owner.data)
}

/** Who holds the lock, or null when that cannot be known, as in the moment before it is written down. */
async function ownerOf(folder: string): Promise<Owner | null> {
  try {
    const [held, written] = await Promise.all([stat(lockPath(folder)), stat(ownerPath(folder))])
    // What an earlier holder wrote says nothing about this one.
    if (held.birthtimeMs === 0 || written.mtimeMs < held.birthtimeMs) return null
    return ownerSchema.parse(JSON.parse(await readFile(ownerPath(folder), 'utf8')))
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

/** Whether a holder can no longer be there: its process has ended, or its id is another process's by now. */
async function isGone(owner: Owner): Promise<boolean> {
  if (owner.host !== (await thisHost())) return false
  if (!isAlive(owner.pid)) return true
  const started = owner.started === null ? null : await startOf(owner.pid)
  return started !== null && started !== owner.started
}

async function isSurelyAlive({ pid, host, started }: Owner): Promise<boolean> {
  return started !== null && host === (await thisHost()) && started === (await startOf(pid))
}

/** When a process began, as something that no other process of that id has; null where the system does not say. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const [line, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ])
    // The program's name, in parentheses, may hold anything. The start is the 22nd field, the 20th after it.
    const ticks = line.slice(line.lastIndexOf(')') + 2).split(' ')[19]
    return ticks === undefined ? null : `${boot.trim()} ${ticks}`
  } catch {
    return null
  }
}

const kindWords: Record<HolderKind, string> = {
  desktop: 'Treeline’s window',
  browser: 'Treeline in the browser (treeline serve)',
  terminal: 'a treeline command',
  doctor: 'treeline doctor --repair',
  restore: 'treeline restore',
}

function holderWords(owner: Owner | null): string {
  if (owner === null) return 'another process'
  const what = owner.kind === null ? 'Treeline' : kindWords[owner.kind]
  const since = owner.since === null ? '' : `, since ${new Date(owner.since).toLocaleString()}`
  return `${what}: process ${owner.pid}${since}`
}

function inUse(folder: string, owner: Owner | null): AppError {
  return new AppError(
    'data_folder_in_use',
    `The data folder ${folder} is in use by ${holderWords(owner)}. Use that one, or close it and start again; or choose another data folder with --data.`,
  )
}

function cannotLock(folder: string, cause: unknown): AppError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const why = /^(EACCES|EPERM)$/.test(String(codeOf(cause)))
    ? 'belongs to another user, or may not be written. Check who owns it'
    : codeOf(cause) === 'EROFS'
      ? 'lies on a disk that is read-only. Mount it so that it can be written'
      : codeOf(cause) === 'ENOSPC'
        ? 'lies on a disk that is full. Free some space'
        : codeOf(cause) === 'ENOTDIR' || codeOf(cause) === 'EEXIST'
          ? 'cannot be used: something on the way to it is a file where a folder should be. Move the file'
          : 'cannot be locked; on some network drives no program can. Check the disk'
  return new AppError(
    'storage_failed',
    `The data folder ${folder} ${why}, or choose another one with --data. (${message})`,
    { cause },
  )
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}

function ignoreMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}
