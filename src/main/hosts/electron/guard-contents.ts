import { app, type WebContents } from 'electron'
import type { PageAddress } from './page-address.ts'

/**
 * Locks every page that this process will ever show to the document it was opened with: it goes nowhere
 * else, opens no windows and embeds no other pages. A link that asks for a new window is given to
 * `openExternal`, which decides; whatever it rejects with is logged.
 */
export function guardContents({
  address,
  openExternal,
  log,
}: {
  address: Pick<PageAddress, 'isSameDocument'>
  openExternal(url: string): Promise<void>
  log(level: 'warn', message: string): void
}): void {
  const guard = (contents: WebContents) => {
    contents.on('will-frame-navigate', (event) => {
      if (event.isMainFrame && address.isSameDocument(contents.getURL(), event.url)) return
      event.preventDefault()
      log('warn', `A page was kept from going to ${shorten(event.url)}`)
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
      log('warn', 'A page was kept from embedding another one.')
    })
    contents.setWindowOpenHandler(({ url }) => {
      openExternal(url).catch((error: Error) => log('warn', `${error.message} (${shorten(url)})`))
      return { action: 'deny' }
    })
  }
  app.on('web-contents-created', (_event, contents) => guard(contents))
}

/** An address without what may be private in it. */
function shorten(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? 'somewhere that is no address' : `${parsed.protocol}//${parsed.host}`
}
