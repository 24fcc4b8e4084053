import { createAnnouncer } from '../../contract/announcer.ts'
import type { Notice } from '../../contract/attention.ts'
import { preferencesSchema } from '../../contract/settings.ts'
import type { AppState } from '../state/app-state.ts'
import { goToTask } from '../state/open-workspace.ts'
import { playSound } from './sounds.ts'
import { showOnTabIcon } from './tab-icon.ts'

/** Held by every page that is looked at, and by the one page that tells. Both are names of this origin's locks. */
const lookedAtLock = 'treeline.looked-at'
const tellingLock = 'treeline.telling'

const defaults = preferencesSchema.parse({})

/**
 * In a browser: notifications of what happens while no page of the app is looked at, and the number that waits on
 * the tab's picture. Of several pages one tells. In the desktop app its host does all that. Returns what stops it.
 */
export function followAttention(app: AppState, page: Window): () => void {
  const stop = new AbortController()
  let begun = false
  const look = () => {
    const { value } = app.info.store.getState()
    if (value === null || begun) return
    begun = true
    if (value.host !== 'desktop') begin(app, page, stop.signal)
  }
  const unsubscribe = app.info.store.subscribe(look)
  look()
  return () => {
    unsubscribe()
    stop.abort()
  }
}

function begin(app: AppState, page: Window, signal: AbortSignal): void {
  const { locks } = page.navigator
  let telling = false
  const plainIcon = page.document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href ?? ''

  // As long as it is held; the next page gets it when this one goes.
  locks
    .request(tellingLock, { signal }, () => {
      telling = true
      return untilAborted(signal)
    })
    .catch(ignoreAbort)
  const stopLooking = holdWhileLookedAt(page, signal)

  const announcer = createAnnouncer({
    settings: () => app.preferences.store.getState().value ?? defaults,
    lookedAt: async () => (await locks.query()).held?.some(({ name }) => name === lookedAtLock) ?? false,
    show: (notice) => {
      if (telling) show(app, page, notice)
    },
    badge: (count) => {
      showOnTabIcon(page.document, count, plainIcon).catch((error: unknown) => {
        // A picture that cannot be drawn is no reason to bother anybody; the title has the number too.
        console.warn('The picture of the tab could not be drawn', error)
      })
    },
    now: Date.now,
    later: (work, ms) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
  const stopFrames = app.tree.listen(announcer.onFrame)
  const stopSettings = app.preferences.store.subscribe(announcer.settingsChanged)
  signal.addEventListener('abort', () => {
    stopFrames()
    stopSettings()
    stopLooking()
    announcer.dispose()
  })
}

function show(app: AppState, page: Window, { title, body, taskId, sound }: Notice): void {
  if (sound !== null) playSound(sound).catch((error: unknown) => console.warn('No sound', error))
  if (!('Notification' in page) || Notification.permission !== 'granted') return
  const shown = new Notification(title, { body, tag: 'treeline', icon: './icon.svg', silent: true })
  shown.onclick = () => {
    page.focus()
    goToTask(app, taskId)
    shown.close()
  }
}

/** Holds the lock of those that are looked at while this page has the focus. Returns what lets go of it. */
function holdWhileLookedAt(page: Window, signal: AbortSignal): () => void {
  let letGo = () => {}
  let held = false
  const look = () => {
    const looked = page.document.hasFocus() && page.document.visibilityState === 'visible'
    if (looked === held) return
    held = looked
    letGo()
    if (!looked) return
    const away = new AbortController()
    letGo = () => away.abort()
    const either = AbortSignal.any([away.signal, signal])
    page.navigator.locks
      .request(lookedAtLock, { mode: 'shared', signal: either }, () => untilAborted(either))
      .catch(ignoreAbort)
  }
  const places: [EventTarget, string][] = [
    [page, 'focus'],
    [page, 'blur'],
    [page.document, 'visibilitychange'],
  ]
  for (const [target, name] of places) target.addEventListener(name, look)
  look()
  return () => {
    for (const [target, name] of places) target.removeEventListener(name, look)
    letGo()
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** A lock that was asked for until the very end is refused with it, which is no failure. */
function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
}
