import type { CallId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { ToolDisplay } from '../../contract/tool-display.ts'
import { readArguments, textArgument } from '../state/call-arguments.ts'

/** One file a task changed: every change in the order in which it was made. */
export type ChangedFile = {
  path: string
  added: number
  removed: number
  /** The last word on it. */
  state: 'created' | 'changed' | 'deleted'
  /** Places of a patch that a person took back are in `reverted`. */
  edits: { callId: CallId; patch: string; reverted: number[] }[]
}

/** A command a task ran, or runs. */
export type RanCommand = {
  callId: CallId
  commandId: string | null
  command: string
  display: Extract<ToolDisplay, { type: 'command' }> | null
  running: boolean
}

/** The files a task's finished calls changed, the one changed last first. */
export function listChanges(calls: TaskView['calls']): ChangedFile[] {
  const files = new Map<string, ChangedFile>()
  for (const { callId, display, reverted = [] } of inOrder(calls)) {
    if (display?.type !== 'edit' && display?.type !== 'delete') continue
    const { path } = display
    const before = files.get(path) ?? { path, added: 0, removed: 0, state: 'changed', edits: [] }
    files.delete(path)
    if (display.type === 'delete') files.set(path, { ...before, state: 'deleted' })
    else {
      files.set(path, {
        path,
        added: before.added + display.added,
        removed: before.removed + display.removed,
        state: display.created || before.state === 'created' ? 'created' : 'changed',
        edits: [...before.edits, { callId, patch: display.patch, reverted }],
      })
    }
  }
  return [...files.values()].reverse()
}

/** The commands a task ran, the newest first. */
export function listCommands(calls: TaskView['calls']): RanCommand[] {
  return inOrder(calls)
    .flatMap((call): RanCommand[] => {
      const display = call.display?.type === 'command' ? call.display : null
      if (display === null && call.commandId === null) return []
      const { callId, commandId } = call
      const command = display?.command ?? commandIn(call)
      const running = call.status !== 'finished'
      return [{ callId, commandId: display?.commandId ?? commandId, command, display, running }]
    })
    .reverse()
}

function inOrder(calls: TaskView['calls']): ToolCallView[] {
  // Call ids are ULIDs: their order is that in which they were made.
  return Object.values(calls).sort((a, b) => (a.callId < b.callId ? -1 : 1))
}

/** The command a call asked for; arguments that cannot be read are shown as what they are. */
function commandIn(call: ToolCallView): string {
  return textArgument(readArguments(call.arguments), 'command') || call.arguments
}
