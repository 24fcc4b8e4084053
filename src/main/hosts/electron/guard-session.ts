import { session } from 'electron'
import type { PageAddress } from './page-address.ts'

/** Everything that leads out of the app. The page's own scheme, `blob:` and `data:` are not among them. */
const network = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file:///*']

/**
 * Locks what pages may ask of Chromium: no permission but to write text to the clipboard, no network, no
 * downloads but those the page made itself. A wall behind the page's content security policy, for whatever
 * a model's words may have talked past it. After Electron is ready.
 */
export function guardSession({
  address,
  log,
}: {
  address: Pick<PageAddress, 'isPage' | 'devServer'>
  log(level: 'warn', message: string): void
}): void {
  const { defaultSession } = session
  const mayHave = (permission: string, asker: string) =>
    permission === 'clipboard-sanitized-write' && address.isPage(asker)

  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    const granted = mayHave(permission, requestingUrl)
    if (!granted) log('warn', `A page was refused the permission "${permission}".`)
    answer(granted)
  })
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin))

  defaultSession.webRequest.onBeforeRequest({ urls: network }, ({ url }, answer) => {
    // The development server's socket has its host, but another scheme than its page.
    const ours = address.devServer !== null && URL.parse(url)?.host === new URL(address.devServer).host
    if (!ours) log('warn', 'A page was kept from the network.')
    answer({ cancel: !ours })
  })

  defaultSession.on('will-download', (event, item) => {
    if (!item.getURL().startsWith('blob:')) event.preventDefault()
  })
}
