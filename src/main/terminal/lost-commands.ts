import { closeSync, existsSync, openSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type CommandRecord, spoolPath, writeRecord } from './command-record.ts'
import { keptPath } from './keeper.ts'
import { cutPath, endOfCode, readNote, removeNote } from './noted-command.ts'
import { countSpool } from './spool-file.ts'

/** How long keepers may take to note the end of what is just ending, and of what has been ended. */
const KEEPERS_MS = { before: 1_000, after: 2_000 }
const LOOK_MS = 20

/** Whether somebody still keeps the output of a command. The number may by now be another process's. */
function isKept({ keeperPid, commandId }: CommandRecord, folder: string): boolean {
  if (keeperPid === null || existsSync(keptPath(folder, commandId))) return false
  try {
    process.kill(keeperPid, 0)
    return true
  } catch {
    return false
  }
}

/** No event tells of the end of a process that is not our child, so this looks again and again while it waits. */
async function untilKept(records: readonly CommandRecord[], folder: string, limitMs: number): Promise<void> {
  const begin = performance.now()
  while (performance.now() - begin < limitMs && records.some((record) => isKept(record, folder)))
    await delay(LOOK_MS)
}

/** Says that commands whose ids begin so are being ended from without. Where it cannot be said, nothing is lost but certainty. */
export function markCut(folder: string, prefix: string): void {
  try {
    closeSync(openSync(cutPath(folder, prefix), 'a', 0o600))
  } catch {
    // A folder that cannot be written holds no notes either.
  }
}

/** What an id begins with, alike for all commands of one run. */
const prefixOf = (commandId: string): string => commandId.slice(0, commandId.lastIndexOf('_') + 1)

/**
 * Finds out what became of the commands that had no end when the app was gone: lets those that are just ending
 * come to their end, has `end` end the others, and writes into each record what is known: its end, when it
 * ended by itself and its output is whole, else what is `left`. Returns those whose end stays unknown.
 */
export async function settleLost(
  folder: string,
  records: readonly CommandRecord[],
  { end, limitBytes }: { end: () => Promise<unknown>; limitBytes: number },
): Promise<CommandRecord[]> {
  const open = records.filter((record) => record.end === null)
  const unsettled = open.filter(({ left }) => left === null)
  await untilKept(unsettled, folder, KEEPERS_MS.before)
  for (const prefix of new Set(unsettled.map(({ commandId }) => prefixOf(commandId)))) markCut(folder, prefix)
  await end()
  await untilKept(unsettled, folder, KEEPERS_MS.after)
  const settled = await Promise.all(unsettled.map((record) => settle(folder, record, limitBytes)))
  await removeCuts(folder, records)
  return [...open.filter(({ left }) => left !== null), ...settled].filter((record) => record.end === null)
}

async function settle(folder: string, record: CommandRecord, limitBytes: number): Promise<CommandRecord> {
  const { commandId, startedAt } = record
  const path = spoolPath(folder, commandId)
  const note = await readNote(folder, commandId)
  const { bytes, lines } = await countSpool(path).catch(() => ({ bytes: 0, lines: 0 }))
  const kept = keptPath(folder, commandId)
  const left = {
    code: note?.code ?? null,
    cut: note === null || note.cut,
    // Of a longer output the end was in the app's memory only.
    whole: existsSync(kept) && existsSync(path) && bytes < limitBytes,
  }
  const known = note !== null && !left.cut && left.whole
  const settled: CommandRecord = {
    ...record,
    left,
    end: known
      ? {
          ...endOfCode(note.code),
          durationMs: Math.max(0, Math.round(note.at - startedAt)),
          ...{ bytes, lines, spoolPath: path, bytesNotKept: 0, spoolError: null, survivors: [] },
        }
      : null,
  }
  writeRecord(folder, settled)
  removeNote(folder, commandId)
  await rm(kept, { force: true })
  return settled
}

/** Removes the marks of runs that are over. */
async function removeCuts(folder: string, records: readonly CommandRecord[]): Promise<void> {
  const prefixes = new Set(records.map(({ commandId }) => prefixOf(commandId)))
  const names = await readdir(folder).catch(() => [])
  const cuts = names.filter((name) => name.endsWith('_cut') && prefixes.has(name.slice(0, -3)))
  await Promise.all(cuts.map((name) => rm(join(folder, name), { force: true })))
}
