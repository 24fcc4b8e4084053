import { constants } from 'node:os'
import { type IPty, spawn } from 'node-pty'

/** What to run in a terminal of its own. */
export type PtyRequest = {
  file: string
  args: readonly string[]
  cwd: string
  env: Record<string, string>
  columns: number
  rows: number
}

/** How the process in the terminal ended. `signal` by its name, null when it exited by itself. */
export type PtyExit = { exitCode: number; signal: string | null }

/** A process in a terminal of its own, and at the head of a session and process group of its own. */
export type PtyProcess = {
  readonly pid: number
  /** The app's end of the terminal; null where it has no number (Windows). */
  readonly terminal: number | null
  write(text: string): void
}

/** What node-pty has but does not declare: the terminal's file, and the stream that reads it. */
type ReadsFrom = {
  fd?: number
  _socket?: {
    destroyed: boolean
    readableEnded: boolean
    on(event: 'error', listener: () => void): unknown
    destroy(error?: Error): unknown
  }
}

/**
 * How much is read at once before the event loop gets a pause, and how long that is: 8 MB/s at most, so
 * that `yes` takes a part of one core and not the app. The kernel's buffer fills meanwhile and the command
 * waits.
 */
const BURST_BYTES = 64 * 1024
const PAUSE_MS = 8

/** Enough to read what the kernel holds of a terminal, at 4 KB or more each. */
const LAST_READS = 64

/**
 * node-pty stops reading 200 ms after the process has ended, read or not. When reading was paused, or the
 * event loop busy, that loses the end of the output, where errors stand. So its stop is put off until
 * nothing more comes; not for ever, since a background process may still hold the terminal and write.
 */
function readToTheEnd(pty: IPty, bytesRead: () => number, beforeLast: () => void): void {
  const stream = (pty as unknown as ReadsFrom)._socket
  if (!stream || process.platform === 'win32') return
  // node-pty throws a reading error at the whole app unless somebody listens; it then ends the stream anyway.
  stream.on('error', () => {})
  const stop = stream.destroy.bind(stream)
  let stopping = false
  stream.destroy = (error?: Error) => {
    if (error || stream.readableEnded) return stop(error)
    if (stopping) return stream
    stopping = true
    beforeLast()
    let before = bytesRead()
    let idle = 0
    let reads = 0
    // setImmediate runs after the loop has looked for input: twice without any means that there is none.
    const look = () => {
      if (stream.destroyed) return
      idle = bytesRead() === before ? idle + 1 : 0
      before = bytesRead()
      if (idle === 2 || ++reads > LAST_READS) stop()
      else setImmediate(look)
    }
    setImmediate(look)
    return stream
  }
}

const signalName = (number: number): string =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`

/**
 * Starts a process in a new terminal. `keep` gets its output in order and as soon as it is read, `onData` the
 * same, some reads at once; `onExit` comes once and after all of it. Throws when the system gives no terminal.
 */
export function startPty(
  request: PtyRequest,
  keep: (bytes: Buffer) => void,
  onData: (bytes: Buffer) => void,
  onExit: (exit: PtyExit) => void,
): PtyProcess {
  const pty = spawn(request.file, [...request.args], {
    name: request.env.TERM ?? 'xterm-256color',
    cols: request.columns,
    rows: request.rows,
    cwd: request.cwd,
    env: request.env,
    // Bytes as they are; on Windows there is only text, and asking for bytes would print a warning.
    ...(process.platform === 'win32' ? {} : { encoding: null }),
  })
  let chunks: Buffer[] = []
  let total = 0
  let burst = 0
  let last = false
  let flushing = false

  const flush = () => {
    flushing = false
    if (chunks.length === 0) return
    const bytes = Buffer.concat(chunks)
    chunks = []
    onData(bytes)
  }

  pty.onData((data: string | Buffer) => {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    keep(bytes)
    chunks.push(bytes)
    total += bytes.length
    burst += bytes.length
    if (!flushing) {
      flushing = true
      setImmediate(flush)
    }
    if (burst >= BURST_BYTES && !last) {
      burst = 0
      pty.pause()
      setTimeout(() => pty.resume(), PAUSE_MS)
    }
  })
  pty.onExit(({ exitCode, signal }) => {
    flush()
    onExit({ exitCode, signal: signal ? signalName(signal) : null })
  })
  readToTheEnd(
    pty,
    () => total,
    () => {
      last = true
      pty.resume()
    },
  )
  const { fd = null } = process.platform === 'win32' ? {} : (pty as unknown as ReadsFrom)
  return { pid: pty.pid, terminal: fd, write: (text) => pty.write(text) }
}
