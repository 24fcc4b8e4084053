import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '../../contract/app-error.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { connectForReading, connectForWriting } from './database.ts'
import { databasePath } from './open-database.ts'
import { withStorageErrors } from './storage-error.ts'

function prepare() {
  const path = databasePath(temporaryFolder())
  const database = connectForWriting(path)
  onTestFinished(() => {
    database.close()
  })
  database.exec('CREATE TABLE a (id INTEGER PRIMARY KEY, word TEXT UNIQUE NOT NULL) STRICT')
  return { path, database }
}

test('a full disk is said to be one, and nothing of the write is kept', () => {
  const { path, database } = prepare()
  database.pragma('max_page_count = 10')
  const insert = database.prepare('INSERT INTO a (word) VALUES (?)')
  const part = withStorageErrors({ fill: { now: () => insert.run('x'.repeat(100_000)) } }, path)
  expect(() => part.fill.now()).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(/disk is full.*treeline\.db.*Free some space, then resume.*SQLITE_FULL/),
    }),
  )
  expect(database.prepare('SELECT count(*) FROM a').pluck().get()).toBe(0)
})

test('another program that holds the file is named as the cause', () => {
  const { path, database } = prepare()
  const other = connectForWriting(path)
  onTestFinished(() => {
    other.close()
  })
  other.exec('BEGIN IMMEDIATE')
  database.pragma('busy_timeout = 0')
  const part = withStorageErrors({ write: () => database.exec(`INSERT INTO a (word) VALUES ('oak')`) }, path)
  expect(() => part.write()).toThrow(/Another program is holding .*treeline\.db.*SQLITE_BUSY/)
})

test('a write through a reader is refused in words', () => {
  const { path } = prepare()
  const reader = connectForReading(path)
  onTestFinished(() => {
    reader.close()
  })
  const part = withStorageErrors({ write: () => reader.exec(`INSERT INTO a (word) VALUES ('oak')`) }, path)
  expect(() => part.write()).toThrow(expect.objectContaining({ code: 'storage_failed' }))
  expect(() => part.write()).toThrow('may not be written')
})

test('what is there already is a conflict; other broken constraints stay the bugs they are', () => {
  const { path, database } = prepare()
  const insert = database.prepare('INSERT INTO a (word) VALUES (?)')
  const part = withStorageErrors({ add: (word: string | null) => insert.run(word) }, path)
  part.add('oak')
  expect(() => part.add('oak')).toThrow(expect.objectContaining({ code: 'conflict' }))
  expect(() => part.add(null)).not.toThrow(AppError)
  expect(() => part.add(null)).toThrow('NOT NULL')
})

test('leaves every other error alone', () => {
  const fileError = Object.assign(new Error('nope'), { code: 'EACCES', syscall: 'open' })
  for (const error of [new AppError('not_found', 'no'), new TypeError('bug'), fileError, 'text']) {
    const part = withStorageErrors(
      {
        work() {
          throw error
        },
      },
      'x',
    )
    let thrown: unknown
    try {
      part.work()
    } catch (caught) {
      thrown = caught
    }
    expect(thrown).toBe(error)
  }
})
