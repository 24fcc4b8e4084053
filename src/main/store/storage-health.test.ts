import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Health } from '../../contract/health.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { connectForWriting, type Database } from './database.ts'
import { migrations } from './migrations/all.ts'
import { openDatabase } from './open-database.ts'
import { withStorageErrors } from './storage-error.ts'
import { createStorageHealth, type StorageHealth } from './storage-health.ts'

let folder: string
let database: Database
let health: StorageHealth
let heard: Health[]
let reserve: string

beforeEach(() => {
  vi.useFakeTimers()
  folder = temporaryFolder()
  database = openDatabase(folder, false, migrations)
  health = createStorageHealth(database)
  heard = []
  health.listen((state) => heard.push(state))
  reserve = join(folder, 'treeline.reserve')
})
afterEach(() => {
  vi.useRealTimers()
  health.dispose()
  database.close()
})

/** Writes as the store does. */
function write(text: string): void {
  const part = {
    set: () => database.prepare('INSERT OR REPLACE INTO drafts (key, text) VALUES (?, ?)').run('a', text),
  }
  withStorageErrors(part, database.name, (cause, turned) => health.failed(cause, String(turned))).set()
}

test('a database that takes no more pages is full until it does, and gives up the reserve meanwhile', () => {
  expect([statSync(reserve).size, statSync(reserve).mode & 0o777]).toEqual([1024 * 1024, 0o600])
  database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`)
  expect(() => write('x'.repeat(200_000))).toThrow('The disk is full')
  expect(health.now().trouble).toMatchObject({
    kind: 'full',
    message: expect.stringContaining('Free some space'),
  })
  expect(existsSync(reserve)).toBe(false)
  vi.advanceTimersByTime(10_000)
  expect(health.now().trouble?.kind).toBe('full')

  database.pragma('max_page_count = 1000000')
  vi.advanceTimersByTime(2_000)
  expect(health.now().trouble).toBeNull()
  expect(existsSync(reserve)).toBe(true)
  write('x'.repeat(200_000))
  expect(heard.map(({ trouble }) => trouble?.kind ?? null)).toEqual(['full', null])
})

test('another program’s lock is a trouble until it is gone', () => {
  const other = connectForWriting(database.name)
  onTestFinished(() => void other.close())
  other.exec('BEGIN IMMEDIATE')
  database.pragma('busy_timeout = 0')
  expect(() => write('a')).toThrow('Another program is holding')
  vi.advanceTimersByTime(4_000)
  expect(health.now().trouble?.kind).toBe('busy')
  other.exec('ROLLBACK')
  vi.advanceTimersByTime(2_000)
  expect(health.now().trouble).toBeNull()
})

test('damage stays a trouble, and what was noticed is said once', () => {
  const damage = Object.assign(new Error('malformed'), { code: 'EIO', syscall: 'read' })
  health.failed(damage, 'The disk failed.')
  expect(health.now().trouble).toMatchObject({ kind: 'disk', message: 'The disk failed.' })
  health.notice('Something is lost.')
  health.notice('Something is lost.')
  expect(health.now().notices).toEqual(['Something is lost.'])
  vi.advanceTimersByTime(2_000)
  expect(health.now()).toEqual({ trouble: null, notices: ['Something is lost.'] })
})

test('a broken constraint is no trouble', () => {
  database.exec(`INSERT INTO modes (id, snapshot) VALUES ('a', '{}')`)
  const part = { add: () => database.exec(`INSERT INTO modes (id, snapshot) VALUES ('a', '{}')`) }
  const guarded = withStorageErrors(part, database.name, (cause, turned) =>
    health.failed(cause, String(turned)),
  )
  expect(() => guarded.add()).toThrow('is in')
  expect(health.now().trouble).toBeNull()
})
