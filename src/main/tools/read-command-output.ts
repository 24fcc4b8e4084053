import { z } from 'zod'
import { plainText } from '../terminal/plain-text.ts'
import type { SpooledCommand, Terminals } from '../terminal/terminals.ts'
import { createLineMatcher } from '../workspace/find-lines.ts'
import { endInWords, OUTPUT_LIMIT, outputText } from './describe-command.ts'
import { mendable } from './mendable.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'
import { truncateResult } from './truncate-result.ts'

const MOST_WAIT_SECONDS = 60
const MOST_MATCHES = 200
/** Bytes that are searched at a time, and in all: more output than that is read with commands. */
const PIECE = 256 * 1024
const MOST_SEARCHED = 64 * 1024 * 1024

const schema = z.object({
  command_id: z.string().min(1).describe('The id that execute_command gave, such as cmd_3f2a_1.'),
  search: z
    .string()
    .optional()
    .describe('A regular expression: only the lines that match come, with their numbers.'),
  offset: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      'The byte to read on from, as an earlier result said. Without it the beginning and the end come, folded.',
    ),
  wait: z
    .number()
    .min(0)
    .max(MOST_WAIT_SECONDS)
    .default(0)
    .describe('Seconds to wait for a running command to end first, at most 60. Default: 0.'),
})

export function createReadCommandOutput({
  terminals,
}: {
  terminals: Pick<Terminals, 'readSpool' | 'get'>
}): Tool {
  /** Another task's commands are none of this one's business: only summaries pass between tasks. */
  const find = async (commandId: string, taskId: string): Promise<SpooledCommand> => {
    const command = await terminals.readSpool(commandId)
    if (command?.record.taskId === taskId) return command
    throw new ToolError(
      `This task has run no command ${JSON.stringify(commandId)}. Use the id that execute_command gave.`,
    )
  }

  return defineTool({
    name: 'read_command_output',
    group: 'command',
    description: `See more of a command's output: how a background command is doing, or what was folded away. Give command_id alone for its state with the beginning and the end of the output; with search for the lines that match a regular expression; with offset for the whole text piece by piece.
Do not call it again and again to wait for a command: set wait, or do something else meanwhile.`,
    schema,
    repeatable: true,
    async plan({ command_id: commandId, search, offset, wait }, planning) {
      await find(commandId, planning.taskId)
      return {
        action: 'read',
        subject: { type: 'read', paths: [], summary: `Read the output of command ${commandId}` },
        activity: `read_command_output ${commandId}`,
        async execute({ taskId, signal }) {
          await untilEnded(terminals.get(commandId)?.done, wait * 1000, signal)
          const command = await find(commandId, taskId)
          const head = `${commandId}: ${stateOf(command)}.`
          if (search)
            return {
              outcome: 'ok',
              text: truncateResult(`${head} ${await searchOutput(command, search, signal)}`),
            }
          if (offset !== undefined)
            return { outcome: 'ok', text: `${head} ${await readPiece(command, offset)}` }
          return { outcome: 'ok', text: `${head}\n${outputText(command)}` }
        },
      }
    },
  })
}

async function untilEnded(
  done: Promise<unknown> | undefined,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  if (!done || milliseconds === 0) return
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  const stop = () => resolve()
  signal.addEventListener('abort', stop, { once: true })
  await Promise.race([done, over])
  clearTimeout(timer)
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
}

function stateOf({ state, record }: SpooledCommand): string {
  if (state === 'running') return `still running, process ${record.pid}`
  return state === 'lost'
    ? 'Treeline ended before it did, so how it ended is not known'
    : endInWords(record.end)
}

async function readPiece(command: SpooledCommand, offset: number): Promise<string> {
  const piece = await command.readFrom(offset, OUTPUT_LIMIT)
  const to = piece.offset + Buffer.byteLength(piece.text)
  const on =
    piece.nextOffset !== null && to < piece.totalBytes ? ` Go on with offset ${piece.nextOffset}.` : ''
  const what =
    piece.text === ''
      ? `There is nothing after byte ${piece.totalBytes}.`
      : `Bytes ${piece.offset}–${to} of ${piece.totalBytes}:`
  return `${what}${on}\n\n${plainText(piece.text)}`.trimEnd()
}

async function searchOutput(command: SpooledCommand, regex: string, signal: AbortSignal): Promise<string> {
  const matcher = await mendable(async () => createLineMatcher(regex))
  const found: string[] = []
  let number = 1
  let offset: number | null = 0
  while (offset !== null && offset < MOST_SEARCHED && found.length <= MOST_MATCHES) {
    signal.throwIfAborted()
    const piece = await command.readFrom(offset, PIECE)
    // What comes later of a running command is not waited for.
    if (piece.text === '') break
    const lines = plainText(piece.text).replace(/\n$/, '').split('\n')
    const first = number
    const indexes = await mendable(async () =>
      matcher.find(lines, MOST_MATCHES + 1 - found.length, 'the output'),
    )
    found.push(...indexes.map((at) => `${first + at} | ${lines[at] ?? ''}`))
    number += lines.length
    offset = piece.nextOffset
  }
  if (found.length === 0) return 'No line of the output matches.'
  const more =
    found.length > MOST_MATCHES || (offset ?? 0) >= MOST_SEARCHED
      ? ' There are more: narrow the expression.'
      : ''
  const shown = found.slice(0, MOST_MATCHES)
  return `${shown.length} ${shown.length === 1 ? 'line matches' : 'lines match'}.${more}\n\n${shown.map((line) => line.slice(0, 500)).join('\n')}`
}
