import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../../contract/app-error.ts'
import { seedDatabase } from '../../testing/seed-database.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { connectForReading, connectForWriting, type Database } from '../database.ts'
import { databasePath } from '../open-database.ts'
import { openStore } from '../open-store.ts'
import type { Store } from '../store.ts'
import { checkLog } from './check-log.ts'
import { checkPages } from './check-pages.ts'
import { repairDatabase } from './repair.ts'

const pageSize = 4_096
const runs = Number(process.env.TREELINE_PROPERTY_RUNS ?? 25)

/** A database with 60 tasks, its pages by what they hold, and every task's log as it should be. */
let ours: string
let sound: {
  file: string
  size: number
  pages: { number: number; name: string; kind: string }[]
  logs: Map<string, string[]>
}

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-damage-'))
  ours = folder
  seedDatabase({ folder, tasks: 60, messages: 900, seed: 7 })
  const file = databasePath(folder)
  const database = connectForReading(file)
  const pages = database
    .prepare<[], { number: number; name: string; kind: string }>(
      'SELECT pageno AS number, name, pagetype AS kind FROM dbstat ORDER BY pageno',
    )
    .all()
  database.close()
  const store = openStore({ folder, readonly: true })
  const logs = new Map(store.tasks.list().map(({ displayId, id }) => [displayId, texts(store, id)]))
  store.dispose()
  sound = { file, size: statSync(file).size, pages, logs }
})

afterAll(() => rmSync(ours, { recursive: true, force: true }))

function texts(store: Store, id: Parameters<Store['events']['read']>[0]): string[] {
  return store.events.readable(id, 0, 10_000).events.map(({ body }) => JSON.stringify(body))
}

/** A data folder with the sound database in it, as after a first start. */
function folderWith(damage: (path: string) => void): { folder: string; path: string } {
  const folder = temporaryFolder()
  const path = databasePath(folder)
  copyFileSync(sound.file, path)
  writeFileSync(join(folder, 'treeline.reserve'), '')
  damage(path)
  return { folder, path }
}

function overwrite(path: string, offset: number, bytes: Buffer): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, offset)
  closeSync(file)
}

const garbage = (length: number, seed: number) =>
  Buffer.from(Array.from({ length }, (_, i) => (i * 31 + seed * 7) % 251))

/**
 * Starts on a damaged file: either it is refused in words that say what to do, or the list is whole and every
 * task that cannot be read is named while the others can. Returns what could be read.
 */
function start(folder: string): { refused: string } | { damaged: string[]; read: Map<string, string[]> } {
  let store: Store | undefined
  try {
    store = openStore({ folder })
    const tasks = store.tasks.list()
    const read = new Map<string, string[]>()
    const damaged: string[] = []
    for (const { id, displayId } of tasks) {
      const { damage } = store.events.readable(id, 0, 10_000)
      if (damage !== null) {
        expect(damage).toContain(id)
        damaged.push(displayId)
      } else read.set(displayId, texts(store, id))
    }
    return { damaged, read }
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    const { code, message } = error as AppError
    expect(['storage_failed', 'data_newer_than_app']).toContain(code)
    expect(message).toMatch(
      /doctor --repair|treeline restore|Check |another data folder|Update Treeline|Move it away/,
    )
    return { refused: message }
  } finally {
    store?.dispose()
  }
}

/** What a repair gives back: tasks by name with their texts, and that everything is sound again. */
async function repaired(folder: string): Promise<Map<string, string[]>> {
  await repairDatabase(folder, 1_800_000_000_000)
  const database: Database = connectForReading(databasePath(folder))
  expect([...checkPages(database), ...checkLog(database)]).toEqual([])
  database.close()
  const store = openStore({ folder })
  const read = new Map(store.tasks.list().map(({ displayId, id }) => [displayId, texts(store, id)]))
  store.dispose()
  return read
}

/** Tasks whose log is not what it was. */
function changed(read: Map<string, string[]>): string[] {
  return [...sound.logs].flatMap(([name, log]) =>
    JSON.stringify(read.get(name)) === JSON.stringify(log) ? [] : [name],
  )
}

describe('a page of garbage', () => {
  test.each([
    ['events', 'leaf'],
    ['events', 'internal'],
    ['events', 'overflow'],
    ['tasks', 'leaf'],
    ['sqlite_autoindex_events_1', 'leaf'],
    ['tasks_by_root', 'leaf'],
    ['tool_calls', 'leaf'],
    ['usage', 'leaf'],
    ['workspaces', 'leaf'],
    ['modes', 'leaf'],
    ['settings', 'leaf'],
  ])('of %s (%s) costs at most what stood on it, and a repair brings back the rest', async (name, kind) => {
    const pages = sound.pages.filter((page) => page.name === name && page.kind === kind)
    expect(pages.length).toBeGreaterThan(0)
    const page = pages[pages.length >> 1]?.number ?? 0
    const { folder, path } = folderWith((file) =>
      overwrite(file, (page - 1) * pageSize, garbage(pageSize, page)),
    )
    const before = readFileSync(path).subarray((page - 1) * pageSize, page * pageSize)
    const started = start(folder)
    if ('read' in started) {
      expect(started.damaged.length + started.read.size).toBe(sound.logs.size)
      for (const [task, log] of started.read) expect(log).toEqual(sound.logs.get(task))
    }
    // Nothing was made anew: the page is as damaged as it was.
    expect(
      readFileSync(path)
        .subarray((page - 1) * pageSize, page * pageSize)
        .equals(before),
    ).toBe(true)

    const read = await repaired(folder)
    expect(read.size).toBe(sound.logs.size)
    const lost = changed(read)
    // A leaf of 4 KiB holds a few events, of one task or of two or three that follow each other.
    const most = name === 'events' && kind !== 'internal' ? 3 : 0
    expect(lost.length, lost.join()).toBeLessThanOrEqual(most)
    expect(existsSync(`${path}.damaged-2027-01-15-080000`)).toBe(true)
  })

  test('anywhere at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            at: fc.double({ min: 0, max: 0.9999, noNaN: true }),
            length: fc.integer({ min: 1, max: 9_000 }),
          }),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
        fc.nat(250),
        async (places, seed) => {
          const { folder } = folderWith((file) => {
            for (const { at, length } of places) {
              const offset = Math.floor(at * sound.size)
              overwrite(file, offset, garbage(Math.min(length, sound.size - offset), seed))
            }
          })
          const started = start(folder)
          // A version that was changed into that of a newer Treeline cannot be told from one.
          fc.pre(!('refused' in started && started.refused.includes('Update Treeline')))
          if ('read' in started) {
            expect(started.damaged.length + started.read.size).toBeLessThanOrEqual(sound.logs.size)
          }
          const read = await repaired(folder)
          expect(read.size).toBeGreaterThanOrEqual(sound.logs.size - 1)
          // Three holes of at most 9,000 bytes touch at most four pages each.
          expect(changed(read).length).toBeLessThanOrEqual(4 * 3 * places.length)
          rmSync(folder, { recursive: true, force: true })
        },
      ),
      { numRuns: runs },
    )
  })
})

describe('a file that is not what it was', () => {
  const ruined: [string, (path: string) => void][] = [
    ['its header is garbage', (path) => overwrite(path, 0, garbage(100, 3))],
    ['its first page is garbage', (path) => overwrite(path, 0, garbage(pageSize, 3))],
    ['it is cut off', (path) => truncateSync(path, Math.floor(sound.size * 0.6))],
    ['it is cut off within a page', (path) => truncateSync(path, Math.floor(sound.size * 0.6) + 1_000)],
  ]
  test.each(ruined)(
    'because %s is refused or read in part, kept, and saved by a repair',
    async (_what, damage) => {
      const { folder, path } = folderWith(damage)
      const bytes = readFileSync(path)
      const started = start(folder)
      if ('refused' in started) expect(readFileSync(path).equals(bytes)).toBe(true)
      const read = await repaired(folder)
      expect(read.size).toBeGreaterThan(sound.logs.size / 3)
      const whole = [...read].filter(
        ([name, log]) => JSON.stringify(log) === JSON.stringify(sound.logs.get(name)),
      )
      expect(whole.length).toBeGreaterThan(sound.logs.size / 3)
    },
  )

  const gone: [string, (path: string) => void][] = [
    ['is empty', (path) => truncateSync(path, 0)],
    ['is no database', (path) => writeFileSync(path, 'My shopping list. '.repeat(900))],
    [
      'is a folder',
      (path) => {
        rmSync(path)
        mkdirSync(path)
      },
    ],
    [
      'is gone while its log is there',
      (path) => {
        writeFileSync(`${path}-wal`, garbage(8_000, 1))
        rmSync(path)
      },
    ],
  ]
  test.each(gone)('that %s is refused in words and left alone', (_what, damage) => {
    const { folder, path } = folderWith(damage)
    const kind = () => [existsSync(path), existsSync(path) && statSync(path).size, existsSync(`${path}-wal`)]
    const before = kind()
    expect(start(folder)).toEqual({ refused: expect.stringContaining(path) })
    expect(kind()).toEqual(before)
  })

  test.skipIf(process.getuid?.() === 0)('that may not be read is refused in words', () => {
    const { folder, path } = folderWith((file) => chmodSync(file, 0))
    expect(start(folder)).toEqual({ refused: expect.stringContaining('Check who owns it') })
    chmodSync(path, 0o600)
  })
})

describe('the write-ahead log', () => {
  /** A database that was not closed: its latest commits stand in the log only. */
  function unclosed(damage: (wal: string) => void): { folder: string; path: string } {
    const { folder, path } = folderWith(() => {})
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
    const started = start(folder)
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
