import type { LocalServer } from '../../contract/provider.ts'
import { testConnection } from './list-models.ts'

/** Where servers of models listen unless they were told otherwise. */
const usualPorts: readonly { port: number; name: string }[] = [
  { port: 11434, name: 'Ollama' },
  { port: 1234, name: 'LM Studio' },
  { port: 8080, name: 'llama.cpp' },
  { port: 8000, name: 'vLLM' },
  { port: 1337, name: 'Jan' },
]

/** A server on this machine answers at once, or is none. In milliseconds. */
const PATIENCE_MS = 1_500

/**
 * The servers on this machine that list models, in the order of the ports. Asks nothing but their lists, and sends
 * no key. `ports`, separated by commas, takes the place of the usual ones; empty, nothing is asked. Never rejects.
 */
export async function findLocalServers(
  ports: string | undefined,
  ask: typeof testConnection = testConnection,
): Promise<LocalServer[]> {
  const found = await Promise.all(
    placesOf(ports).map(async ({ port, name }): Promise<LocalServer[]> => {
      const baseUrl = `http://127.0.0.1:${port}/v1`
      const answer = await ask({ baseUrl, apiKey: '' }, AbortSignal.timeout(PATIENCE_MS))
      if (answer.status !== 'ok' || answer.models.length === 0) return []
      return [{ name, baseUrl, models: answer.models }]
    }),
  )
  return found.flat()
}

function placesOf(ports: string | undefined): readonly { port: number; name: string }[] {
  if (ports === undefined) return usualPorts
  return ports
    .split(',')
    .map((part) => Number(part.trim() || Number.NaN))
    .filter((port) => Number.isInteger(port) && port > 0 && port < 65_536)
    .map(
      (port) => usualPorts.find((usual) => usual.port === port) ?? { port, name: `Server at port ${port}` },
    )
}
