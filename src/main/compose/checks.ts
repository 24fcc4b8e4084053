import { AppError } from '../../contract/app-error.ts'
import type { EngineDeps } from '../engine/engine-deps.ts'
import type { Terminals } from '../terminal/terminals.ts'
import { endInWords } from '../tools/describe-command.ts'
import { changesSince, fingerprint } from '../workspace/covered-files.ts'
import { createPathScope } from '../workspace/path-scope.ts'

/** What is kept of the output of a check's command that failed, in characters. */
const outputCharacters = 6_000

/** Lets the engine run checks: commands in terminals, as those of tools are, and looks at files. */
export function createChecks(order: {
  terminals: Pick<Terminals, 'start'>
  forbidden: readonly string[]
}): EngineDeps['checks'] {
  const scope = createPathScope({ forbidden: order.forbidden })
  return {
    async run({ folder, output, ...request }, signal) {
      const running = order.terminals.start({ ...request, cwd: folder }, signal)
      const stopListening = running.onData(output)
      const end = await running.done
      stopListening()
      const { commandId } = running
      const told = running.snapshot({ maxCharacters: outputCharacters, commandId }).trimEnd()
      return {
        exitCode: end.status === 'exited' ? end.exitCode : null,
        ended: end.status === 'failed_to_start' ? `not started: ${end.message}` : endInWords(end),
        output: told,
      }
    },
    async exists(folder, path) {
      try {
        const place = await scope.resolve(folder, path)
        return place.inside && place.exists
      } catch (error) {
        if (error instanceof AppError && error.code !== 'workspace_unavailable') return false
        throw error
      }
    },
    fingerprint,
    changesSince,
  }
}
