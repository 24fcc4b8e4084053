import { APIConnectionError } from 'openai'
import type { TurnFailure } from '../../contract/turn-failure.ts'
import { cleanWords, isLoopback, serverOf } from './server-words.ts'

/** Certificates that do not hold: asking again changes nothing, and nothing here ever looks away. */
const BAD_CERTIFICATE =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/
const UNKNOWN_NAME = /^(ENOTFOUND|EAI_AGAIN)$/
const NO_ROUTE = /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/
const NO_TLS = /^(EPROTO|ERR_SSL_|ERR_TLS_)/

/** Servers on one's own machine, by their usual port, and what starts them. */
const LOCAL_SERVERS: Record<string, string> = {
  '11434': 'Ollama with “ollama serve”, or by opening its app',
  '1234': 'LM Studio’s server with “lms server start”, or in its Developer tab',
  '8080': 'llama.cpp with “llama-server -m <model>”',
  '8000': 'vLLM with “vllm serve <model>”',
}

/** A failed connection in words for people. */
export type NetworkFault = {
  kind: Extract<TurnFailure['kind'], 'network' | 'offline'>
  words: string
  retryable: boolean
}

/**
 * What a failed connection means, in words that name the server and say what to do, and whether asking again
 * may help. `offline` is a machine without a way to the server, as far as can be told.
 */
export function describeNetworkError(
  error: unknown,
  endpoint: { baseUrl: string; apiKey: string; name?: string },
): NetworkFault {
  const host = serverOf(endpoint)
  const code = findCode(error)
  const network = (words: string, retryable = true): NetworkFault => ({ kind: 'network', words, retryable })
  if (BAD_CERTIFICATE.test(code)) {
    return network(
      `The certificate of ${host} does not hold (${code}), so nothing was sent. Check the address; for a certificate of your own, name its authority in NODE_EXTRA_CA_CERTS.`,
      false,
    )
  }
  if (NO_TLS.test(code)) {
    return network(
      `${host} does not speak HTTPS as it should (${code}). Is the base URL meant to begin with http:// instead?`,
      false,
    )
  }
  if (isOfflineCode(code)) {
    const what = UNKNOWN_NAME.test(code) ? `The name ${host} cannot be found` : `There is no way to ${host}`
    const check = UNKNOWN_NAME.test(code)
      ? 'Check the connection to the network and the base URL.'
      : 'Check the connection to the network.'
    return { kind: 'offline', words: `${what} (${code}). ${check}`, retryable: true }
  }
  switch (code) {
    case 'ECONNREFUSED':
      return network(refused(host, endpoint.baseUrl))
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return network(`The connection to ${host} broke off.`)
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return network(`${host} cannot be reached (${code}). Check the connection to the network.`)
    default: {
      const said = cleanWords(deepestMessage(error), endpoint.apiKey)
      return network(`The connection to ${host} failed: ${said || 'no reason given'}.`)
    }
  }
}

function refused(host: string, baseUrl: string): string {
  if (!isLoopback(baseUrl))
    return `Nothing answers at ${host}. Is the server running, and is the base URL right?`
  const start = LOCAL_SERVERS[new URL(baseUrl).port]
  const how = start === undefined ? 'Start it again' : `Start ${start}`
  return `Nothing answers at ${host}: the server on this machine is not running. ${how}, or check the port in the base URL.`
}

/** Whether a system's code says that this machine has no way to the server, as far as can be told. */
export function isOfflineCode(code: string): boolean {
  return UNKNOWN_NAME.test(code) || NO_ROUTE.test(code)
}

/** Whether an error comes from the connection: from the SDK's or undici's hands, or with a system's code. */
export function isNetworkError(error: unknown): boolean {
  return (
    error instanceof APIConnectionError ||
    findCode(error) !== '' ||
    (error instanceof TypeError && /^(fetch failed|terminated)$/.test(error.message))
  )
}

/** The code of an error or of what caused it, the innermost that has one. */
function findCode(error: unknown): string {
  let code = ''
  for (const one of causesOf(error)) if (typeof one.code === 'string') code = one.code
  return code
}

function deepestMessage(error: unknown): string {
  const innermost = causesOf(error).at(-1)
  return innermost === undefined ? String(error) : innermost.message
}

function causesOf(error: unknown): (Error & { code?: unknown })[] {
  const causes: Error[] = []
  for (let one = error; one instanceof Error && causes.length < 10; ) {
    causes.push(one)
    one = one instanceof AggregateError && one.errors.length > 0 ? one.errors[0] : one.cause
  }
  return causes
}
