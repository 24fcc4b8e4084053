import { useMemo } from 'react'
import { classNames } from './class-names.ts'
import { type AnsiColour, parseAnsi } from './parse-ansi.ts'

const inks: Record<AnsiColour, string> = {
  red: 'text-failed-ink',
  green: 'text-done-ink',
  yellow: 'text-approval-ink',
  blue: 'text-working-ink',
  magenta: 'text-subtask-ink',
  cyan: 'text-accent',
}

/** Output of a command, with its colours in ours. */
export function AnsiText({ output }: { output: string }) {
  const runs = useMemo(() => parseAnsi(output), [output])
  return runs.map(({ from, text, colour, bold, dim }) => (
    <span
      key={from}
      className={classNames(colour !== null && inks[colour], bold && 'font-semibold', dim && 'text-ink-3')}
    >
      {text}
    </span>
  ))
}
