import { type ClientContext, type ClientLink, createORPCClient, DynamicLink, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../contract/api.ts'

/** Everything the engine can be asked, typed. Rejects with an ORPCError whose message is for people. */
export type Client = ContractRouterClient<Contract>

/** How things stand between this page and the engine. Times are epoch ms. */
export type ConnectionState =
  | { status: 'connecting' }
  | { status: 'online' }
  | { status: 'offline'; since: number; retryAt: number }
  | { status: 'refused'; message: string }

/** One open line to the engine. `closed` resolves when it ended, from whichever side; it never rejects. */
export type Line = {
  link: ClientLink<ClientContext>
  closed: Promise<void>
  close: () => void
}

/** Opens a line. Throws `Refused` when trying again cannot help, anything else when it may. */
export type Dial = () => Promise<Line>

/** The host is there and does not want us: the message says what a person can do. */
export class Refused extends Error {}

/** A client that outlives its lines, and what state the line is in. */
export type Connection = {
  client: Client
  state: StoreApi<ConnectionState>
  /** Tries at once instead of at the next turn of the backoff. */
  retryNow: () => void
  /** Asks the host for a sign of life, and takes a new line when none comes within five seconds. */
  probe: () => Promise<void>
  dispose: () => void
}

const firstDelayMs = 250
const longestDelayMs = 8000
const probeMs = 5000

/**
 * Dials, and dials again whenever the line ends, after 250 ms, 500 ms … 8 s. Calls made while the first
 * line is being opened wait for it; calls made while there is none are refused with code `OFFLINE`.
 */
export function createConnection(dial: Dial): Connection {
  const state = createStore<ConnectionState>(() => ({ status: 'connecting' }))
  let line: Line | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let disposed = false
  let failures = 0
  let firstLine: PromiseWithResolvers<void> | null = Promise.withResolvers<void>()

  const settleFirst = () => {
    firstLine?.resolve()
    firstLine = null
  }

  async function open(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    try {
      const opened = await dial()
      if (disposed) return opened.close()
      line = opened
      failures = 0
      state.setState({ status: 'online' }, true)
      settleFirst()
      void opened.closed.then(() => {
        if (line === opened) lost()
      })
    } catch (error) {
      if (disposed) return
      if (error instanceof Refused) {
        state.setState({ status: 'refused', message: error.message }, true)
        settleFirst()
      } else lost()
    }
  }

  function lost(): void {
    line = null
    if (disposed) return
    const before = state.getState()
    const delay = Math.min(firstDelayMs * 2 ** failures, longestDelayMs)
    failures += 1
    const since = before.status === 'offline' ? before.since : Date.now()
    state.setState({ status: 'offline', since, retryAt: Date.now() + delay }, true)
    settleFirst()
    timer = setTimeout(() => void open(), delay)
  }

  const link = new DynamicLink<ClientContext>(async () => {
    if (firstLine !== null) await firstLine.promise
    if (line !== null) return line.link
    throw new ORPCError('OFFLINE', { message: 'Treeline is not connected. Nothing was sent.' })
  })
  const client = createORPCClient<Client>(link)

  async function probe(): Promise<void> {
    const probed = line
    if (probed === null) return
    const late = setTimeout(() => probed.close(), probeMs)
    try {
      await client.app.info()
    } catch {
      // Any answer is a sign of life; a line that ended says so itself.
    } finally {
      clearTimeout(late)
    }
  }

  void open()
  return {
    client,
    state,
    retryNow: () => {
      if (timer !== undefined || state.getState().status === 'refused') void open()
    },
    probe,
    dispose: () => {
      disposed = true
      clearTimeout(timer)
      line?.close()
      line = null
    },
  }
}
