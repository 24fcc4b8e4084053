/**
 * How many bytes of `bytes` are whole UTF-8 sequences, from its beginning: its length, less the one to three
 * bytes at the end that begin a sequence which has not arrived whole. Bytes that are no UTF-8 count as whole.
 */
export function wholeLength(bytes: Uint8Array): number {
  const end = bytes.length
  for (let back = 1; back <= Math.min(3, end); back++) {
    const byte = bytes[end - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? end - back : end
  }
  return end
}

/** The index of the first byte that does not continue a sequence begun before; at most three are skipped. */
export function wholeStart(bytes: Uint8Array): number {
  let start = 0
  while (start < Math.min(3, bytes.length) && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++
  return start
}
