import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { keptPath } from './keeper.ts'
import { notePath } from './noted-command.ts'

/** How a command ended. */
const commandOutcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('exited'), exitCode: z.number().int() }),
  /** `signal` by its name, such as SIGSEGV. */
  z.object({ status: z.literal('signalled'), signal: z.string() }),
  z.object({ status: z.literal('timed_out'), afterMs: z.number() }),
  /** `reason` in words. */
  z.object({ status: z.literal('cancelled'), reason: z.string() }),
  z.object({ status: z.literal('failed_to_start'), message: z.string() }),
])
export type CommandOutcome = z.infer<typeof commandOutcomeSchema>

/** How a command ended, and how much it wrote. */
export const commandEndSchema = commandOutcomeSchema.and(
  z.object({
    durationMs: z.number(),
    /** Everything that it wrote, the spool's limit aside. */
    bytes: z.number(),
    lines: z.number(),
    /** The file with the whole output, control sequences and all. */
    spoolPath: z.string(),
    /** Bytes in the middle that the spool left out, because there were too many. */
    bytesNotKept: z.number(),
    /** Why the spool could not be written, else null. */
    spoolError: z.string().nullable(),
    /** Processes of the command that outlived being killed: another user's, or stuck in the kernel. */
    survivors: z.array(z.number()),
  }),
)
export type CommandEnd = z.infer<typeof commandEndSchema>

/** Everything known of a command, as its `.json` file beside its output keeps it. */
export const commandRecordSchema = z.object({
  version: z.literal(1),
  commandId: z.string(),
  taskId: z.string(),
  callId: z.string(),
  command: z.string(),
  cwd: z.string(),
  background: z.boolean(),
  /** Null until it runs, and when it never did. */
  pid: z.number().nullable(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** Null while it runs, and for ever when the app ended before it did. */
  end: commandEndSchema.nullable(),
  /** The process that keeps the terminal while the app cannot, see `startKeeper`; null where there is none. */
  keeperPid: z.number().nullable().default(null),
  /** What could be found of a command that had no end when the app was gone, else null. */
  left: z
    .object({
      /** Its exit code as shells give it, or null when it did not live to say it. */
      code: z.number().nullable(),
      /** Whether it was ended, or about to be, because the app was gone. */
      cut: z.boolean(),
      /** Whether its output was kept to the end. */
      whole: z.boolean(),
    })
    .nullable()
    .default(null),
})
export type CommandRecord = z.infer<typeof commandRecordSchema>

/** All spools of a folder together. Beyond either the oldest go; 2 GiB is 32 of the largest. */
const FOLDER_LIMITS = { bytes: 2 * 1024 ** 3, commands: 5_000 }

const COMMAND_ID = /^cmd_[a-z0-9]+_[0-9]+$/

/** Whether `text` has the shape of a command's id, and so is safe as a file's name. */
const isCommandId = (text: string): boolean => COMMAND_ID.test(text)

/** Where a command's output is kept. `commandId` must be one of ours. */
export const spoolPath = (folder: string, commandId: string): string => join(folder, `${commandId}.log`)

const recordPath = (folder: string, commandId: string): string => join(folder, `${commandId}.json`)

/**
 * Replaces the record in one step: a reader finds the old one or the new one. It is not forced to the disk,
 * since it has to outlive the app and not the machine, on which nothing of the command would be left.
 * Throws what the file system says.
 */
export function writeRecord(folder: string, record: CommandRecord): void {
  const text = `${JSON.stringify(record, null, 2)}\n`
  writeFileAtomic.sync(recordPath(folder, record.commandId), text, { mode: 0o600, fsync: false })
}

/** The record of a command, or null when there is none or it cannot be read as one. */
export async function readRecord(folder: string, commandId: string): Promise<CommandRecord | null> {
  if (!isCommandId(commandId)) return null
  try {
    return commandRecordSchema.parse(JSON.parse(await readFile(recordPath(folder, commandId), 'utf8')))
  } catch {
    return null
  }
}

/** Ids of the commands that have files in `folder`. None when there is no such folder yet. */
export async function spooledCommands(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const ids = names.map((name) => name.replace(/\.(?:json|log|exit|kept)$/, '')).filter(isCommandId)
  return [...new Set(ids)]
}

/** Deletes the oldest commands' files, as few as bring the folder below its limits, but none of `keep`. */
export async function pruneSpools(
  folder: string,
  keep: (commandId: string) => boolean,
  limits = FOLDER_LIMITS,
): Promise<void> {
  const spools = await Promise.all(
    (await spooledCommands(folder)).map(async (commandId) => {
      const info = await stat(spoolPath(folder, commandId)).catch(() => null)
      return { commandId, bytes: info?.size ?? 0, changedAt: info?.mtimeMs ?? 0 }
    }),
  )
  spools.sort((one, other) => one.changedAt - other.changedAt)
  let bytes = spools.reduce((sum, spool) => sum + spool.bytes, 0)
  let commands = spools.length
  for (const spool of spools) {
    if (bytes <= limits.bytes && commands <= limits.commands) return
    if (keep(spool.commandId)) continue
    await rm(spoolPath(folder, spool.commandId), { force: true })
    await rm(recordPath(folder, spool.commandId), { force: true })
    await rm(notePath(folder, spool.commandId), { force: true })
    await rm(keptPath(folder, spool.commandId), { force: true })
    bytes -= spool.bytes
    commands--
  }
}
