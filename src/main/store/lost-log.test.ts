import { copyFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { connectForWriting } from './database.ts'
import { lostLog } from './lost-log.ts'

/** What a killed writer leaves: the file, its log of 40 frames or more, and the log's index. */
function killed(): string {
  const source = join(temporaryFolder(), 'source.db')
  const database = connectForWriting(source)
  database.exec('CREATE TABLE a (word TEXT)')
  for (let round = 0; round < 2; round++) {
    for (let row = 0; row < 40; row++) database.prepare('INSERT INTO a VALUES (?)').run('x'.repeat(3_000))
    // The log begins anew after the first round, with the rest of the old one behind it.
    if (round === 0) database.pragma('wal_checkpoint(PASSIVE)')
  }
  const path = join(temporaryFolder(), 'treeline.db')
  for (const suffix of ['', '-wal', '-shm']) copyFileSync(`${source}${suffix}`, `${path}${suffix}`)
  database.close()
  return path
}

test.each<[string, (path: string) => void, string | null]>([
  ['is whole', () => {}, null],
  ['is gone', (path) => rmSync(`${path}-wal`), 'is gone'],
  [
    'is gone with its index',
    (path) => {
      for (const end of ['-wal', '-shm']) rmSync(path + end)
    },
    'is gone',
  ],
  ['is empty', (path) => truncateSync(`${path}-wal`, 0), 'is shorter'],
  ['was cut off', (path) => truncateSync(`${path}-wal`, 10 * 4_120 + 32), 'is shorter'],
  ['is of another run', (path) => copyFileSync(`${killed()}-wal`, `${path}-wal`), 'is shorter'],
  ['has no index, as after a power cut', (path) => rmSync(`${path}-shm`), null],
])('a log that %s', (_what, change, words) => {
  const path = killed()
  change(path)
  expect(lostLog(path, true)).toEqual(words === null ? null : expect.stringContaining(words))
})

test('a database that was closed, is new or is not there has lost nothing', () => {
  const path = join(temporaryFolder(), 'treeline.db')
  expect(lostLog(path, true)).toBeNull()
  const database = connectForWriting(path)
  database.exec('CREATE TABLE a (word TEXT)')
  database.close()
  expect(lostLog(path, false)).toBeNull()
  renameSync(path, `${path}.away`)
  truncateSync(`${path}.away`, 0)
  renameSync(`${path}.away`, path)
  expect([lostLog(path, true), statSync(path).size]).toEqual([null, 0])
})
