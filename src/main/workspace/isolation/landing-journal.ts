import { lstat, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { AppError } from '../../../contract/app-error.ts'
import { failpoint } from '../../base/failpoint.ts'
import { hasCode } from '../describe-file-error.ts'
import type { Room } from './room.ts'

const journalSchema = z.object({
  version: z.literal(1),
  /** The working tree, and by which the system knows it again. */
  root: z.string(),
  device: z.string(),
  inode: z.string(),
  /** Ids of trees. */
  from: z.string(),
  to: z.string(),
})

/** What is being taken over, written down before the first file changes. */
export type LandingJournal = z.infer<typeof journalSchema>

/** Throws AppError `conflict` when there is a journal of a landing that was cut off. */
export async function refuseUnfinished(room: Room, file: string): Promise<void> {
  if ((await readJournal(file)) === null) return
  throw new AppError(
    'conflict',
    `Taking work over into ${room.root} was cut off earlier. Finish or undo that first.`,
  )
}

/** Writes the journal durably. */
export async function beginJournal(
  room: Room,
  file: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const journal: LandingJournal = { version: 1, root: room.root, ...(await identity(room.root)), from, to }
  failpoint('before:landing.begin')
  await writeFileAtomic(file, JSON.stringify(journal))
  failpoint('after:landing.begin')
}

/** All is as it should be: the journal goes. */
export async function endJournal(file: string): Promise<void> {
  failpoint('before:landing.end')
  await rm(file, { force: true })
  failpoint('after:landing.end')
}

/** Null when there is none. Throws AppError `workspace_unavailable` for one that cannot be read. */
export async function readJournal(file: string): Promise<LandingJournal | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  }
  try {
    return journalSchema.parse(JSON.parse(text))
  } catch (error) {
    const words = `The record of work that was being taken over, ${file}, cannot be read. Look at the files yourself, then delete it.`
    throw new AppError('workspace_unavailable', words, { cause: error })
  }
}

/** Whether the room's folder is the very one that the journal speaks of: it may have been moved or replaced since. */
export async function isSameFolder(room: Room, journal: LandingJournal): Promise<boolean> {
  const { device, inode } = await identity(room.root)
  return journal.root === room.root && journal.device === device && journal.inode === inode
}

async function identity(root: string): Promise<{ device: string; inode: string }> {
  const { dev, ino } = await lstat(root, { bigint: true })
  return { device: String(dev), inode: String(ino) }
}
