/** What is measured inside a page: put there before anything of the app's runs, as `window.bench`. */
export type PageProbe = {
  /** How much came over the socket, and when (ms of the page's clock) the last message of over 100 KB was heard. */
  heard: { messages: number; bytes: number; largeAt: number }
  /** Notes the beginning of every frame from now on. */
  startFrames(): void
  /** The beginnings noted, in ms. */
  stopFrames(): number[]
  /** Notes frames from when an element is there until it is gone. */
  framesWhile(selector: string): Promise<number[]>
  /** When the first frame had been painted in which all this is in sight; null after so many ms. */
  painted(wanted: Wanted, patienceMs: number): Promise<number | null>
  /** When the latest click was made, in ms of the page's clock. */
  clickedAt: number
  /** From each key to the paint after it, in ms. Only keys that write. */
  keys: number[]
}

/** Elements that must be in sight: at least `count` of `selector`, or one that holds `text`. */
export type Wanted = { selector: string; count?: number; text?: string }

declare global {
  interface Window {
    bench: PageProbe
  }
}

/** Makes `window.bench`. Its source is sent to the page, so that it can use nothing but what is inside it. */
export function installPageProbe(): void {
  let moments: number[] | null = null
  const heard = { messages: 0, bytes: 0, largeAt: 0 }

  class HeardSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
        const size = typeof data === 'string' ? data.length : data.byteLength
        heard.messages += 1
        heard.bytes += size
        if (size > 100_000) heard.largeAt = performance.now()
      })
    }
  }
  window.WebSocket = HeardSocket

  /** Runs something after the frame that is being made has been painted. */
  function afterPaint(run: () => void): void {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      run()
    }
    port2.postMessage(null)
  }

  function note(at: number): void {
    if (moments === null) return
    moments.push(at)
    requestAnimationFrame(note)
  }

  function inSight(element: Element, text: string | undefined): boolean {
    if (text !== undefined && element.textContent?.includes(text) !== true) return false
    const { top, bottom, height } = element.getBoundingClientRect()
    const log = element.closest('[role=log], [role=tree]')?.getBoundingClientRect()
    return height > 0 && bottom > (log?.top ?? 0) && top < (log?.bottom ?? innerHeight)
  }

  const probe: PageProbe = {
    heard,
    clickedAt: 0,
    keys: [],
    startFrames() {
      moments = []
      requestAnimationFrame(note)
    },
    stopFrames() {
      const noted = moments ?? []
      moments = null
      return noted
    },
    framesWhile: (selector) =>
      new Promise((resolve) => {
        const noted: number[] = []
        const look = (at: number) => {
          const there = document.querySelector(selector) !== null
          if (there) noted.push(at)
          else if (noted.length > 0) return resolve(noted)
          requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    painted: ({ selector, count = 1, text }, patienceMs) =>
      new Promise((resolve) => {
        const until = performance.now() + patienceMs
        const look = () => {
          const found = Array.from(document.querySelectorAll(selector)).filter((one) => inSight(one, text))
          if (found.length >= count) afterPaint(() => resolve(performance.now()))
          else if (performance.now() > until) resolve(null)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
  }
  window.bench = probe
  addEventListener(
    'click',
    ({ timeStamp }) => {
      probe.clickedAt = timeStamp
    },
    { capture: true },
  )
  addEventListener(
    'keydown',
    ({ key, timeStamp }) => {
      if (key.length !== 1) return
      requestAnimationFrame(() => afterPaint(() => probe.keys.push(performance.now() - timeStamp)))
    },
    { capture: true },
  )
}
