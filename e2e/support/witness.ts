import type { BrowserContext, Page } from '@playwright/test'

/** What a page did that no text may make it do. */
export type Witness = {
  /** Everything seen so far: requests that went elsewhere, scripts that ran, refusals of the policy. Empty when all is well. */
  faults(): Promise<string[]>
}

/** Watches a page from before its first script. `host` is the one origin that it may talk to. */
export async function watchPage(page: Page, context: BrowserContext, origin: string): Promise<Witness> {
  const seen: string[] = []
  const isOwn = (url: string) =>
    url.startsWith(`${origin}/`) || url.startsWith(origin.replace('http', 'ws')) || /^(blob|data):/.test(url)
  context.on('request', (request) => {
    if (!isOwn(request.url())) seen.push(`asked ${request.url()}`)
  })
  page.on('websocket', (socket) => {
    if (!isOwn(socket.url())) seen.push(`connected ${socket.url()}`)
  })
  context.on('page', (other) => {
    if (other !== page) seen.push(`opened ${other.url()}`)
  })
  page.on('framenavigated', (frame) => {
    if (!isOwn(frame.url())) seen.push(`went to ${frame.url()}`)
  })
  page.on('dialog', (dialog) => {
    seen.push(`showed ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.addInitScript(() => {
    const refused: string[] = []
    Object.assign(window, { refused })
    document.addEventListener('securitypolicyviolation', (event) => {
      refused.push(`the policy refused ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  return {
    async faults() {
      const inside = await page.evaluate(() => {
        const { PWNED, refused } = window as unknown as { PWNED?: unknown; refused: string[] }
        const foreign =
          'iframe, object, embed, form, video, audio, base, meta[http-equiv], style:not(head style), link:not(head link)'
        const elements = [
          ...document.querySelectorAll(
            `#root :is(${foreign}, script, img[src^="http"], [onerror], [onload], [onclick])`,
          ),
        ]
        return [
          ...(PWNED === undefined ? [] : ['a script ran']),
          ...refused,
          ...elements.map((element) => `rendered ${element.outerHTML.slice(0, 100)}`),
          ...[...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
            .filter(({ protocol }) => !['http:', 'https:', 'mailto:'].includes(protocol))
            .map(({ href }) => `linked ${href}`),
        ]
      })
      return [...seen, ...inside]
    },
  }
}
