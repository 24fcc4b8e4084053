import { join } from 'node:path'
import { AppError } from '../../../contract/app-error.ts'
import { delay } from '../../base/delay.ts'
import { isThere } from '../is-there.ts'
import type { Room } from './room.ts'

/** Milliseconds between the looks at a lock: two seconds in all, longer than git holds it for small changes. */
const PAUSES = [20, 40, 80, 120, 160, 240, 320, 480, 540]

/**
 * Waits while another git holds the person's index, as a checkout or a rebase does while it changes files.
 * Throws AppError `conflict` in words when it does not end. The lock is never deleted: only the person knows
 * whether that git is still alive. An abort rejects with the signal's reason.
 */
export async function waitForIndex(
  room: Room,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  if (room.gitDir === null) return
  const lock = join(room.gitDir, 'index.lock')
  for (const pause of [...PAUSES, 0]) {
    if (!(await isThere(lock))) return
    await delay(pause, signal)
    signal.throwIfAborted()
  }
  throw new AppError(
    'conflict',
    `Another git is at work in ${room.root}: ${lock} is there. Wait until it has ended and try again. If no git runs there, it was cut off; then delete that file.`,
  )
}
