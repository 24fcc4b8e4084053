import { appCommands } from '../../contract/app-commands.ts'
import type { AppState } from '../state/app-state.ts'
import { whyNot } from './commands.ts'

/** Changes come in bursts, and a menu is opened by a hand. */
const restMs = 150

/** Tells the desktop app's menu what can do nothing now, whenever that changes. Returns what stops it. */
export function tellUnable(app: AppState, page: Window): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let told = ''
  const tell = () => {
    timer = undefined
    if (app.info.store.getState().value?.host !== 'desktop') return
    const ids = appCommands.filter(({ id }) => whyNot(app, id).length > 0).map(({ id }) => id)
    if (ids.join() === told) return
    told = ids.join()
    page.postMessage({ type: 'treeline:unable', ids }, '*')
  }
  const later = () => {
    timer ??= setTimeout(tell, restMs)
  }
  const stops = [app.info.store, app.navigation.store, app.tree.store].map((store) => store.subscribe(later))
  later()
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  }
}
