import type { PageFile } from './page-file.ts'

/** A value as SQLite stores it. Blobs are not kept by us and count as damage. */
export type StoredValue = string | number | null

/** A row found on a leaf page. `rowid` is null on a page of an index, where tables without a rowid live too. */
export type SalvagedRow = { rowid: number | null; values: StoredValue[] }

const tableLeaf = 0x0d
const indexLeaf = 0x0a

/** The most columns that a row of ours may have: more means that the cell is no row. */
const mostColumns = 64

/** The longest row that is believed: ten times the longest message that is taken in. */
const longestRow = 64 * 1024 * 1024

/**
 * Every row that stands on a leaf page, page by page in the order of the file, whether a tree still leads to
 * it or not. A row that cannot be whole (its bytes are no record, or its overflow pages are gone) is passed
 * over. The same row may come more than once, from a page that was given up but never overwritten.
 */
export function* salvageRows(pages: PageFile): Generator<SalvagedRow> {
  for (let number = 1; number <= pages.pageCount; number++) {
    const page = pages.page(number)
    if (page === null) continue
    // Overflow pages are read in between, into the same buffer.
    const leaf = Buffer.from(page)
    const start = number === 1 ? 100 : 0
    const kind = leaf[start]
    if (kind !== tableLeaf && kind !== indexLeaf) continue
    for (const offset of cellOffsets(leaf, start)) {
      const row = readCell(pages, leaf, offset, kind === tableLeaf)
      if (row !== null) yield row
    }
  }
}

function cellOffsets(page: Buffer, start: number): number[] {
  const count = page.readUInt16BE(start + 3)
  const first = start + 8
  if (first + 2 * count > page.length) return []
  const offsets = Array.from({ length: count }, (_, index) => page.readUInt16BE(first + 2 * index))
  return offsets.filter((offset) => offset >= first + 2 * count && offset < page.length - 3)
}

function readCell(pages: PageFile, page: Buffer, offset: number, isTable: boolean): SalvagedRow | null {
  try {
    const size = varint(page, offset)
    const key = isTable ? varint(page, size.next) : null
    if (size.value > longestRow) return null
    const record = payload(pages, page, key?.next ?? size.next, size.value, isTable)
    const values = record === null ? null : decode(record)
    return values === null ? null : { rowid: key?.value ?? null, values }
  } catch (error) {
    // Bytes that lead beyond the page are no record.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The bytes of a cell's record, gathered from its overflow pages: https://sqlite.org/fileformat2.html#ovflpgs */
function payload(
  pages: PageFile,
  page: Buffer,
  from: number,
  length: number,
  isTable: boolean,
): Buffer | null {
  // No space is reserved at the ends of our pages.
  const usable = pages.pageSize
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (length <= most) return from + length <= page.length ? page.subarray(from, from + length) : null
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitting = least + ((length - least) % (usable - 4))
  const local = fitting <= most ? fitting : least
  if (from + local + 4 > page.length) return null
  const parts = [page.subarray(from, from + local)]
  let missing = length - local
  for (let next = page.readUInt32BE(from + local); missing > 0; ) {
    if (next < 2 || next > pages.pageCount) return null
    const overflow = pages.page(next)
    if (overflow === null) return null
    const part = Buffer.from(overflow.subarray(4, 4 + Math.min(missing, usable - 4)))
    parts.push(part)
    missing -= part.length
    next = overflow.readUInt32BE(0)
    if (missing > 0 === (next === 0)) return null
  }
  return Buffer.concat(parts)
}

/** The values of a record, or null when its bytes are none: https://sqlite.org/fileformat2.html#record_format */
function decode(record: Buffer): StoredValue[] | null {
  const header = varint(record, 0)
  if (header.value > record.length || header.value > 9 * mostColumns) return null
  const values: StoredValue[] = []
  let body = header.value
  for (let at = header.next; at < header.value; ) {
    const type = varint(record, at)
    at = type.next
    const length = lengthOf(type.value)
    if (length === null || body + length > record.length) return null
    const value = storedValue(type.value, record.subarray(body, body + length))
    if (value === undefined) return null
    values.push(value)
    body += length
  }
  return body === record.length && values.length <= mostColumns ? values : null
}

const integerLengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function lengthOf(type: number): number | null {
  if (type < 10) return integerLengths[type] ?? null
  if (type < 12) return null
  return Math.floor((type - 12) / 2)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function storedValue(type: number, bytes: Buffer): StoredValue | undefined {
  if (type === 0) return null
  if (type === 7) return bytes.readDoubleBE(0)
  if (type === 8 || type === 9) return type - 8
  if (type === 6) return Number(bytes.readBigInt64BE(0))
  if (type < 6) return bytes.readIntBE(0, bytes.length)
  if (type % 2 === 0) return undefined
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** A variable-length integer of 1 to 9 bytes. Those of 9 are beyond anything we store, and count as damage. */
function varint(bytes: Buffer, offset: number): { value: number; next: number } {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = bytes.readUInt8(offset + index)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, next: offset + index + 1 }
  }
  throw new RangeError('The number is longer than any of ours.')
}
