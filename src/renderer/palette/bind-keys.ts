import { tinykeys } from 'tinykeys'
import type { AppCommandId } from '../../contract/app-commands.ts'
import type { BoundCommand } from '../../contract/command-keys.ts'
import type { TaskId } from '../../contract/ids.ts'
import { playSound } from '../attention/sounds.ts'
import type { AppState } from '../state/app-state.ts'
import { goToTask } from '../state/open-workspace.ts'
import { isCommandId, runCommand } from './commands.ts'
import { commandsNow } from './keys-now.ts'

/** Binds every command's keys in a page, and anew when they change. Returns what unbinds them. */
export function bindKeys(app: AppState, page: Window): () => void {
  let bound = commandsNow(app)
  let unbind = bind(app, page, bound)
  const unsubscribe = app.preferences.store.subscribe(() => {
    const now = commandsNow(app)
    if (now === bound) return
    bound = now
    unbind()
    unbind = bind(app, page, bound)
  })
  return () => {
    unsubscribe()
    unbind()
  }
}

function bind(app: AppState, page: Window, commands: readonly BoundCommand[]): () => void {
  const byKeys = new Map<string, AppCommandId[]>()
  for (const { id, keys, local } of commands) {
    if (local === true) continue
    for (const combination of keys)
      byKeys.set(combination, [...(byKeys.get(combination) ?? []), id as AppCommandId])
  }
  // Of several with the same keys the one that can do something now is meant.
  const bindings = [...byKeys].map(([combination, ids]) => [
    combination,
    (event: KeyboardEvent) => {
      if (ids.some((id) => runCommand(app, id, { event }))) event.preventDefault()
    },
  ])
  return tinykeys(page, Object.fromEntries(bindings), { ignore: (event) => leaveAlone(event) })
}

/** Hears the commands that a host sends from its menu or a notification. Returns what stops it. */
export function hearHostCommands(app: AppState, page: Window): () => void {
  const onMessage = ({ source, data }: MessageEvent) => {
    if (source !== page || data?.type !== 'treeline:command') return
    if (data.id === 'task.open' && typeof data.taskId === 'string') goToTask(app, data.taskId as TaskId)
    else if (data.id === 'sound.waits') void playSound('waits')
    else if (data.id === 'sound.ended') void playSound('ended')
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
