import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { type ProcessOwner, pickProcesses, readProcessTable } from './process-table.ts'

/** How long processes may take to end after SIGTERM before they get SIGKILL. */
export const GRACE_MS = 2_000

/** When to give up waiting for processes that even SIGKILL does not end. */
export const DEADLINE_MS = 5_000

/** Between two looks at the process table: short at first, since most end at once. */
const FIRST_LOOK_MS = 10
const LONGEST_LOOK_MS = 160

/** Sends to a process, or to a group when `target` is negative. False when there is nothing to send to. */
function send(target: number, force: boolean): boolean {
  try {
    process.kill(target, force ? 'SIGKILL' : 'SIGTERM')
    // What is stopped does not notice SIGTERM before it goes on.
    if (!force) process.kill(target, 'SIGCONT')
    return true
  } catch {
    // It has ended meanwhile, or it is another user's: the next look at the table tells which.
    return false
  }
}

/** Windows ends a tree by itself, and at once. */
async function killOnWindows(shellPid: number | undefined): Promise<number[]> {
  if (shellPid === undefined) return []
  await new Promise<void>((resolve) => {
    execFile('taskkill', ['/PID', String(shellPid), '/T', '/F'], () => resolve())
  })
  return []
}

/**
 * Ends the owner's processes, wherever they have gone: SIGTERM to all that are there, once, and after a grace
 * SIGKILL to all that are left or came newly, as often as any are found. What starts within the grace is let
 * be, since it may be cleaning up. The shell's group gets each signal in one call, so that nothing slips
 * away between two, and nobody gets SIGTERM twice, which many programs take for impatience. Resolves when
 * none is left, or after five seconds with the pids of those that are. No event tells of the end of a
 * process that is not our child, so this looks again and again, but only while it waits. Rejects only where
 * processes cannot be listed at all.
 */
export async function killProcesses(
  owner: ProcessOwner,
  { graceMs = GRACE_MS, deadlineMs = DEADLINE_MS }: { graceMs?: number; deadlineMs?: number } = {},
): Promise<number[]> {
  if (process.platform === 'win32') return killOnWindows(owner.shellPid)
  const begin = performance.now()
  const known = new Map<number, string>()
  let asked = false
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(2 * pause, LONGEST_LOOK_MS)) {
    const found = pickProcesses(await readProcessTable(), owner, known)
    if (found.length === 0) return []
    const elapsed = performance.now() - begin
    if (elapsed >= deadlineMs) return found.map(({ pid }) => pid)

    const force = elapsed >= graceMs
    if (force || !asked) {
      const shell = found.find(({ pid, parentPid }) => pid === owner.shellPid && parentPid === process.pid)
      const group = shell && send(-shell.pid, force) ? shell.pid : null
      for (const { pid, groupId } of found) if (groupId !== group) send(pid, force)
      asked = true
    }
    for (const { pid, bornAt } of found) known.set(pid, bornAt)
    await delay(Math.max(1, Math.min(pause, force ? deadlineMs - elapsed : graceMs - elapsed)))
  }
}
