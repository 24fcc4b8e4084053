import { interruptedResult } from './nudges.ts'

/** What is known of a command that did not come to an end that anybody could note. */
export type CommandTraces = {
  /** Its exit code as shells give it, or null when it did not live to say it. */
  code: number | null
  /** Whether it was ended because the app was gone. */
  cut: boolean
  /** Bytes of its output that were kept. */
  bytes: number
}

/** Exit codes of what was hung up on, killed or asked to end: they say nothing that is not said already. */
const endedFromWithout = new Set([129, 137, 143])

const notKnown = 'What it had changed by then is not known.'

/** What is known of a command that was cut off, and what is not, for the person who has to say (N2). */
export function doubtOfCommand(traces: CommandTraces | null): string {
  if (traces === null) {
    return 'Treeline was closed just as this command was to start, and nothing of it was kept. Whether it ran at all is not known.'
  }
  const { code, cut, bytes } = traces
  const output =
    bytes === 0 ? 'It had written nothing by then.' : `Its output up to then was kept (${size(bytes)}).`
  if (code !== null && !cut) {
    return `Treeline was closed while this command ran. It came to its end by itself, with exit code ${code}, but its output was not kept to the end. ${bytes === 0 ? '' : `What is there is ${size(bytes)}. `}What it changed is not known.`
  }
  const tidied =
    code === null || endedFromWithout.has(code)
      ? ''
      : ` It had a moment to put things away, and left with exit code ${code}.`
  return `Treeline was closed while this command ran, and the command was ended with it.${tidied} ${output} ${notKnown}`
}

/** The same of a file that was being written: `found` tells what stands in its place now. */
export function doubtOfWrite(
  path: string,
  found: { state: 'other' } | { state: 'missing' } | { state: 'unreadable'; why: string },
): string {
  const closed = `Treeline was closed while this changed ${path}.`
  switch (found.state) {
    case 'other':
      return `${closed} The file now holds neither what stood there before nor what was to stand there: somebody changed it since, or the change was made in part.`
    case 'missing':
      return `${closed} The file was there before and is not there now, which is not what this was to do.`
    case 'unreadable':
      return `${closed} The file cannot be read now, so what it holds is not known: ${found.why}`
    default: {
      const unknown: never = found
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`)
    }
  }
}

/** The same of a call that leaves no traces. */
export function doubtOfCall(name: string): string {
  return `Treeline was closed while ${name} was at work, and nothing shows whether it took effect.`
}

/** What comes before the result of a command that ended while nobody was there. */
export const endedWhileClosed =
  'Treeline was closed or interrupted while this ran. It was not run again: it ended by itself, and this is how. A few bytes written at the moment of the interruption may be missing.'

/** The result of a call whose outcome nobody knew, once a person has said what they make of it. */
export function settledResult(settled: {
  decision: 'done' | 'skip'
  note: string
  what: string
  /** What was kept of a command's output, or null. */
  output: string | null
}): string {
  const { decision, note, what, output } = settled
  const said = note.trim()
  const paragraphs =
    decision === 'done'
      ? [
          `${what}`,
          `The user has looked into it and says that it was carried out. Do not do it again.${said === '' ? '' : ` What they found:\n\n${said}`}`,
        ]
      : [
          `${interruptedResult('unknown')} The user said to go on without it.${said === '' ? '' : ` What they say of it:\n\n${said}`}`,
          `What is known of it: ${what}`,
        ]
  if (output !== null && output.trim() !== '') paragraphs.push(`What it had written by then:\n${output}`)
  return paragraphs.join('\n\n')
}

function size(bytes: number): string {
  return bytes < 1_000 ? `${bytes} bytes` : `${(bytes / 1_000).toFixed(1)} kB`
}
