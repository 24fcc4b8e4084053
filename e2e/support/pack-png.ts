import { crc32, deflateSync, inflateSync } from 'node:zlib'

/**
 * The same picture in fewer bytes: a browser is in a hurry when it packs a PNG, and filters lines as is good for
 * photographs. A window is flat colours and text, which pack better as they are. Takes PNGs as Chromium makes
 * them, with eight bits a channel, and returns any other unchanged.
 */
export function packPng(png: Buffer): Buffer {
  const pieces = piecesOf(png)
  const header = pieces.find(({ type }) => type === 'IHDR')?.content
  const channels = { 2: 3, 6: 4 }[header?.[9] ?? -1]
  if (header === undefined || header[8] !== 8 || header[12] !== 0 || channels === undefined) return png
  const data = Buffer.concat(pieces.filter(({ type }) => type === 'IDAT').map(({ content }) => content))
  const lines = unfilter(inflateSync(data), header.readUInt32BE(0) * channels, channels)
  const packed = [
    ...pieces.filter(({ type }) => type !== 'IDAT' && type !== 'IEND'),
    { type: 'IDAT', content: deflateSync(lines, { level: 9, memLevel: 9 }) },
    { type: 'IEND', content: Buffer.alloc(0) },
  ]
  return Buffer.concat([png.subarray(0, 8), ...packed.map(write)])
}

type Piece = { type: string; content: Buffer }

function piecesOf(png: Buffer): Piece[] {
  const pieces: Piece[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    pieces.push({
      type: png.toString('latin1', at + 4, at + 8),
      content: png.subarray(at + 8, at + 8 + length),
    })
    at += 12 + length
  }
  return pieces
}

function write({ type, content }: Piece): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(content.length)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** Lines of `length` bytes behind their filter's number, as the same lines without a filter. */
function unfilter(filtered: Buffer, length: number, channels: number): Buffer {
  const plain = Buffer.alloc(filtered.length)
  for (let start = 0; start < filtered.length; start += length + 1) {
    const filter = filtered[start] ?? 0
    for (let at = start + 1; at <= start + length; at++) {
      const inLine = at - start > channels
      const left = inLine ? (plain[at - channels] ?? 0) : 0
      const above = start === 0 ? 0 : (plain[at - length - 1] ?? 0)
      const corner = inLine && start > 0 ? (plain[at - length - 1 - channels] ?? 0) : 0
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0
      plain[at] = (filtered[at] ?? 0) + guess
    }
  }
  return plain
}

/** The fourth filter of PNG: whichever neighbour is nearest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? above : corner
}
