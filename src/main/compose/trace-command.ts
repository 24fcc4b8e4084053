import type { EngineDeps, LostCommand } from '../engine/engine-deps.ts'
import { endedWhileClosed } from '../prompt/doubt-words.ts'
import type { SpooledCommand, Terminals } from '../terminal/terminals.ts'
import { commandDisplay, endedResult } from '../tools/describe-command.ts'

/** What a model is shown of the output of a command that was cut off, in characters. */
const outputCharacters = 12_000

/** Finds what became of commands whose calls have no result, from what was kept of them. */
export function commandTracer(
  terminals: Pick<Terminals, 'readSpool' | 'findSpool' | 'get'>,
): EngineDeps['commands']['trace'] {
  return async ({ taskId, callId, commandId, folder, since }) => {
    // One that still runs, because its call broke off without it, is about to be ended.
    if (commandId !== null) await terminals.get(commandId)?.done
    const found =
      commandId === null ? await terminals.findSpool(callId, since) : await terminals.readSpool(commandId)
    if (found === null || found.record.taskId !== taskId) return { state: 'none' }
    return found.record.end === null ? lost(found) : ended(found, folder)
  }
}

function ended(command: SpooledCommand, folder: string): LostCommand {
  const { end } = command.record
  if (end === null) throw new Error(`${command.record.commandId} has not ended.`)
  const { outcome, text, display = null } = endedResult(command, end, folder)
  return {
    state: 'ended',
    end: {
      outcome,
      result: `${endedWhileClosed}\n${text}`,
      display: display?.type === 'command' ? { ...display, unseen: true } : display,
    },
  }
}

function lost(command: SpooledCommand): LostCommand {
  const { commandId, pid, left } = command.record
  const shown = commandDisplay(command, null)
  const output = command.snapshot({ maxCharacters: outputCharacters, commandId }).trimEnd()
  const bytes = command.bytes
  const display =
    shown.type === 'command' ? { ...shown, ended: 'cut off when Treeline was closed', bytes } : shown
  return {
    ...{ state: 'lost', commandId, pid: pid ?? 0, bytes, output, display },
    ...{ code: left?.code ?? null, cut: left?.cut ?? true },
  }
}
