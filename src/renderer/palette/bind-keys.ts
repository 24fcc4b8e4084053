import { tinykeys } from 'tinykeys'
import { type AppCommand, type AppCommandId, appCommands } from '../../contract/app-commands.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'
import { goToTask } from '../state/open-workspace.ts'
import { isCommandId, runCommand } from './commands.ts'

/** Binds every command's keys in a page. Returns what unbinds them. */
export function bindKeys(app: AppState, page: Window): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {}
  const commands: readonly AppCommand[] = appCommands
  for (const { id, keys, local } of commands) {
    if (local === true) continue
    for (const combination of keys) {
      bindings[combination] = (event) => {
        if (runCommand(app, id as AppCommandId, { event })) event.preventDefault()
      }
    }
  }
  return tinykeys(page, bindings, { ignore: (event) => leaveAlone(event) })
}

/** Hears the commands that a host sends from its menu or a notification. Returns what stops it. */
export function hearHostCommands(app: AppState, page: Window): () => void {
  const onMessage = ({ source, data }: MessageEvent) => {
    if (source !== page || data?.type !== 'treeline:command') return
    if (data.id === 'task.open' && typeof data.taskId === 'string') goToTask(app, data.taskId as TaskId)
    else if (isCommandId(data.id)) runCommand(app, data.id, { taskId: data.taskId ?? null })
  }
  page.addEventListener('message', onMessage)
  return () => page.removeEventListener('message', onMessage)
}

/**
 * Whether a key press is not for commands: somebody dealt with it already, a word is being composed, or
 * it writes a character into a field.
 */
export function leaveAlone(
  event: Pick<
    KeyboardEvent,
    'defaultPrevented' | 'isComposing' | 'ctrlKey' | 'metaKey' | 'altKey' | 'key'
  > & {
    target: EventTarget | null
  },
): boolean {
  if (event.defaultPrevented || event.isComposing) return true
  if (event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key)) return false
  const target = event.target as Partial<HTMLElement> | null
  return Boolean(target?.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target?.tagName ?? ''))
}
