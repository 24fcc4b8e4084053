import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { connectForReading, connectForWriting, type Database, versionOf } from './database.ts'
import { backupPath } from './migrate.ts'
import { databasePath, openDatabase } from './open-database.ts'

const one = 'CREATE TABLE a (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;'
const two = `CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id)) STRICT;
  INSERT INTO b (a_id) SELECT id FROM a;`
const three = 'ALTER TABLE a ADD COLUMN length INTEGER; UPDATE a SET length = length(word);'

function open(folder: string, migrations: string[], readonly = false): Database {
  const database = openDatabase(folder, readonly, migrations)
  onTestFinished(() => {
    database.close()
  })
  return database
}

/** A data folder as a Treeline with these migrations left it, with two rows in it. */
function folderAt(migrations: string[]): string {
  const folder = temporaryFolder()
  const database = openDatabase(folder, false, migrations)
  database.exec(`INSERT INTO a (word) VALUES ('oak'), ('birch')`)
  database.close()
  return folder
}

const words = (database: Database) => database.prepare('SELECT word FROM a ORDER BY id').pluck().all()

test('writes in WAL with full durability, foreign keys and patience', () => {
  const database = open(join(temporaryFolder(), 'made', 'for', 'us'), [one])
  const pragma = (name: string) => database.pragma(name, { simple: true })
  expect({
    journal: pragma('journal_mode'),
    synchronous: pragma('synchronous'),
    foreignKeys: pragma('foreign_keys'),
    timeout: pragma('busy_timeout'),
    version: versionOf(database),
  }).toEqual({ journal: 'wal', synchronous: 2, foreignKeys: 1, timeout: 2_000, version: 1 })
})

test.skipIf(process.platform === 'win32')('keeps others from reading what it makes', () => {
  const folder = join(temporaryFolder(), 'data')
  open(folder, [one]).exec(`INSERT INTO a (word) VALUES ('oak')`)
  const files = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o077])
  expect(files).toEqual(readdirSync(folder).map((name) => [name, 0]))
  expect(statSync(folder).mode & 0o077).toBe(0)
})

test('brings old data up to date and keeps a copy of it as it was', () => {
  const folder = folderAt([one])
  const database = open(folder, [one, two, three])
  expect(versionOf(database)).toBe(3)
  expect(database.prepare('SELECT word, length, a_id FROM a JOIN b ON a_id = a.id').all()).toEqual([
    { word: 'oak', length: 3, a_id: 1 },
    { word: 'birch', length: 5, a_id: 2 },
  ])
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)

  const backup = connectForReading(backupPath(databasePath(folder), 1))
  onTestFinished(() => {
    backup.close()
  })
  expect([versionOf(backup), words(backup)]).toEqual([1, ['oak', 'birch']])
  expect(backup.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'b'`).pluck().get()).toBe(0)
})

test('copies nothing when there is nothing to migrate', () => {
  const folder = folderAt([one, two])
  open(folder, [one, two])
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([])
})

test('a migration that fails leaves the version before it, whole, and can be tried again', () => {
  const folder = folderAt([one])
  const broken = 'CREATE TABLE c (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1);'
  expect(() => openDatabase(folder, false, [one, two, broken])).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringContaining(databasePath(folder)),
    }),
  )
  const half = connectForReading(databasePath(folder))
  expect(versionOf(half)).toBe(2)
  expect(half.prepare(`SELECT name FROM sqlite_schema WHERE name IN ('b', 'c')`).pluck().all()).toEqual(['b'])
  half.close()

  const database = open(folder, [one, two, three])
  expect([versionOf(database), words(database)]).toEqual([3, ['oak', 'birch']])
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([
    'treeline.db.backup-v1',
    'treeline.db.backup-v2',
  ])
})

test('a migration may make a table anew that others refer to, but may not orphan their rows', () => {
  const remade = `CREATE TABLE a2 (id INTEGER PRIMARY KEY, word TEXT); INSERT INTO a2 SELECT id, upper(word) FROM a;
    DROP TABLE a; ALTER TABLE a2 RENAME TO a;`
  const folder = folderAt([one])
  const orphaning = 'DELETE FROM a;'
  expect(() => openDatabase(folder, false, [one, two, orphaning])).toThrow('refer to nothing')
  const database = open(folder, [one, two, remade])
  expect([versionOf(database), words(database)]).toEqual([3, ['OAK', 'BIRCH']])
  expect(() => database.exec('DELETE FROM a')).toThrow('FOREIGN KEY')
})

test('migrates nothing when the copy cannot be made', () => {
  const folder = folderAt([one])
  mkdirSync(join(folder, 'treeline.db.backup-v1.unfinished', 'in the way'), { recursive: true })
  expect(() => openDatabase(folder, false, [one, two])).toThrow(
    expect.objectContaining({ code: 'storage_failed' }),
  )
  const database = connectForReading(databasePath(folder))
  expect([versionOf(database), words(database)]).toEqual([1, ['oak', 'birch']])
  database.close()
})

test.each([{ readonly: false }, { readonly: true }])(
  'refuses newer data and changes no byte of it ($readonly)',
  ({ readonly }) => {
    const source = folderAt([one, two, three])
    const running = connectForWriting(databasePath(source))
    running.exec(`INSERT INTO a (word) VALUES ('still in the log')`)
    // What a newer Treeline leaves behind when it is killed: a database with a log that is not folded in.
    const folder = temporaryFolder()
    for (const name of ['treeline.db', 'treeline.db-wal'])
      copyFileSync(join(source, name), join(folder, name))
    running.close()
    const bytes = () =>
      ['treeline.db', 'treeline.db-wal'].map((name) => readFileSync(join(folder, name), 'hex'))
    const before = bytes()
    expect(before[1]).not.toBe('')

    expect(() => openDatabase(folder, readonly, [one, two])).toThrow(
      expect.objectContaining({
        code: 'data_newer_than_app',
        message: expect.stringMatching(/treeline\.db.*version 3.*knows 2.*Update Treeline/),
      }),
    )
    expect(bytes()).toEqual(before)
    expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([])
    expect(words(open(folder, [one, two, three]))).toEqual(['oak', 'birch', 'still in the log'])
  },
)

test('says in words that the file is no database', () => {
  const folder = temporaryFolder()
  writeFileSync(databasePath(folder), 'My shopping list. '.repeat(500))
  expect(() => openDatabase(folder, false, [one])).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(/damaged.*Nothing was changed.*doctor --repair.*restore/),
    }),
  )
  expect(readFileSync(databasePath(folder), 'utf8')).toContain('My shopping list.')
})

test('says in words that the folder is a file', () => {
  const folder = join(temporaryFolder(), 'file')
  writeFileSync(folder, '')
  expect(() => openDatabase(folder, false, [one])).toThrow(
    expect.objectContaining({ code: 'storage_failed', message: expect.stringContaining('is a file') }),
  )
})

test('a reader makes nothing where nothing is', () => {
  const folder = temporaryFolder()
  expect(() => openDatabase(folder, true, [one])).toThrow(expect.objectContaining({ code: 'not_found' }))
  expect(existsSync(databasePath(folder))).toBe(false)
})

test('a reader does not migrate old data', () => {
  const folder = folderAt([one])
  expect(() => openDatabase(folder, true, [one, two])).toThrow(
    expect.objectContaining({ code: 'storage_failed', message: expect.stringContaining('older Treeline') }),
  )
  expect(versionOf(open(folder, [one]))).toBe(1)
})
