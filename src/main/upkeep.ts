import { chmodSync, existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../contract/app-error.ts'
import { backUpFile, newBackupPath } from './store/backup.ts'
import { connectForReading, type Database, versionOf } from './store/database.ts'
import { lockDataFolder, lookAtLock } from './store/instance-lock.ts'
import { migrations } from './store/migrations/all.ts'
import { databasePath } from './store/open-database.ts'
import { removeSearchIndex } from './store/search/search-index.ts'
import { storageError } from './store/storage-error.ts'
import { checkLog } from './store/upkeep/check-log.ts'
import { checkPages, unreadableTasks } from './store/upkeep/check-pages.ts'
import { type Finding, fault, note } from './store/upkeep/finding.ts'
import { type Repair, repairDatabase } from './store/upkeep/repair.ts'
import { restoreBackup } from './store/upkeep/restore.ts'
import { readRecord, spooledCommands } from './terminal/command-record.ts'

export type { Finding, Repair }

/** What an examination of a data folder says. It is sound when none of its findings is a fault. */
export type Examination = {
  sound: boolean
  dataFolder: string
  /** The version of the data, and the newest that this Treeline knows. Null without a database. */
  dataVersion: number | null
  knownVersion: number
  sqliteVersion: string
  databaseBytes: number
  freeBytes: number
  backups: string[]
  findings: Finding[]
}

/** With less room than this a day's work may not fit. */
const littleRoomBytes = 200 * 1024 * 1024

/** Looks through a data folder without changing anything, also while Treeline is at work there. */
export async function examine(dataFolder: string): Promise<Examination> {
  const path = databasePath(dataFolder)
  if (!existsSync(dataFolder)) {
    throw new AppError('not_found', `There is no data folder ${dataFolder}. Start Treeline there once.`)
  }
  const { findings, ...facts } = await examineDatabase(path)
  const { bavail, bsize } = statfsSync(dataFolder)
  const all = [
    ...(await checkLock(dataFolder)),
    ...checkRights(dataFolder),
    ...checkLeftovers(dataFolder),
    ...(bavail * bsize < littleRoomBytes
      ? [note('disk', `Only ${megabytes(bavail * bsize)} MB are free on the disk of ${dataFolder}.`)]
      : []),
    ...findings,
  ]
  return {
    sound: all.every(({ level }) => level !== 'fault'),
    dataFolder,
    ...facts,
    knownVersion: migrations.length,
    databaseBytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    freeBytes: bavail * bsize,
    backups: backupsIn(dataFolder),
    findings: all,
  }
}

/**
 * Makes a data folder sound: see `repairDatabase`, and gives files back their rights. Rejects with AppError
 * `data_folder_in_use` while another process is at work there.
 */
export async function repair(dataFolder: string): Promise<Repair> {
  const unlock = await lockDataFolder(dataFolder, 'doctor')
  try {
    if (!existsSync(databasePath(dataFolder))) {
      throw new AppError('not_found', `There is no database in ${dataFolder} to repair.`)
    }
    const done = await repairDatabase(dataFolder, Date.now())
    removeSearchIndex(dataFolder)
    for (const [path, mode] of privatePaths(dataFolder)) chmodSync(path, mode)
    return done
  } finally {
    await unlock()
  }
}

/**
 * Copies a data folder's database to a new file, also while Treeline is at work there. Without a file it goes
 * into the folder's `backups`. Rejects with AppError `not_found`, `conflict` and `storage_failed`.
 */
export async function backUp(
  dataFolder: string,
  file: string | undefined,
): Promise<{ path: string; bytes: number }> {
  const source = databasePath(dataFolder)
  if (!existsSync(source))
    throw new AppError('not_found', `There is no Treeline data at ${source} to back up.`)
  const path = file ?? newBackupPath(dataFolder, Date.now())
  return { path, bytes: await backUpFile(source, path) }
}

/**
 * Puts a backup in the place of a data folder's database, which is kept beside it: returns where, or null when
 * there was none. Rejects with AppError `data_folder_in_use`, `bad_request` and what else `restoreBackup` says.
 */
export async function restore(dataFolder: string, file: string): Promise<string | null> {
  const unlock = await lockDataFolder(dataFolder, 'restore')
  try {
    const kept = restoreBackup(dataFolder, file, Date.now())
    removeSearchIndex(dataFolder)
    return kept
  } finally {
    await unlock()
  }
}

type DatabaseFacts = Pick<Examination, 'dataVersion' | 'sqliteVersion'> & { findings: Finding[] }

async function examineDatabase(path: string): Promise<DatabaseFacts> {
  const nothing = { dataVersion: null, sqliteVersion: '' }
  if (!existsSync(path))
    return { ...nothing, findings: [note('files', `There is no database yet: ${path}.`)] }
  if (statSync(path).size === 0) {
    return {
      ...nothing,
      findings: [fault('files', `${path} is empty. Put back a backup with treeline restore.`)],
    }
  }
  let database: Database | undefined
  try {
    database = connectForReading(path)
    // One moment of it, whatever is written meanwhile.
    database.exec('BEGIN')
    const dataVersion = versionOf(database)
    const sqliteVersion = database.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? ''
    return { dataVersion, sqliteVersion, findings: await findingsOf(database, dataVersion, path) }
  } catch (error) {
    const turned = storageError(error, path)
    const words = turned instanceof Error ? turned.message : String(turned)
    return { ...nothing, findings: [fault('pages', words)] }
  } finally {
    database?.close()
  }
}

async function findingsOf(database: Database, version: number, path: string): Promise<Finding[]> {
  if (version > migrations.length || version < 0) {
    return [fault('version', `${path} has the version ${version}; this Treeline knows ${migrations.length}.`)]
  }
  const pages = checkPages(database)
  if (version < migrations.length) {
    const words = `The data is of an older Treeline (version ${version}). The next start brings it up to date, after a backup.`
    return [...pages, note('version', words)]
  }
  const damaged = pages.some(({ check }) => check === 'pages')
  const logs = damaged ? unreadableTasks(database) : checkLog(database)
  const hint = damaged
    ? [note('pages', '“treeline doctor --repair” saves what can be read and keeps the file.')]
    : []
  return [...pages, ...hint, ...logs, ...(damaged ? [] : await checkSpools(database, path))]
}

async function checkLock(dataFolder: string): Promise<Finding[]> {
  const lock = await lookAtLock(dataFolder)
  if (lock.state === 'held') return [note('lock', `In use by ${lock.holder}.`)]
  if (lock.state === 'stale') {
    return [
      note('lock', 'The last run did not close. Its lock is still there; the next start takes it away.'),
    ]
  }
  return []
}

/** Output that belongs to no task, as after a database was put back that is older than it. */
async function checkSpools(database: Database, path: string): Promise<Finding[]> {
  const folder = join(path, '..', 'commands')
  const known = database.prepare<[string]>('SELECT 1 FROM tasks WHERE id = ?')
  let lost = 0
  for (const commandId of await spooledCommands(folder)) {
    const record = await readRecord(folder, commandId)
    if (record === null || known.get(record.taskId) === undefined) lost++
  }
  return lost === 0
    ? []
    : [note('commands', `The output of ${lost} commands in ${folder} belongs to no task.`)]
}

function privatePaths(dataFolder: string): [path: string, mode: number][] {
  const files = [
    'treeline.db',
    'treeline.db-wal',
    'treeline.db-shm',
    'search.db',
    'secrets.json',
    'treeline.lock.json',
  ]
  return [
    [dataFolder, 0o700],
    ...files.map((name): [string, number] => [join(dataFolder, name), 0o600]),
  ].filter(([path]) => existsSync(path as string)) as [string, number][]
}

function checkRights(dataFolder: string): Finding[] {
  if (process.platform === 'win32') return []
  const open = privatePaths(dataFolder).filter(([path]) => (statSync(path).mode & 0o077) !== 0)
  if (open.length === 0) return []
  const names = open.map(([path]) => basename(path)).join(', ')
  return [fault('files', `Other users of this machine may read or list ${names} in ${dataFolder}.`)]
}

function checkLeftovers(dataFolder: string): Finding[] {
  return readdirSync(dataFolder).flatMap((name) => {
    if (/^treeline\.db\.coming-/.test(name)) {
      return [
        note('files', `A restore or repair was broken off. The next start carries it through (${name}).`),
      ]
    }
    if (/^treeline\.db\.(damaged|replaced)-[\d-]+$/.test(name)) {
      return [note('files', `An earlier database is kept as ${name}. Delete it when you miss nothing.`)]
    }
    return []
  })
}

function backupsIn(dataFolder: string): string[] {
  const own = readdirSync(dataFolder).filter((name) => /^treeline\.db\.backup-v\d+$/.test(name))
  const folder = join(dataFolder, 'backups')
  const asked = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : []
  return [...own.map((name) => join(dataFolder, name)), ...asked.map((name) => join(folder, name))]
}

const megabytes = (bytes: number): number => Math.floor(bytes / 1024 ** 2)
