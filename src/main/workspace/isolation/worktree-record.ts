import { readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { failpoint } from '../../base/failpoint.ts'
import { hasCode } from '../describe-file-error.ts'
import type { Room } from './room.ts'

const recordSchema = z.object({
  /** The commit with which it began. */
  snapshot: z.string(),
  /** Ignored files that were copied into it. */
  copied: z.array(z.string()),
})

/** What we keep about a worktree that is whole. One without it is half made, or half removed. */
export type WorktreeRecord = z.infer<typeof recordSchema>

/** A worktree as git has it in its books, whether or not its folder is there. */
export type WorktreeEntry = {
  /** The real path of its folder. */
  path: string
  /** Git's folder for it in the repository. */
  adminDir: string
  /** Why it was locked; '' without a reason, null when it is not. */
  locked: string | null
  record: WorktreeRecord | null
}

const RECORD = 'treeline.json'

/** What git writes as the reason for a lock while it makes a worktree. */
export const GITS_OWN_LOCK = 'initializing'

/** All worktrees of the repository but the first, from git's books. What cannot be read is left out. */
export async function worktreeEntries(room: Room): Promise<WorktreeEntry[]> {
  if (room.commonDir === null) return []
  const books = join(room.commonDir, 'worktrees')
  const entries: WorktreeEntry[] = []
  for (const name of await orNull(readdir(books), [])) {
    const adminDir = join(books, name)
    const pointer = await orNull(readFile(join(adminDir, 'gitdir'), 'utf8'), null)
    if (pointer === null) continue
    const locked = await orNull(readFile(join(adminDir, 'locked'), 'utf8'), null)
    const record = await readRecord(adminDir)
    entries.push({
      path: dirname(resolve(adminDir, pointer.trim())),
      adminDir,
      locked: locked?.trim() ?? null,
      record,
    })
  }
  return entries.toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

async function readRecord(adminDir: string): Promise<WorktreeRecord | null> {
  const text = await orNull(readFile(join(adminDir, RECORD), 'utf8'), null)
  if (text === null) return null
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Makes a worktree count as whole: the last step of making it. */
export async function writeRecord(adminDir: string, record: WorktreeRecord): Promise<void> {
  failpoint('before:worktree.ready')
  await writeFileAtomic(join(adminDir, RECORD), JSON.stringify(record))
  failpoint('after:worktree.ready')
}

/** The first step of removing one: what is cut off after it is tidied away, not taken for work. */
export async function dropRecord(adminDir: string): Promise<void> {
  await rm(join(adminDir, RECORD), { force: true })
}

async function orNull<T, U>(reading: Promise<T>, otherwise: U): Promise<T | U> {
  return reading.catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return otherwise
    throw error
  })
}
