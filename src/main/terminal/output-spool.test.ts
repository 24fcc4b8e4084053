import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOutputSpool, HEAD_BYTES, TAIL_BYTES } from './output-spool.ts'
import { countSpool, readSpoolPiece, readSpoolWindow } from './spool-file.ts'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treeline-spool-'))
  path = join(folder, 'output.log')
})
afterEach(() => rm(folder, { recursive: true }))

const lines = (from: number, to: number) =>
  Buffer.from(Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\r\n`).join(''))

describe('createOutputSpool', () => {
  test('writes through: the file has at once what came', async () => {
    const spool = createOutputSpool(path)
    spool.write(Buffer.from('a\r\nb'))
    expect(await readFile(path, 'utf8')).toBe('a\r\nb')
    expect([spool.bytes, spool.lines]).toEqual([4, 2])
    expect(spool.window()).toEqual({ head: 'a\r\nb', tail: '', linesBetween: 0, bytesBetween: 0 })
    expect(spool.close()).toEqual({ bytesNotKept: 0, error: null })
  })

  test('beyond the limit keeps the beginning and the end and says what is missing', async () => {
    const spool = createOutputSpool(path, 100_000)
    const all = lines(1, 100_000)
    for (let at = 0; at < all.length; at += 777) spool.write(all.subarray(at, at + 777))
    const { bytesNotKept, error } = spool.close()
    const text = await readFile(path, 'utf8')
    const [before = '', after = ''] = text.split(/\r\n… [\d,]+ bytes left out: [^…]* …\r\n/)
    expect(error).toBe(null)
    expect(before).toBe(all.toString('utf8', 0, 100_000))
    expect(after.startsWith('line ')).toBe(true)
    expect(all.toString().endsWith(`\r\n${after}`)).toBe(true)
    expect(after.length).toBeGreaterThan(TAIL_BYTES - 20)
    expect(bytesNotKept).toBe(all.length - before.length - after.length)
    expect(text).toContain(`… ${bytesNotKept.toLocaleString('en-US')} bytes left out`)
    expect(spool.lines).toBe(100_000)
  })

  test('a little beyond the limit loses nothing', async () => {
    const spool = createOutputSpool(path, 70_000)
    const all = lines(1, 10_000)
    for (let at = 0; at < all.length; at += 4_096) spool.write(all.subarray(at, at + 4_096))
    expect(spool.close()).toEqual({ bytesNotKept: 0, error: null })
    expect(await readFile(path)).toEqual(all)
  })

  test('memory and file show the same window, however the chunks fall', async () => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 900_000 }),
        fc.integer({ min: 1, max: 300_000 }),
        async (size, chunk) => {
          const file = `${path}${number++}`
          const spool = createOutputSpool(file)
          const all = lines(1, 100_000).subarray(0, size)
          for (let at = 0; at < all.length; at += chunk) spool.write(all.subarray(at, at + chunk))
          const window = spool.window()
          const seen = Buffer.byteLength(window.head) + Buffer.byteLength(window.tail)
          expect(seen + window.bytesBetween).toBe(size)
          expect(all.toString().startsWith(window.head)).toBe(true)
          expect(all.toString().endsWith(window.tail)).toBe(true)
          expect(seen).toBe(Math.min(size, HEAD_BYTES + TAIL_BYTES))
          spool.close()
          expect(readSpoolWindow(file, spool)).toEqual(window)
          expect(await countSpool(file)).toEqual({ bytes: spool.bytes, lines: spool.lines })
        },
      ),
      { numRuns: 25 },
    )
  })

  test('does not write over a file that is there', () => {
    createOutputSpool(path).close()
    expect(() => createOutputSpool(path)).toThrow(/EEXIST/)
  })
})

describe('readSpoolPiece', () => {
  test('pieces put together are the whole, whatever their size and the text', async () => {
    let number = 0
    const text = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 0, max: 80 }), fc.boolean(), async (parts, size, ended) => {
        const all = parts.join('\n')
        const file = `${path}${number++}`
        const spool = createOutputSpool(file)
        spool.write(Buffer.from(all))
        spool.close()
        let read = ''
        for (let offset: number | null = 0; offset !== null; ) {
          const piece = await readSpoolPiece(file, offset, size, ended)
          expect(piece.text.length).toBeLessThanOrEqual(Math.max(4, size))
          read += piece.text
          if (!ended && piece.nextOffset === piece.totalBytes) break
          offset = piece.nextOffset
        }
        expect(read).toBe(all)
      }),
      { numRuns: 60 },
    )
  })

  test('takes whole lines when more than one fits, and mends an offset inside a character', async () => {
    const spool = createOutputSpool(path)
    spool.write(Buffer.from('äöü\nsecond\nthird'))
    spool.close()
    expect(await readSpoolPiece(path, 1, 9, true)).toEqual({
      text: 'öü\n',
      offset: 2,
      nextOffset: 7,
      totalBytes: 19,
    })
    expect(await readSpoolPiece(path, 900, 9, true)).toMatchObject({ text: '', offset: 19, nextOffset: null })
    expect(await readSpoolPiece(path, -5, Number.NaN, false)).toMatchObject({ text: 'äö', offset: 0 })
  })
})
