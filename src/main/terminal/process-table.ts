import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { COMMAND_MARKER } from './spawn-environment.ts'

/** One process that runs. Those that have ended and only wait to be reaped are none. */
export type ProcessEntry = {
  pid: number
  parentPid: number
  groupId: number
  /** Its session on Linux; on macOS, where sessions have no number, its process group. */
  sessionId: number
  /** Tells a process from a later one with the same pid. */
  bornAt: string
  /** From the marker in its environment, where that can be read. */
  commandId: string | null
}

const MARKER = `${COMMAND_MARKER}=`

async function readLinuxProcess(pid: number): Promise<ProcessEntry | null> {
  // Either file vanishes with its process; the environment of others' processes is closed to us.
  const [stat, environment] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null),
    readFile(`/proc/${pid}/environ`, 'latin1').catch(() => ''),
  ])
  if (stat === null) return null
  // proc(5): pid (name) state ppid pgrp session …, and the 22nd is the start time. A name may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state = '', parent = '', group = '', session = ''] = fields
  if (state === 'Z' || state === 'X') return null
  const marker = environment.split('\0').find((entry) => entry.startsWith(MARKER))
  return {
    pid,
    parentPid: Number(parent),
    groupId: Number(group),
    sessionId: Number(session),
    bornAt: fields[19] ?? '',
    commandId: marker?.slice(MARKER.length) ?? null,
  }
}

/**
 * Parses `ps -axwwE -o pid=,ppid=,pgid=,state=,lstart=,command=`, in which the environment follows the
 * command's arguments.
 */
export function parsePs(output: string): ProcessEntry[] {
  return output.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s?(.*)$/.exec(line)
    const [, pid, parentPid, groupId, state = '', bornAt = '', command = ''] = match ?? []
    if (!match || state.startsWith('Z')) return []
    const marker = new RegExp(`(?:^|\\s)${MARKER}(\\S+)`).exec(command)
    return {
      pid: Number(pid),
      parentPid: Number(parentPid),
      groupId: Number(groupId),
      sessionId: Number(groupId),
      bornAt,
      commandId: marker?.[1] ?? null,
    }
  })
}

/** All processes that can be seen. Rejects where there is neither `/proc` nor `ps`. */
export async function readProcessTable(): Promise<ProcessEntry[]> {
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
    const entries = await Promise.all(pids.map(readLinuxProcess))
    return entries.filter((entry) => entry !== null)
  }
  const columns = 'pid=,ppid=,pgid=,state=,lstart=,command='
  const { stdout } = await promisify(execFile)('ps', ['-axwwE', '-o', columns], {
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
  })
  return parsePs(stdout)
}

/** Whose processes are meant. */
export type ProcessOwner = {
  /** Whether the command of this id is. */
  owns: (commandId: string) => boolean
  /** The shell of the command. Only believed while it is a child of the app: numbers are used again. */
  shellPid?: number | undefined
}

/**
 * Picks the owner's processes out of a table: its shell, whatever carries its marker, what was `known` to be
 * its own before (pid to birth), all children of these, and all that share a session which one of these
 * made. A process that left its session, lost its parent and emptied its environment, all before the first
 * look, cannot be told from a stranger.
 */
export function pickProcesses(
  table: readonly ProcessEntry[],
  owner: ProcessOwner,
  known: ReadonlyMap<number, string> = new Map(),
  self: number = process.pid,
): ProcessEntry[] {
  const byPid = new Map(table.map((entry) => [entry.pid, entry]))
  const ownSession = byPid.get(self)?.sessionId
  const isRoot = (entry: ProcessEntry) =>
    (entry.pid === owner.shellPid && entry.parentPid === self) ||
    (entry.commandId !== null && owner.owns(entry.commandId)) ||
    known.get(entry.pid) === entry.bornAt
  const picked = new Map<number, ProcessEntry>()
  const sessions = new Set<number>()
  const pick = (entry: ProcessEntry) => {
    if (entry.pid === self || entry.pid === 1) return
    picked.set(entry.pid, entry)
  }
  table.filter(isRoot).forEach(pick)
  for (let before = -1; before !== picked.size; ) {
    before = picked.size
    for (const { sessionId } of picked.values()) {
      const madeByOurs = picked.has(sessionId) || !byPid.has(sessionId)
      if (madeByOurs && sessionId > 0 && sessionId !== ownSession) sessions.add(sessionId)
    }
    table.filter((entry) => picked.has(entry.parentPid) || sessions.has(entry.sessionId)).forEach(pick)
  }
  return [...picked.values()]
}
