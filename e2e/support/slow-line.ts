import type { BrowserContext } from '@playwright/test'

/** How long each word of the engine takes to a page, in ms, when a run looks for specs that do not wait; else 0. */
export const lineDelayMs = Number(process.env.TREELINE_LINE_DELAY_MS ?? 0)

/** Holds back everything that engines say to the pages of a context, in its order. What pages say goes at once. */
export async function slowLine(context: BrowserContext, ms: number): Promise<void> {
  await context.addInitScript((delay) => {
    const { addEventListener } = WebSocket.prototype
    WebSocket.prototype.addEventListener = function (
      this: WebSocket,
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | AddEventListenerOptions,
    ) {
      const hear = (event: Event) =>
        typeof listener === 'function' ? listener.call(this, event) : listener.handleEvent(event)
      const late = type === 'message' ? (event: Event) => setTimeout(hear, delay, event) : listener
      addEventListener.call(this, type, late, options)
    }
  }, ms)
}
