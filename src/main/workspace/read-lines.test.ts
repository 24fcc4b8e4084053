import { mkdtemp, open, realpath, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LineRange, readLines } from './read-lines.ts'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'lines-')))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const ALL: LineRange = { from: 1, to: Number.POSITIVE_INFINITY, maxLines: 1e9, maxBytes: 1e9 }
async function read(content: string | Uint8Array, range: Partial<LineRange> = {}) {
  await writeFile(join(folder, 'f'), content)
  return readLines({ real: join(folder, 'f'), shown: 'f' }, { ...ALL, ...range })
}

describe('which lines', () => {
  test.each([
    ['', [], 0],
    ['one', ['one'], 1],
    ['one\n', ['one'], 1],
    ['\n\n', ['', ''], 2],
    ['\uFEFFone\r\ntwo\rx\r\n', ['one', 'two\rx'], 2],
  ])('%j', async (content, lines, total) => {
    expect(await read(content)).toMatchObject({ lines, total, stopped: 'end' })
  })

  const numbers = Array.from({ length: 50 }, (_, i) => `line ${i + 1}`)
  test.each([
    [{ from: 3, to: 5 }, ['line 3', 'line 4', 'line 5'], 'asked'],
    [{ from: 49 }, ['line 49', 'line 50'], 'end'],
    [{ from: 49, to: 50 }, ['line 49', 'line 50'], 'end'],
    [{ from: 49, maxLines: 2 }, ['line 49', 'line 50'], 'end'],
    [{ from: 10, maxLines: 2 }, ['line 10', 'line 11'], 'lines'],
    [{ from: 10, maxBytes: 20 }, ['line 10', 'line 11'], 'bytes'],
    [{ from: 51 }, [], 'end'],
  ])('%j', async (range, lines, stopped) => {
    expect(await read(numbers.join('\n'), range)).toMatchObject({ lines, total: 50, stopped })
  })
})

test('agrees with splitting the whole text, wherever its pieces fall', async () => {
  const line = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((text) => text.replace(/[\n\r\0\uFEFF]/g, ''))
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 262_100, max: 262_144 }),
      async (lines, pad) => {
        // The first line makes the others straddle the boundary of a chunk.
        const all = ['x'.repeat(pad), ...lines]
        const window = await read(`${all.join('\n')}\n`)
        expect(window.lines.slice(1)).toEqual(lines)
        expect(window.total).toBe(all.length)
      },
    ),
    { numRuns: 60 },
  )
})

test('a long line is cut between characters and says so', async () => {
  const window = await read(`${'🌲'.repeat(5000)}\nnext\n`)
  expect(window.lines[0]).toBe(`${'🌲'.repeat(1000)}… [line cut here: it has 20000 bytes]`)
  expect(window.lines[1]).toBe('next')
})

test.each([
  ['utf16', Buffer.from('\uFEFFone\n', 'utf16le'), 'is encoded in UTF-16'],
  [
    'a zero byte late',
    Buffer.concat([Buffer.from('text\n'.repeat(100_000)), Buffer.of(0)]),
    'is a binary file',
  ],
  ['latin1', Buffer.from('caf\u00e9 na\u00efve\n', 'latin1'), 'another encoding'],
])('%s is refused', async (_, bytes, words) => {
  await expect(read(bytes)).rejects.toThrow(words)
})

test('a huge file is read where it is asked for, not counted, and never held whole', async () => {
  const path = join(folder, 'big.log')
  const file = await open(path, 'w')
  for (let i = 0; i < 40; i++) await file.write('0123456789 a line of a log\n'.repeat(40_000))
  await file.close()
  const before = process.memoryUsage().rss
  const window = await readLines(
    { real: path, shown: 'big.log' },
    { from: 1_000_000, to: 1_000_001, maxLines: 10, maxBytes: 1e6 },
  )
  expect(window).toMatchObject({
    lines: Array(2).fill('0123456789 a line of a log'),
    total: null,
    stopped: 'asked',
  })
  expect(process.memoryUsage().rss - before).toBeLessThan(30 * 1024 * 1024)
})

test('three gigabytes of zeros are refused at the first of them', async () => {
  await writeFile(join(folder, 'big'), 'text\n')
  await truncate(join(folder, 'big'), 3 * 1024 ** 3)
  const reading = readLines({ real: join(folder, 'big'), shown: 'big' }, ALL)
  await expect(reading).rejects.toThrow('big is a binary file')
})

test('an abort ends it', async () => {
  await writeFile(join(folder, 'f'), 'x')
  const reading = readLines(
    { real: join(folder, 'f'), shown: 'f' },
    ALL,
    AbortSignal.abort(new Error('stopped')),
  )
  await expect(reading).rejects.toThrow('stopped')
})
