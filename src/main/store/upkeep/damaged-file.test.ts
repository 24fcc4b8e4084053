import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import fc from 'fast-check'
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

const runs = Number(process.env.TREELINE_PROPERTY_RUNS ?? 25)
const sound = soundDatabase()

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
    const { folder, path } = folderWith(sound, (file) =>
      overwrite(file, (page - 1) * pageSize, garbage(pageSize, page)),
    )
    const before = readFileSync(path).subarray((page - 1) * pageSize, page * pageSize)
    const started = startOn(folder)
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
          const { folder } = folderWith(sound, (file) => {
            for (const { at, length } of places) {
              const offset = Math.floor(at * sound.size)
              overwrite(file, offset, garbage(Math.min(length, sound.size - offset), seed))
            }
          })
          const started = startOn(folder)
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
      const { folder, path } = folderWith(sound, damage)
      const bytes = readFileSync(path)
      const started = startOn(folder)
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
    const { folder, path } = folderWith(sound, damage)
    const kind = () => [existsSync(path), existsSync(path) && statSync(path).size, existsSync(`${path}-wal`)]
    const before = kind()
    expect(startOn(folder)).toEqual({ refused: expect.stringContaining(path) })
    expect(kind()).toEqual(before)
  })

  test.skipIf(process.getuid?.() === 0)('that may not be read is refused in words', () => {
    const { folder, path } = folderWith(sound, (file) => chmodSync(file, 0))
    expect(startOn(folder)).toEqual({ refused: expect.stringContaining('Check who owns it') })
    chmodSync(path, 0o600)
  })
})
