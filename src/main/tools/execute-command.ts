import { stat } from 'node:fs/promises'
import { z } from 'zod'
import type { RunningCommand } from '../terminal/running-command.ts'
import type { Terminals } from '../terminal/terminals.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import { commandDisplay, endedResult, outputText } from './describe-command.ts'
import { resolvePath } from './mendable.ts'
import { defineTool, type Tool, ToolError, type ToolResult } from './tool.ts'

const DAY_SECONDS = 86_400

/** How long a background command is watched before the call returns: long enough to see it fail at once. */
const BACKGROUND_WATCH_MS = 1_500

const schema = z.object({
  command: z.string().min(1).describe('The command line, as bash takes it.'),
  cwd: z
    .string()
    .default('.')
    .describe('The folder to run it in, relative to the workspace folder. Default: the workspace folder.'),
  timeout: z
    .number()
    .positive()
    .max(DAY_SECONDS)
    .optional()
    .describe(
      'Seconds after which it is ended. Default: the user’s setting, mostly 120; in the background none.',
    ),
  background: z
    .boolean()
    .default(false)
    .describe('Do not wait for it to end: for servers and watchers. Default: false.'),
})

type Deps = { scope: PathScope; terminals: Pick<Terminals, 'start'>; backgroundWatchMs?: number | undefined }

export function createExecuteCommand({
  scope,
  terminals,
  backgroundWatchMs = BACKGROUND_WATCH_MS,
}: Deps): Tool {
  return defineTool({
    name: 'execute_command',
    group: 'command',
    description: `Run a command line and get its exit code and output. Each command runs in a fresh shell of its own: cd and variables do not carry over, so give cwd, or chain with &&. Nobody can type into it: use flags such as --yes, and no pagers or editors.
Long output is folded in the middle; the result says how to read the rest with read_command_output. A command that takes long needs a timeout; one that does not end by itself (a server, a watcher) needs background: true, which returns after a moment with its command_id.
To read, search, change or delete files use the tools made for that. Example: { "command": "npm test -- src/parser", "timeout": 300 }`,
    schema,
    repeatable: false,
    async plan({ command, cwd, timeout, background }, planning) {
      if (command.trim() === '') throw new ToolError('The command is empty.')
      if (command.includes('\0')) throw new ToolError('The command holds a NUL character. Write it without.')
      const place = await resolvePath(scope, planning, cwd)
      if (!place.exists) throw new ToolError(`There is no folder ${place.shown} to run the command in.`)
      if (!(await stat(place.real)).isDirectory())
        throw new ToolError(`${place.shown} is a file, so no command can run in it.`)
      const timeoutMs =
        timeout === undefined ? (background ? null : planning.commandTimeoutMs) : timeout * 1000
      return {
        action: 'command',
        subject: { type: 'command', command, cwd: place.real, background, timeoutMs },
        activity: `execute_command ${command}`,
        async execute({ taskId, callId, folder, signal, output, commandStarted }): Promise<ToolResult> {
          const order = { taskId, callId, command, cwd: place.real, timeoutMs, background }
          const running = terminals.start(order, signal)
          if (running.pid !== null) commandStarted(running.commandId, running.pid)
          const stopListening = running.onData(output)
          if (background && !(await endsWithin(running, backgroundWatchMs))) {
            stopListening()
            return backgroundResult(running)
          }
          return endedResult(running, await running.done, folder)
        },
      }
    },
  })
}

async function endsWithin(running: RunningCommand, milliseconds: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(resolve, milliseconds, false)
  const ended = await Promise.race([running.done.then(() => true), late])
  clearTimeout(timer)
  return ended
}

function backgroundResult(running: RunningCommand): ToolResult {
  const { commandId, pid } = running
  return {
    outcome: 'ok',
    text: `Running in the background as ${commandId} (process ${pid}); it goes on while you work, and ends with the task. See more of it with read_command_output.\n${outputText(running)}`,
    display: commandDisplay(running, null),
  }
}
