import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventTooLong, LONGEST_EVENT, readEvents, type SseEvent } from './sse-events.ts'

async function read(...chunks: (string | Uint8Array)[]): Promise<SseEvent[]> {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk))
  const events: SseEvent[] = []
  for await (const event of readEvents(toAsync(bytes))) events.push(event)
  return events
}

async function* toAsync(chunks: Uint8Array[]) {
  yield* chunks
}

test.each<[string, string[], SseEvent[]]>([
  ['one event', ['data: a\n\n'], [{ event: null, data: 'a' }]],
  ['no space after the colon', ['data:a\n\n'], [{ event: null, data: 'a' }]],
  ['two spaces keep one', ['data:  a\n\n'], [{ event: null, data: ' a' }]],
  ['a named event', ['event: error\ndata: a\n\n'], [{ event: 'error', data: 'a' }]],
  [
    'a name counts once',
    ['event: x\ndata: a\n\ndata: b\n\n'],
    [
      { event: 'x', data: 'a' },
      { event: null, data: 'b' },
    ],
  ],
  ['several data lines', ['data: a\ndata: b\n\n'], [{ event: null, data: 'a\nb' }]],
  [
    'comments and other fields',
    [': hi\nid: 7\nretry: 1\nnonsense\ndata: a\n\n'],
    [{ event: null, data: 'a' }],
  ],
  ['empty data is an event', ['data\n\n'], [{ event: null, data: '' }]],
  ['blank lines alone are none', ['\n\n\n'], []],
  [
    'no blank line at the end',
    ['data: a\n\ndata: b'],
    [
      { event: null, data: 'a' },
      { event: null, data: 'b' },
    ],
  ],
  [
    'CRLF cut between CR and LF',
    ['data: a\r', '\n\r', '\ndata: b\r\n\r\n'],
    [
      { event: null, data: 'a' },
      { event: null, data: 'b' },
    ],
  ],
  [
    'CR alone',
    ['data: a\r\rdata: b\r\r'],
    [
      { event: null, data: 'a' },
      { event: null, data: 'b' },
    ],
  ],
  ['a byte order mark', ['\ufeffdata: a\n\n'], [{ event: null, data: 'a' }]],
])('%s', async (_, chunks, expected) => {
  expect(await read(...chunks)).toEqual(expected)
})

test('bytes that are no UTF-8 become replacement characters', async () => {
  expect(await read('data: a', Uint8Array.of(0xe2, 0x82))).toEqual([{ event: null, data: 'a\ufffd' }])
})

test.each([
  ['one line', 'data: ', 'x'],
  ['many lines', '', `data: ${'x'.repeat(994)}\n`],
])('an event without end, in %s, is an error', async (_, begin, more) => {
  const pieces = Array.from({ length: Math.ceil(LONGEST_EVENT / 1024 / 512) + 2 }, () =>
    more.repeat(Math.ceil((512 * 1024) / more.length)),
  )
  await expect(read(begin, ...pieces)).rejects.toThrow(EventTooLong)
})

test('however the bytes are cut, the events are the same', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''))
  const ending = fc.constantFrom('\n', '\r\n', '\r')
  await fc.assert(
    fc.asyncProperty(fc.array(line), ending, fc.array(fc.nat(500)), async (lines, end, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `data: ${text}${end}${end}`).join(''))
      const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
      const chunks = [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length))
      expect(await read(...chunks)).toEqual(lines.map((data) => ({ event: null, data })))
    }),
  )
})
