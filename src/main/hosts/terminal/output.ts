import { harmless } from './harmless.ts'

/** Where the terminal host writes: results to `out`, progress and complaints to `err`. */
export type Output = {
  out(text: string): void
  err(text: string): void
  /** Aborts when nobody reads `out` any more, as in `treeline … | head`. What is written then is lost. */
  unread: AbortSignal
}

/**
 * The process's own streams. Complaints that nobody reads are dropped. What goes to a person's terminal is made
 * harmless; what goes into a file or another program stays as it is.
 */
export function openProcessOutput(): Output {
  const unread = new AbortController()
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    unread.abort()
  })
  process.stderr.on('error', () => {})
  // What is said at once, as the facts of one commit are, goes out at once.
  let pending = ''
  const send = () => {
    const text = pending
    pending = ''
    process.stdout.write(process.stdout.isTTY ? harmless(text) : text)
  }
  return {
    out(text) {
      if (text === '') return
      if (pending === '') queueMicrotask(send)
      pending += text
    },
    err: (text) => void process.stderr.write(harmless(text)),
    unread: unread.signal,
  }
}

/** One value as one line of JSON. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
