import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { failpoint } from '../base/failpoint.ts'
import { removeHalfWritten } from '../base/half-written.ts'
import { type CommandRecord, pruneSpools, readRecord, spooledCommands, spoolPath } from './command-record.ts'
import { findShell } from './find-shell.ts'
import { type FoldOptions, foldWindow } from './fold-output.ts'
import { killProcesses } from './kill-processes.ts'
import { settleLost } from './lost-commands.ts'
import { cutPath } from './noted-command.ts'
import { SPOOL_LIMIT_BYTES } from './output-spool.ts'
import { runCommand } from './run-command.ts'
import type { CommandRequest, RunningCommand } from './running-command.ts'
import { type Environment, spawnEnvironment } from './spawn-environment.ts'
import { countSpool, type OutputPiece, readSpoolPiece, readSpoolWindow } from './spool-file.ts'
import { createWatchdog } from './watchdog.ts'

/** A command as its files tell of it, also one of an earlier run of the app. */
export type SpooledCommand = {
  record: CommandRecord
  /** `lost`: the app ended before the command did, so how it ended is unknown. */
  state: 'running' | 'ended' | 'lost'
  /** What the model gets of it. Throws when its output is gone. */
  snapshot(options: FoldOptions): string
  readFrom(offset: number, maxCharacters: number): Promise<OutputPiece>
  /** The length of its output so far. */
  bytes: number
}

/** Runs commands for tasks. */
export type Terminals = {
  /** Starts a command. Never throws; an aborted signal ends it as `kill` does. */
  start(request: CommandRequest, signal: AbortSignal): RunningCommand
  /** A command of this run whose task has not ended. */
  get(commandId: string): RunningCommand | undefined
  /** A task's commands of this run, oldest first, ended ones too. */
  list(taskId: string): RunningCommand[]
  /**
   * Ends what a task's commands have running, also what outlived its command, and forgets them; their files
   * stay. Resolves when nothing is left, or after five seconds with the pids that are.
   */
  killTask(taskId: string, reason: string): Promise<number[]>
  /** What the files know of a command. Null when there is none. Look at `record.taskId` before you show it. */
  readSpool(commandId: string): Promise<SpooledCommand | null>
  /**
   * The same for the latest command of a call that was started at `since` (epoch ms) or later. Looks at every record
   * there is: for the rare case that only the call is known.
   */
  findSpool(callId: string, since: number): Promise<SpooledCommand | null>
  /**
   * To be called once at start, when no other app uses the folder: ends what is left of commands that were
   * running when the app last ended, finds out how those ended that ended by themselves, and returns the records
   * of those whose end stays unknown. Also deletes the oldest output beyond 2 GiB or 5,000 commands.
   */
  recover(): Promise<CommandRecord[]>
  /** Ends everything and starts nothing more. Resolves when it is gone, five seconds at most. */
  dispose(): Promise<void>
}

/** What terminals need. */
export type TerminalsOptions = {
  /** Where output and records are kept. Made when it is not there, readable for its owner only. */
  spoolFolder: string
  /** Where a command's environment is picked from. The app's own when left out. */
  environment?: Environment
  /** For commands that are not in the background. */
  defaultTimeoutMs?: number
  /** The most that one command's output takes on the disk. */
  spoolLimitBytes?: number
}

const DEFAULT_TIMEOUT_MS = 120_000

/** Starts nothing by itself; the first command starts the watchdog. Never throws. */
export function createTerminals({
  spoolFolder,
  environment = process.env,
  defaultTimeoutMs = DEFAULT_TIMEOUT_MS,
  spoolLimitBytes = SPOOL_LIMIT_BYTES,
}: TerminalsOptions): Terminals {
  const commands = new Map<string, RunningCommand>()
  // All commands of this run begin alike, so that one look finds whatever is left of any of them.
  const prefix = `cmd_${randomBytes(6).toString('hex')}_`
  const { PATH: path = '' } = spawnEnvironment(environment, prefix)
  const watchdog = createWatchdog(prefix, path, cutPath(spoolFolder, prefix))
  let started = 0
  let disposed = false

  const list = (taskId: string) =>
    [...commands.values()].filter((command) => command.record.taskId === taskId)

  const killRunning = (some: RunningCommand[], reason: string) =>
    Promise.all(some.filter(({ record }) => record.end === null).map((command) => command.kill(reason)))

  /** Ends what commands left behind. Where processes cannot be listed there is nothing that could be done. */
  const sweep = (owns: (commandId: string) => boolean, graceMs?: number) =>
    killProcesses({ owns }, { graceMs }).catch((): number[] => [])

  const readSpool = async (commandId: string): Promise<SpooledCommand | null> => {
    const record = await readRecord(spoolFolder, commandId)
    if (!record) return null
    const file = spoolPath(spoolFolder, commandId)
    const live = commands.get(commandId)
    const running = record.end === null && live !== undefined && live.record.end === null
    const totals = record.end ?? (await countSpool(file).catch(() => ({ bytes: 0, lines: 0 })))
    return {
      record,
      bytes: totals.bytes,
      state: running ? 'running' : record.end ? 'ended' : 'lost',
      snapshot: (options) =>
        live?.snapshot(options) ?? foldWindow(readSpoolWindow(file, totals), { commandId, ...options }),
      readFrom: (offset, maxCharacters) =>
        live?.readFrom(offset, maxCharacters) ?? readSpoolPiece(file, offset, maxCharacters, true),
    }
  }

  return {
    start(request, signal) {
      const commandId = `${prefix}${++started}`
      try {
        mkdirSync(spoolFolder, { recursive: true, mode: 0o700 })
      } catch {
        // Opening the spool says the same in words.
      }
      if (!disposed) watchdog.watch()
      const command = runCommand(
        request,
        {
          commandId,
          prefix,
          spoolFolder,
          spoolLimitBytes,
          shell: findShell(path),
          env: spawnEnvironment(environment, commandId, request.env),
          defaultTimeoutMs,
        },
        disposed ? AbortSignal.abort() : signal,
      )
      commands.set(commandId, command)
      return command
    },

    get: (commandId) => commands.get(commandId),
    list,

    async killTask(taskId, reason) {
      const mine = list(taskId)
      // Looking through all processes of the system takes some milliseconds, and most tasks run nothing.
      if (mine.length === 0) return []
      const ids = new Set(mine.map((command) => command.commandId))
      failpoint('before:command.kill')
      await killRunning(mine, reason)
      const survivors = await sweep((id) => ids.has(id))
      failpoint('after:command.kill')
      for (const id of ids) commands.delete(id)
      return survivors
    },

    readSpool,

    async findSpool(callId, since) {
      const ids = await spooledCommands(spoolFolder)
      const records = await Promise.all(ids.map((id) => readRecord(spoolFolder, id)))
      const mine = records
        .filter((record) => record !== null)
        .filter((record) => record.callId === callId && record.startedAt >= since)
        .sort((one, other) => other.startedAt - one.startedAt)
      return mine[0] === undefined ? null : readSpool(mine[0].commandId)
    },

    async recover() {
      await removeHalfWritten(spoolFolder)
      const earlier = (await spooledCommands(spoolFolder)).filter((id) => !id.startsWith(prefix))
      const records = await Promise.all(earlier.map((id) => readRecord(spoolFolder, id)))
      const ids = new Set(earlier)
      const lost = await settleLost(
        spoolFolder,
        records.filter((record) => record !== null),
        { end: () => sweep((id) => ids.has(id), 0), limitBytes: spoolLimitBytes },
      )
      await pruneSpools(spoolFolder, (id) => id.startsWith(prefix))
      return lost
    },

    async dispose() {
      disposed = true
      await killRunning([...commands.values()], 'Treeline is closing.')
      if (started > 0) await sweep((id) => id.startsWith(prefix))
      commands.clear()
      watchdog.dispose()
    },
  }
}
