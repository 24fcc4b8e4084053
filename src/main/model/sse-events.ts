/** An event of a stream: its name, where it has one, and its data, lines joined. */
export type SseEvent = { event: string | null; data: string }

/** One event may be this long, in UTF-16 units. No real one comes near; a faulty server's may have no end. */
export const LONGEST_EVENT = 8 * 1024 * 1024

/** Thrown by `readEvents` when an event goes on and on. */
export class EventTooLong extends Error {}

/**
 * Reads server-sent events from bytes, as they come. Takes any line ending, any chunking, several data
 * lines, comments, and a last event without its blank line; bytes that are no UTF-8 become U+FFFD. Throws
 * EventTooLong. The SDK's own reader is not used because it hides `[DONE]`, without which a stream that
 * was cut off looks like a whole one, and because it has no limit.
 */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SseEvent> {
  let event: string | null = null
  let data: string[] = []
  let length = 0

  const endOf = (line: string): SseEvent | null => {
    if (line === '') {
      const whole = data.length === 0 ? null : { event, data: data.join('\n') }
      event = null
      data = []
      length = 0
      return whole
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') {
      data.push(value)
      length += value.length
      if (length > LONGEST_EVENT) throw new EventTooLong()
    } else if (field === 'event') event = value
    return null
  }

  for await (const line of readLines(chunks)) {
    const whole = endOf(line)
    if (whole !== null) yield whole
  }
  const last = endOf('')
  if (last !== null) yield last
}

async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  // An unfinished line is kept in pieces: a long one is joined once, not with every chunk.
  let pieces: string[] = []
  let length = 0
  let carriage = false

  function* split(text: string): Generator<string> {
    let rest = carriage && text.startsWith('\n') ? text.slice(1) : text
    if (text !== '') carriage = text.endsWith('\r')
    for (;;) {
      const end = rest.search(/[\r\n]/)
      if (end === -1) break
      pieces.push(rest.slice(0, end))
      yield pieces.join('')
      pieces = []
      length = 0
      rest = rest.slice(rest.startsWith('\r\n', end) ? end + 2 : end + 1)
    }
    if (rest === '') return
    pieces.push(rest)
    length += rest.length
    if (length > LONGEST_EVENT) throw new EventTooLong()
  }

  for await (const chunk of chunks) yield* split(decoder.decode(chunk, { stream: true }))
  yield* split(decoder.decode())
  if (pieces.length > 0) yield pieces.join('')
}
