import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** When to believe that a process will not end any more, in milliseconds. */
const NEVER_MS = 20_000

/** Processes in whose command line or environment a text occurs, and that have not ended. Seen on Linux only. */
export function processesWith(text: string): { pid: number; command: string; bornAt: string }[] {
  if (process.platform !== 'linux') return []
  const readText = (path: string): string => {
    try {
      return readFileSync(path, 'latin1')
    } catch {
      // Gone by now, or somebody else's.
      return ''
    }
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const command = readText(`/proc/${name}/cmdline`)
      if (!command.includes(text) && !readText(`/proc/${name}/environ`).includes(text)) return []
      const stat = readText(`/proc/${name}/stat`)
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (stat === '' || fields[0] === 'Z' || fields[0] === 'X') return []
      return [{ pid: Number(name), command: command.replaceAll('\0', ' '), bornAt: fields[19] ?? '' }]
    })
}

/**
 * Resolves with null once no process has the text, or after twenty seconds with those that have it still. A process
 * that is just being made has no text of its own yet: so it looks again a moment after it found none.
 */
export async function waitUntilGone(text: string): Promise<{ pid: number; command: string }[] | null> {
  const began = performance.now()
  for (let empty = 0; empty < 4; await delay(25)) {
    const found = processesWith(text)
    empty = found.length === 0 ? empty + 1 : 0
    if (empty === 0 && performance.now() - began > NEVER_MS) return found
  }
  return null
}
