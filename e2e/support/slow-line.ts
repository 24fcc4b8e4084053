import type { BrowserContext } from '@playwright/test'

/** How long each word of the engine takes to a page, in ms, when a run looks for specs that do not wait; else 0. */
export const lineDelayMs = Number(process.env.TREELINE_LINE_DELAY_MS ?? 0)

/** Why a spec cannot run then. */
export const lastWordsLost = 'what a page says as it goes is lost on a line that leads through the test'

/** Holds back everything that engines say to the pages of a context, in its order. */
export async function slowLine(context: BrowserContext, ms: number): Promise<void> {
  await context.routeWebSocket(/\/rpc$/, (page) => {
    const engine = page.connectToServer()
    engine.onMessage((message) => void setTimeout(() => page.send(message), ms))
  })
}
