import { constants } from 'node:os'
import { relative, sep } from 'node:path'
import type { ToolDisplay } from '../../contract/tool-display.ts'
import type { CommandEnd, CommandRecord } from '../terminal/command-record.ts'
import type { FoldOptions } from '../terminal/fold-output.ts'
import type { ToolResult } from './tool.ts'

/** Characters of output a model gets at once; the rest is read with read_command_output. */
export const OUTPUT_LIMIT = 30_000
/** The same for people, colours included: a card shows this much, the rest comes from the file. */
const DISPLAY_LIMIT = 60_000

/** What a command's result is made of; running and spooled commands both have it. */
export type CommandView = { record: CommandRecord; snapshot(options: FoldOptions): string }

/** How a command ended, in words without a full stop: "exit code 1", "ended by SIGSEGV". */
export function endInWords(end: CommandEnd | null): string {
  if (end === null) return 'still running'
  switch (end.status) {
    case 'exited':
      return `exit code ${end.exitCode}`
    case 'signalled':
      return `ended by ${end.signal}`
    case 'timed_out':
      return `time limit of ${end.afterMs / 1000} seconds reached`
    case 'cancelled':
      return 'cancelled'
    case 'failed_to_start':
      return 'not started'
    default: {
      const unknown: never = end
      throw new Error(`Unknown end of a command ${JSON.stringify(unknown)}`)
    }
  }
}

/** The result of a command that has ended, for the model and for people: how it ended first, then where. */
export function endedResult(command: CommandView, end: CommandEnd, folder: string): ToolResult {
  const { record } = command
  const head = [
    sentence(end),
    `Folder: ${shownFolder(folder, record.cwd)}. Took ${(end.durationMs / 1000).toFixed(1)} s.`,
  ]
  if (end.survivors.length > 0) {
    head.push(`Processes that could not be ended: ${end.survivors.join(', ')}.`)
  }
  if (end.spoolError !== null) head.push(`Its output could not be kept whole: ${end.spoolError}.`)
  return {
    outcome: outcomeOf(end),
    text: `${head.join(' ')}\n${outputText(command)}`,
    display: commandDisplay(command, end),
  }
}

/** The output so far as a model reads it, set off from our words; or that there was none. */
export function outputText({ record, snapshot }: CommandView): string {
  const output = snapshot({ maxCharacters: OUTPUT_LIMIT, commandId: record.commandId }).trimEnd()
  if (output !== '') return `\n${output}`
  return record.end === null ? 'No output so far.' : 'It wrote no output.'
}

export function commandDisplay({ record, snapshot }: CommandView, end: CommandEnd | null): ToolDisplay {
  return {
    type: 'command',
    commandId: record.commandId,
    command: record.command,
    exitCode: end?.status === 'exited' ? end.exitCode : null,
    ended: endInWords(end),
    output: snapshot({ maxCharacters: DISPLAY_LIMIT, colours: true }),
    bytes: end?.bytes ?? 0,
  }
}

function sentence(end: CommandEnd): string {
  switch (end.status) {
    case 'exited':
      return `Exit code ${end.exitCode}.`
    case 'signalled':
      return `The command was ended by the signal ${end.signal}${codeOf(end.signal)}.`
    case 'timed_out':
      return `The command was ended after ${end.afterMs / 1000} seconds, its time limit, and so was everything it had started. If it needs longer, give a larger timeout; if it is not meant to end, run it in the background.`
    case 'cancelled':
      return `The command was cancelled: ${end.reason}`
    case 'failed_to_start':
      return `The command did not start: ${end.message}`
    default: {
      const unknown: never = end
      throw new Error(`Unknown end of a command ${JSON.stringify(unknown)}`)
    }
  }
}

/** What a shell gives for it: a command that exits with this code by itself cannot be told from one that was ended. */
function codeOf(signal: string): string {
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1]
  return number === undefined ? '' : ` (exit code ${128 + number})`
}

/** A command that exits with any code did what it does; whether that is a failure, its reader knows. */
function outcomeOf(end: CommandEnd): ToolResult['outcome'] {
  if (end.status === 'exited') return 'ok'
  return end.status === 'cancelled' ? 'cancelled' : 'error'
}

function shownFolder(folder: string, cwd: string): string {
  const inner = relative(folder, cwd)
  if (inner === '') return 'the workspace folder'
  return inner === '..' || inner.startsWith(`..${sep}`) ? cwd : inner.replaceAll(sep, '/')
}
