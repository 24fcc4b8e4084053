/** Where Node keeps the dispatcher of its fetch (undici, `lib/global.js`). There once fetch has been touched. */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1')

type AgentClass = new (options: { headersTimeout: number; bodyTimeout: number }) => object

let made: object | null = null

/**
 * A dispatcher for `fetch` that waits as long as it is told to: Node's own gives up on a server that says
 * nothing for five minutes, and a slow model on one's own machine may think for longer. How long to wait is
 * the watchdog's to say. Null where Node keeps none, and then its limit holds.
 */
export function patientDispatcher(): object | null {
  if (made !== null) return made
  // A page of the data scheme asks nobody: it only has Node load what stands behind fetch.
  if (!(GLOBAL_DISPATCHER in globalThis)) void fetch('data:,').catch(() => {})
  const found: unknown = (globalThis as Record<symbol, unknown>)[GLOBAL_DISPATCHER]
  const Agent = typeof found === 'object' && found !== null ? (found.constructor as AgentClass) : null
  made = Agent?.name === 'Agent' ? new Agent({ headersTimeout: 0, bodyTimeout: 0 }) : null
  return made
}
