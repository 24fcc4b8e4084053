import type { CommandEnd, CommandRecord } from './command-record.ts'
import type { FoldOptions } from './fold-output.ts'
import type { Environment } from './spawn-environment.ts'
import type { OutputPiece } from './spool-file.ts'

/** What to run, and for whom. */
export type CommandRequest = {
  taskId: string
  callId: string
  command: string
  /** An absolute folder. */
  cwd: string
  /** Null for none. Left out: none in the background, else the terminals' default. */
  timeoutMs?: number | null
  columns?: number
  rows?: number
  background?: boolean
  /** Variables besides the fresh environment; they win over it. */
  env?: Environment
}

/** A command that was started, while it runs and after. */
export type RunningCommand = {
  readonly commandId: string
  /** Null when it could not be started. */
  readonly pid: number | null
  /** What is known of it now, as its file has it. */
  readonly record: CommandRecord
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Never rejects. Comes after the last output, and for a killed one after its processes are gone. */
  readonly done: Promise<CommandEnd>
  /**
   * Calls `listener` with each new piece of output as the terminal got it, in whole characters; `offset` is
   * its first byte's place in the whole output, as in `readFrom`. Returns what ends that.
   */
  onData(listener: (text: string, offset: number) => void): () => void
  /** Types into the terminal. False when the command has ended. */
  write(text: string): boolean
  /**
   * Ends it and everything it started, also what it left behind when it has ended itself. `done` then says
   * `cancelled` with this reason, in words. Resolves when no process is left, or after five seconds with the
   * pids that are. Never rejects.
   */
  kill(reason: string): Promise<number[]>
  /** What the model gets of the output so far. Throws when it has ended and its file is gone. */
  snapshot(options: FoldOptions): string
  /** A piece of the whole output from byte `offset` on. Rejects when the file is gone. */
  readFrom(offset: number, maxCharacters: number): Promise<OutputPiece>
}
