import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Place } from './place.ts'
import type { TestBuild } from './test-build.ts'

/** The browser host, running. */
export type Host = {
  port: number
  token: string
  /** Rejects when it ends, with what it said; it never resolves. */
  died: Promise<never>
  /** The failpoints that it was killed at: several when they are one place, none when it was not. */
  killedAt(): string[]
  /** Sends a signal and resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** Starts it over a place and resolves when it has said where it is. Rejects when it ends before. */
export async function startHost(
  build: TestBuild,
  place: Place,
  failpoints: readonly string[] = [],
): Promise<Host> {
  const child = spawn(process.execPath, [build.web, '--no-open', '--port', '0', '--data', place.dataFolder], {
    cwd: place.folder,
    env: { ...place.env, TREELINE_FAILPOINT: failpoints.join(',') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let killedAt: string[] = []
  let complaints = ''
  createInterface({ input: child.stderr }).on('line', (line) => {
    killedAt = /^killed at (.+)$/.exec(line)?.[1]?.split(' ') ?? killedAt
    complaints += `${line}\n`
  })
  const ended = once(child, 'close')
  const died = ended.then((): never => {
    throw new HostEnded(killedAt, complaints)
  })
  died.catch(() => {})
  const { port, token } = await Promise.race([findAddress(child.stdout), died])
  return {
    port,
    token,
    died,
    killedAt: () => killedAt,
    async end(signal) {
      child.kill(signal)
      await ended
    },
  }
}

/** The host is no more. */
export class HostEnded extends Error {
  readonly killedAt: string[]
  constructor(killedAt: string[], complaints: string) {
    super(`The host ended: ${complaints}`)
    this.killedAt = killedAt
  }
}

async function findAddress(stdout: NodeJS.ReadableStream): Promise<{ port: number; token: string }> {
  for await (const line of createInterface({ input: stdout })) {
    const [, port, token] = /^Treeline is at http:\/\/127\.0\.0\.1:(\d+)\/#token=(\S+)/.exec(line) ?? []
    if (port !== undefined && token !== undefined) return { port: Number(port), token }
  }
  // It ended: whoever waits for that has the reason.
  return new Promise(() => {})
}
