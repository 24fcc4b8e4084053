import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { type Database, versionOf } from './database.ts'

/** SQL that leads from one version of the data to the next. Never changed once it has been released. */
export type Migration = string

/** Where the data of an old version is kept before it is migrated. */
export const backupPath = (path: string, version: number): string => `${path}.backup-v${version}`

/**
 * Brings the database up to the last of `migrations`, one transaction each, so that a failure leaves it
 * at a whole version. An existing one is copied beside itself first (`backupPath`), and is left as it is
 * if that fails. Throws what SQLite throws, and an Error when a migration breaks a foreign key.
 */
export function migrate(database: Database, migrations: readonly Migration[], path: string): void {
  const from = versionOf(database)
  if (from >= migrations.length) return
  if (from > 0) backUp(database, backupPath(path, from))
  // SQLite's way to change a table others refer to is to make it anew, which enforcement would forbid.
  database.pragma('foreign_keys = OFF')
  try {
    for (let version = from; version < migrations.length; version++) {
      database.transaction(() => {
        database.exec(migrations[version] ?? '')
        const broken = database.pragma('foreign_key_check') as { table: string }[]
        if (broken[0] !== undefined) {
          throw new Error(`Migration ${version + 1} leaves rows of ${broken[0].table} that refer to nothing.`)
        }
        database.pragma(`user_version = ${version + 1}`)
      })()
    }
  } finally {
    database.pragma('foreign_keys = ON')
  }
}

/** Takes its name only when it is whole and on the disk, replacing one from an attempt that failed later. */
function backUp(database: Database, path: string): void {
  const unfinished = `${path}.unfinished`
  rmSync(unfinished, { force: true })
  // As private as the database itself. SQLite fills an empty file, and refuses any other.
  closeSync(openSync(unfinished, 'wx', 0o600))
  database.prepare('VACUUM INTO ?').run(unfinished)
  const file = openSync(unfinished, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, path)
}
