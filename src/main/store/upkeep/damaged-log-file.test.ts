import { copyFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  folderWith,
  garbage,
  overwrite,
  pageSize,
  repaired,
  soundDatabase,
  startOn,
} from '../../testing/damaged-database.ts'
import { connectForWriting } from '../database.ts'

const sound = soundDatabase()

describe('the write-ahead log', () => {
  /** A database that was not closed: its latest commits stand in the log only. */
  function unclosed(damage: (wal: string) => void): { folder: string; path: string } {
    const { folder, path } = folderWith(sound, () => {})
    const database = connectForWriting(path)
    database.prepare(`UPDATE settings SET value = value`).run()
    const last = database.prepare<[], string>(`SELECT id FROM tasks ORDER BY born DESC LIMIT 1`).pluck().get()
    for (let number = 0; number < 30; number++) {
      database
        .prepare<[string, string, string]>(
          `INSERT INTO events (task_id, seq, at, type, payload)
           VALUES (?, (SELECT max(seq) + 1 FROM events WHERE task_id = ?), 1, 'title.changed', ?)`,
        )
        .run(last ?? '', last ?? '', JSON.stringify({ type: 'title.changed', title: `Late ${number}` }))
    }
    for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}`, `${path}${suffix}.copy`)
    database.close()
    for (const suffix of ['', '-wal']) renameSync(`${path}${suffix}.copy`, `${path}${suffix}`)
    rmSync(`${path}-shm`, { force: true })
    damage(`${path}-wal`)
    return { folder, path }
  }
  const late = (read: Map<string, string[]>) =>
    [...read.values()].flat().filter((text) => text.includes('Late ')).length

  test.each<[string, (wal: string) => void, (count: number) => boolean]>([
    ['is whole', () => {}, (count) => count === 30],
    ['was deleted', (wal) => rmSync(wal), (count) => count === 0],
    ['is empty', (wal) => truncateSync(wal, 0), (count) => count === 0],
    [
      'was cut off',
      (wal) => truncateSync(wal, Math.floor(statSync(wal).size / 2)),
      (count) => count > 5 && count < 30,
    ],
    ['is garbage', (wal) => writeFileSync(wal, garbage(50_000, 9)), (count) => count === 0],
    [
      'has garbage in its middle',
      (wal) => overwrite(wal, Math.floor(statSync(wal).size / 2), garbage(500, 9)),
      (count) => count > 5 && count < 30,
    ],
  ])('that %s leaves everything else', (_what, damage, expected) => {
    const { folder } = unclosed(damage)
    const started = startOn(folder)
    if ('refused' in started) throw new Error(started.refused)
    expect(started.damaged).toEqual([])
    expect(started.read.size).toBe(sound.logs.size)
    expect(late(started.read)).toSatisfy(expected)
  })

  test('is read by a repair too, with a file whose pages are damaged', async () => {
    const { folder, path } = unclosed(() => {})
    const page = sound.pages.find(({ name, kind }) => name === 'tool_calls' && kind === 'leaf')?.number ?? 0
    overwrite(path, (page - 1) * pageSize, garbage(pageSize, 1))
    expect(late(await repaired(folder))).toBe(30)
  })
})
