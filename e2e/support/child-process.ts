import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** One process of the built app, and everything it has said so far. */
export type ChildProcess = {
  pid: number
  stdout(): string
  stderr(): string
  /** Resolves with the first line, said already or still to come, of either stream that the pattern takes. */
  line(pattern: RegExp): Promise<RegExpExecArray>
  /** Writes to its standard input and closes it. */
  feed(text: string): void
  /** Stops listening to its standard output, as `| head` does. */
  closeOutput(): void
  /** Sends a signal and resolves when the process has ended. */
  end(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  signal(name: NodeJS.Signals): void
  /** Resolves when the process has ended by itself or by a signal. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Starts a built entry on this Node. */
export function startProcess(
  entry: string,
  args: string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): ChildProcess {
  const child = spawn(process.execPath, [entry, ...args], { cwd, env, stdio: 'pipe' })
  const said = { stdout: '', stderr: '' }
  const lines: string[] = []
  const hearers = new Set<() => void>()
  const hear = () => {
    for (const hearer of hearers) hearer()
  }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
    createInterface({ input: child[name] }).on('line', (line) => {
      lines.push(line)
      hear()
    })
  }
  // A process that ended before it read its input is no fault of the test.
  child.stdin.on('error', () => {})
  const closed = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  let isClosed = false
  void closed.then(() => {
    isClosed = true
    hear()
  })

  return {
    pid: child.pid as number,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          for (const line of lines) {
            const found = pattern.exec(line)
            if (found === null) continue
            hearers.delete(look)
            return resolve(found)
          }
          if (!isClosed) return
          hearers.delete(look)
          reject(new Error(`The process ended without saying ${pattern}:\n${said.stdout}\n${said.stderr}`))
        }
        hearers.add(look)
        look()
      }),
    feed: (text) => void child.stdin.end(text),
    closeOutput: () => void child.stdout.destroy(),
    end(signal = 'SIGTERM') {
      if (!isClosed) child.kill(signal)
      return closed
    },
    signal: (name) => void child.kill(name),
    ended: closed,
  }
}
