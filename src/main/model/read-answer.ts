import type { TurnDelta } from './model-client.ts'
import { readChunk } from './read-chunk.ts'
import { isHtml } from './server-words.ts'
import { EventTooLong, LONGEST_EVENT, readEvents } from './sse-events.ts'
import { type AccumulatedTurn, createTurnAccumulator } from './turn-accumulator.ts'

/** What a response of status 200 turned out to be. */
export type ReadAnswer =
  /** `ended`: the server said that it was done, by a finish reason or by `[DONE]`. */
  | { status: 'read'; turn: AccumulatedTurn; ended: boolean }
  /** An error object or a named error event instead of an answer, or in the middle of one. */
  | { status: 'error'; error: unknown }
  /** No chat completion. `head` is how it begins. */
  | { status: 'unreadable'; what: 'html' | 'json' | 'event' | 'other'; head: string }
  | { status: 'too_long' }

/** So much of what is no chat completion is kept, in UTF-16 units. */
const HEAD = 400

/**
 * Reads the body of an answer: a stream of events, or one JSON object from servers that do not stream,
 * told apart by how it begins and not by what its headers claim. Throws what the connection throws.
 */
export async function readAnswer(
  response: Response,
  order: { onDelta(delta: TurnDelta): void; onBytes(): void; onContent(): void },
): Promise<ReadAnswer> {
  const accumulator = createTurnAccumulator(order.onDelta)
  if (response.body === null) return { status: 'read', turn: accumulator.finish(), ended: false }
  const chunks = watched(response.body, order.onBytes)
  const { head, first } = await readHead(chunks)
  try {
    if (/^[{[<]/.test(head)) return await readWhole(first, chunks)
    return await readStream()
  } catch (error) {
    if (error instanceof EventTooLong) return { status: 'too_long' }
    throw error
  } finally {
    await chunks.return?.()
  }

  async function readStream(): Promise<ReadAnswer> {
    let events = 0
    let done = false
    for await (const { event, data } of readEvents(rejoin(first, chunks))) {
      events++
      if (data.trim() === '[DONE]') {
        done = true
        break
      }
      if (data.trim() === '') continue
      const value = parseJson(data)
      if (value === undefined) {
        if (event === 'error') return { status: 'error', error: data }
        return { status: 'unreadable', what: 'event', head: data.slice(0, HEAD) }
      }
      const error = errorIn(value, event)
      if (error !== null) return { status: 'error', error }
      const chunk = readChunk(value)
      const before = accumulator.progress
      if (chunk !== null) accumulator.add(chunk)
      if (accumulator.progress > before) order.onContent()
      if (accumulator.isTooLong) return { status: 'too_long' }
    }
    if (events === 0 && head !== '') return { status: 'unreadable', what: 'other', head: head.slice(0, HEAD) }
    const turn = accumulator.finish()
    return { status: 'read', turn, ended: done || turn.finishReason !== null }
  }

  async function readWhole(begun: Uint8Array[], rest: AsyncIterator<Uint8Array>): Promise<ReadAnswer> {
    const text = await readText(rejoin(begun, rest))
    if (isHtml(text) || text.trimStart().startsWith('<'))
      return { status: 'unreadable', what: 'html', head: text }
    const value = parseJson(text)
    const error = errorIn(value, null)
    if (error !== null) return { status: 'error', error }
    const chunk = readChunk(value)
    if (chunk === null || chunk.choices.length === 0) {
      return { status: 'unreadable', what: 'json', head: text.slice(0, HEAD) }
    }
    order.onContent()
    accumulator.add(chunk)
    return { status: 'read', turn: accumulator.finish(), ended: true }
  }
}

/** The chunks of a body; `onBytes` hears of every one. */
function watched(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncIterator<Uint8Array> {
  const reader = body.getReader()
  return {
    async next() {
      const next = await reader.read()
      if (next.done) return { done: true, value: undefined }
      onBytes()
      return next
    },
    async return() {
      await reader.cancel()
      return { done: true, value: undefined }
    },
  }
}

/** Reads until something other than white space has come. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<{ head: string; first: Uint8Array[] }> {
  const decoder = new TextDecoder()
  const first: Uint8Array[] = []
  let head = ''
  while (head === '') {
    const next = await chunks.next()
    if (next.done) break
    first.push(next.value)
    head = decoder.decode(next.value, { stream: true }).trimStart()
  }
  return { head, first }
}

async function* rejoin(first: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first
  for (;;) {
    const next = await rest.next()
    if (next.done) return
    yield next.value
  }
}

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  const pieces: string[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > LONGEST_EVENT) throw new EventTooLong()
    pieces.push(decoder.decode(chunk, { stream: true }))
  }
  return pieces.join('') + decoder.decode()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The error that an event or a whole body carries, or null. Some servers send an empty one with every chunk. */
function errorIn(value: unknown, event: string | null): unknown {
  if (typeof value !== 'object' || value === null) return event === 'error' ? value : null
  const error = (value as { error?: unknown }).error
  if (typeof error === 'string' ? error !== '' : typeof error === 'object' && error !== null) {
    if (typeof error === 'string' || Object.keys(error as object).length > 0) return error
  }
  return event === 'error' ? value : null
}
