import { failpoint } from '../base/failpoint.ts'
import { checkRequest } from './check-request.ts'
import {
  type CommandEnd,
  type CommandOutcome,
  type CommandRecord,
  spoolPath,
  writeRecord,
} from './command-record.ts'
import type { Shell } from './find-shell.ts'
import { foldWindow } from './fold-output.ts'
import { type Keeper, keptPath, startKeeper } from './keeper.ts'
import { DEADLINE_MS, killProcesses } from './kill-processes.ts'
import { cutPath, notedCommand, notePath, removeNote } from './noted-command.ts'
import { createOutputSpool, type OutputSpool } from './output-spool.ts'
import { type PtyExit, type PtyProcess, startPty } from './pty-process.ts'
import type { CommandRequest, RunningCommand } from './running-command.ts'
import { readSpoolPiece, readSpoolWindow } from './spool-file.ts'
import { wholeLength } from './utf8.ts'

/** What the terminals lend a command. */
export type CommandContext = {
  commandId: string
  /** What the ids of all commands of this run begin with. */
  prefix: string
  spoolFolder: string
  spoolLimitBytes: number
  shell: Shell | null
  env: Record<string, string>
  defaultTimeoutMs: number
}

/** Node's timers take no more (2^31 − 1 ms, 24 days); beyond it they would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const ofExit = ({ exitCode, signal }: PtyExit): CommandOutcome =>
  signal === null ? { status: 'exited', exitCode } : { status: 'signalled', signal }

async function within(promise: Promise<void>, milliseconds: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([promise, late])
  clearTimeout(timer)
}

/**
 * Starts a command in a terminal of its own and sees it through to its end. Its record is written before
 * it starts and when it has ended. Never throws: what cannot be started ends as `failed_to_start`.
 */
export function runCommand(
  request: CommandRequest,
  context: CommandContext,
  signal: AbortSignal,
): RunningCommand {
  const { commandId, spoolFolder, shell } = context
  const background = request.background ?? false
  const path = spoolPath(spoolFolder, commandId)
  const begin = performance.now()
  const listeners = new Set<(text: string, offset: number) => void>()
  const { promise: done, resolve } = Promise.withResolvers<CommandEnd>()
  const record: CommandRecord = {
    version: 1,
    commandId,
    taskId: request.taskId,
    callId: request.callId,
    command: request.command,
    cwd: request.cwd,
    background,
    pid: null,
    startedAt: Date.now(),
    end: null,
    keeperPid: null,
    left: null,
  }
  let spool: OutputSpool | null = null
  let pty: PtyProcess | null = null
  let timer: NodeJS.Timeout | undefined
  let keeper: Keeper | null = null
  let unfinished: Buffer = Buffer.alloc(0)
  let told = 0
  // Why it is being ended, and by then the terminal's own end does not count any more.
  let stopping: { outcome: CommandOutcome; survivors: Promise<number[]> } | null = null

  const finish = (outcome: CommandOutcome, survivors: number[]) => {
    if (record.end) return
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    failpoint('before:command.close')
    const kept = spool?.close() ?? { bytesNotKept: 0, error: null }
    record.end = {
      ...outcome,
      durationMs: Math.round(performance.now() - begin),
      bytes: spool?.bytes ?? 0,
      lines: spool?.lines ?? 0,
      spoolPath: path,
      bytesNotKept: kept.bytesNotKept,
      spoolError: kept.error,
      survivors,
    }
    if (spool) {
      try {
        writeRecord(spoolFolder, record)
        removeNote(spoolFolder, commandId)
      } catch (error) {
        record.end.spoolError ??= words(error)
      }
      keeper?.dispose()
      // The file has it all: memory need not.
      if (kept.error === null) spool = null
    }
    failpoint('after:command.close')
    pty = null
    listeners.clear()
    resolve(record.end)
  }

  const killAll = () =>
    killProcesses({ owns: (id) => id === commandId, shellPid: pty?.pid }).catch((): number[] => {
      // Processes cannot be listed here: what is known of them is the shell and its group.
      try {
        if (pty) process.kill(-pty.pid, 'SIGKILL')
      } catch {
        // It has ended meanwhile.
      }
      return []
    })

  const stop = (outcome: CommandOutcome): Promise<number[]> => {
    if (record.end) return killAll()
    if (stopping) return stopping.survivors
    clearTimeout(timer)
    stopping = { outcome, survivors: killAll() }
    const ending = stopping
    return ending.survivors.then(async (survivors) => {
      // The terminal tells of its end just after, unless its shell is one of those that are left.
      if (survivors.length === 0) await within(exited.promise, DEADLINE_MS)
      finish(ending.outcome, survivors)
      return survivors
    })
  }
  const exited = Promise.withResolvers<void>()
  const onAbort = () => void stop({ status: 'cancelled', reason: 'The task was stopped.' })

  // A listener that throws is a bug of its owner: it surfaces, but takes nothing from the others.
  const tellAll = (text: string, offset: number) => {
    for (const listener of listeners) {
      try {
        listener(text, offset)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  // At once: what was read and not yet written would be lost if the app were killed now.
  const keep = (bytes: Buffer) => {
    if (!record.end) spool?.write(bytes)
  }

  const onOutput = (bytes: Buffer) => {
    if (!spool || record.end) return
    const offset = told - unfinished.length
    told += bytes.length
    const waiting = unfinished.length === 0 ? bytes : Buffer.concat([unfinished, bytes])
    const whole = wholeLength(waiting)
    // A copy: a piece would hold the whole chunk in memory.
    unfinished = Buffer.from(waiting.subarray(whole))
    const text = waiting.toString('utf8', 0, whole)
    if (text !== '') tellAll(text, offset)
  }

  const onExit = (exit: PtyExit) => {
    exited.resolve()
    // The beginning of a character that never came whole.
    if (unfinished.length > 0) tellAll(unfinished.toString(), told - unfinished.length)
    if (!stopping) finish(ofExit(exit), [])
  }

  const start = (): CommandOutcome | null => {
    if (signal.aborted) return { status: 'cancelled', reason: 'The task was stopped before it started.' }
    const problem = checkRequest(request)
    if (problem) return { status: 'failed_to_start', message: problem }
    if (!shell) return { status: 'failed_to_start', message: 'There is neither bash nor sh on this machine.' }
    try {
      spool = createOutputSpool(path, context.spoolLimitBytes)
      writeRecord(spoolFolder, record)
    } catch (error) {
      return {
        status: 'failed_to_start',
        message: `Output cannot be kept in ${spoolFolder}: ${words(error)}`,
      }
    }
    try {
      const { columns = 120, rows = 30, cwd } = request
      const note = notePath(spoolFolder, commandId)
      const cut = cutPath(spoolFolder, context.prefix)
      const program = notedCommand(shell, request.command, { note, cut })
      failpoint('before:command.spawn')
      pty = startPty({ ...program, cwd, env: context.env, columns, rows }, keep, onOutput, onExit)
      failpoint('after:command.spawn')
      const kept = keptPath(spoolFolder, commandId)
      const { PATH = '' } = context.env
      if (pty.terminal !== null) keeper = startKeeper(pty.terminal, { log: path, note, kept }, PATH)
    } catch (error) {
      return { status: 'failed_to_start', message: `No terminal could be opened: ${words(error)}` }
    }
    record.pid = pty.pid
    record.keeperPid = keeper?.pid ?? null
    try {
      writeRecord(spoolFolder, record)
    } catch (error) {
      void stop({ status: 'failed_to_start', message: `Its record cannot be written: ${words(error)}` })
      return null
    }
    const limit =
      request.timeoutMs === undefined && !background ? context.defaultTimeoutMs : request.timeoutMs
    if (limit != null && limit <= LONGEST_TIMER_MS) {
      timer = setTimeout(() => void stop({ status: 'timed_out', afterMs: limit }), limit)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    return null
  }

  const failure = start()
  if (failure) finish(failure, [])

  return {
    commandId,
    get pid() {
      return record.pid
    },
    record,
    startedAt: record.startedAt,
    done,
    onData(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    write(text) {
      if (!pty) return false
      pty.write(text)
      return true
    },
    kill: (reason) => stop({ status: 'cancelled', reason }),
    snapshot(options) {
      if (spool) return foldWindow(spool.window(), { commandId, ...options })
      if (!record.end || record.pid === null) return ''
      return foldWindow(readSpoolWindow(path, record.end), { commandId, ...options })
    },
    readFrom: (offset, maxCharacters) => readSpoolPiece(path, offset, maxCharacters, record.end !== null),
  }
}
