/** Where this page's engine is, and what the page was opened for. */
export type PageAddress = {
  /** Null in a window whose preload hands over a port. */
  socket: { url: string; token: string } | null
  /** The one task a window of its own shows, or null. */
  taskId: string | null
}

type Page = {
  location: Pick<Location, 'hash' | 'host' | 'pathname' | 'search' | 'protocol'>
  history: Pick<History, 'replaceState'>
  sessionStorage: Pick<Storage, 'getItem' | 'setItem'>
}

const tokenKey = 'treeline.token'
const hostKey = 'treeline.host'

/**
 * Reads `#token=…&host=…&task=…`. The token and the host are kept for this tab, so that a reload works,
 * and taken out of the address bar, so that the link can be shown to somebody. Without a token there is
 * no socket.
 */
export function readPageAddress(page: Page): PageAddress {
  const { location, history, sessionStorage } = page
  const given = new URLSearchParams(location.hash.replace(/^#/, ''))
  for (const [name, key] of [
    ['token', tokenKey],
    ['host', hostKey],
  ] as const) {
    const value = given.get(name)
    if (value) sessionStorage.setItem(key, value)
    given.delete(name)
  }
  const rest = given.toString()
  const bare = `${location.pathname}${location.search}${rest ? `#${rest}` : ''}`
  history.replaceState(null, '', bare)

  const token = sessionStorage.getItem(tokenKey)
  const host = sessionStorage.getItem(hostKey) ?? location.host
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return {
    socket: token ? { url: `${scheme}://${host}/rpc`, token } : null,
    taskId: given.get('task'),
  }
}
