import type { AppState } from '../state/app-state.ts'
import { runCommand } from './commands.ts'

/** The side buttons of a mouse, by what the DOM numbers them. */
const commands = new Map([
  [3, 'go.back'],
  [4, 'go.forward'],
] as const)

/** Has the side buttons of a mouse go back and forward in the app, not in the browser. Returns what unbinds them. */
export function bindMouse(app: AppState, page: Window): () => void {
  const onButton = (event: MouseEvent) => {
    const command = commands.get(event.button as 3 | 4)
    if (command === undefined) return
    event.preventDefault()
    if (event.type === 'mouseup') runCommand(app, command)
  }
  page.addEventListener('mousedown', onButton)
  page.addEventListener('mouseup', onButton)
  return () => {
    page.removeEventListener('mousedown', onButton)
    page.removeEventListener('mouseup', onButton)
  }
}
