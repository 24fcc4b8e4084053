import type { WorkspaceId } from '../../contract/ids.ts'
import type { AppState } from './app-state.ts'
import { type Layout, saveLayout } from './layout.ts'

const restMs = 600

/**
 * Keeps a workspace's layout while it changes: what the frame's store says and what `setPanes` was told,
 * written when nothing changed for a while, when the page goes, and at the end. A write that fails is made again with the
 * next change.
 */
export function keepLayout(
  { chrome, client }: Pick<AppState, 'chrome' | 'client'>,
  workspaceId: WorkspaceId,
  panesAtFirst: unknown,
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
): { setPanes: (panes: unknown) => void; dispose: () => void } {
  let panes = panesAtFirst
  let timer: ReturnType<typeof setTimeout> | undefined
  let written = ''

  const write = () => {
    timer = undefined
    const { left, right, plan, collapsed } = chrome.store.getState()
    const layout: Layout = { left, right, plan, collapsed: [...collapsed], panes }
    const json = JSON.stringify(layout)
    if (json === written) return
    written = json
    saveLayout(client, workspaceId, layout).catch(() => {
      written = ''
    })
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(write, restMs)
  }
  const unsubscribe = chrome.store.subscribe((state, before) => {
    const same =
      state.left === before.left &&
      state.right === before.right &&
      state.plan === before.plan &&
      state.collapsed === before.collapsed
    if (!same) later()
  })
  const atOnce = () => {
    if (timer === undefined) return
    clearTimeout(timer)
    write()
  }
  page.addEventListener('pagehide', atOnce)
  return {
    setPanes: (next) => {
      panes = next
      later()
    },
    dispose: () => {
      unsubscribe()
      page.removeEventListener('pagehide', atOnce)
      atOnce()
    },
  }
}
