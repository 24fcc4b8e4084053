import type { Examination, Repair } from '../../upkeep.ts'
import { exitCode } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'

/** What the commands that look after a data folder are lent: see `upkeep.ts`. */
export type Upkeep = {
  examine(): Promise<Examination>
  repair(): Promise<Repair>
  backUp(file: string | undefined): Promise<{ path: string; bytes: number }>
  restore(file: string): Promise<string | null>
}

/**
 * `treeline doctor`: says what is wrong with a data folder, after mending it with `repair`. The exit code is 0
 * when it is sound and 1 when it is not.
 */
export async function doctorCommand(
  upkeep: Upkeep,
  options: { json: boolean; repair: boolean },
  output: Output,
): Promise<number> {
  const repair = options.repair ? await upkeep.repair() : null
  const found = await upkeep.examine()
  if (options.json) output.out(jsonLine({ ...found, repair }))
  else {
    if (repair !== null) tellRepair(repair, output)
    tellExamination(found, output)
  }
  return found.sound ? exitCode.completed : exitCode.failed
}

/** `treeline backup`: copies the database, and says where to. */
export async function backupCommand(upkeep: Upkeep, file: string | undefined, output: Output): Promise<void> {
  const { path, bytes } = await upkeep.backUp(file)
  output.out(`${path}\n`)
  output.err(`Backed up ${size(bytes)}. Keys, command output and modes files are not in it.\n`)
}

/** `treeline restore`: puts a backup in place of the database, and says where that is kept. */
export async function restoreCommand(upkeep: Upkeep, file: string, output: Output): Promise<void> {
  const kept = await upkeep.restore(file)
  output.err(`Restored ${file}.\n`)
  if (kept !== null) output.err(`The database that was there before is kept: ${kept}\n`)
}

function tellRepair({ kept, saved, mended }: Repair, output: Output): void {
  output.out(`As it was before: ${kept}\n`)
  if (saved !== null) {
    const rows = Object.entries(saved).map(([table, count]) => `${count} of ${table}`)
    output.out(`Pages were damaged. Saved into a new database: ${rows.join(', ')}.\n`)
  }
  for (const { displayId, seq, lost } of mended) {
    const what = lost === 0 ? 'its latest events are lost' : `${lost} events from number ${seq} on are lost`
    output.out(`${displayId}: ${what}\n`)
  }
  if (mended.length === 0) output.out('Nothing of any task is lost.\n')
}

function tellExamination(found: Examination, output: Output): void {
  const { dataFolder, dataVersion, knownVersion, sqliteVersion, databaseBytes, freeBytes, backups } = found
  output.out(`${dataFolder}\n`)
  output.out(`  database ${size(databaseBytes)}, version ${dataVersion ?? 'none'} of ${knownVersion}`)
  output.out(`, SQLite ${sqliteVersion || 'unknown'}, ${size(freeBytes)} free, ${backups.length} backups\n`)
  for (const { level, message, tasks } of found.findings) {
    output.out(`${level === 'fault' ? 'FAULT' : 'note '}  ${message}\n`)
    if (tasks.length > 0) output.out(`       ${tasks.join(', ')}\n`)
  }
  output.out(
    found.sound ? 'Sound.\n' : 'Not sound. “treeline doctor --repair” makes a backup and mends it.\n',
  )
}

function size(bytes: number): string {
  const megabytes = bytes / 1024 ** 2
  return megabytes >= 1024 ? `${(megabytes / 1024).toFixed(1)} GB` : `${megabytes.toFixed(1)} MB`
}
