import { readdirSync, readFileSync } from 'node:fs'

/**
 * Ids of the processes on this machine in whose command line or environment a text occurs. Linux only; those
 * of other users are not seen.
 */
export function processesWith(text: string): number[] {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      // Gone by now, or somebody else's.
      return ''
    }
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => `${read(`/proc/${name}/cmdline`)}${read(`/proc/${name}/environ`)}`.includes(text))
    .map(Number)
}
