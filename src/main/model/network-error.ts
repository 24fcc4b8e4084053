import { APIConnectionError } from 'openai'
import { cleanWords, hostOf } from './server-words.ts'

/** Certificates that do not hold: asking again changes nothing, and nothing here ever looks away. */
const BAD_CERTIFICATE =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/
const NO_TLS = /^(EPROTO|ERR_SSL_|ERR_TLS_)/

/**
 * What a failed connection means, in words that name the host and say what to do, and whether asking again
 * may help.
 */
export function describeNetworkError(
  error: unknown,
  endpoint: { baseUrl: string; apiKey: string },
): { words: string; retryable: boolean } {
  const host = hostOf(endpoint.baseUrl)
  const code = findCode(error)
  if (BAD_CERTIFICATE.test(code)) {
    return {
      words: `The certificate of ${host} does not hold (${code}), so nothing was sent. Check the address; for a certificate of your own, name its authority in NODE_EXTRA_CA_CERTS.`,
      retryable: false,
    }
  }
  if (NO_TLS.test(code)) {
    return {
      words: `${host} does not speak HTTPS as it should (${code}). Is the base URL meant to begin with http:// instead?`,
      retryable: false,
    }
  }
  switch (code) {
    case 'ECONNREFUSED':
      return {
        words: `Nothing answers at ${host}. Is the server running, and is the base URL right?`,
        retryable: true,
      }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        words: `The name ${host} cannot be found. Check the connection to the network and the base URL.`,
        retryable: true,
      }
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return { words: `The connection to ${host} broke off.`, retryable: true }
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return {
        words: `${host} cannot be reached (${code}). Check the connection to the network.`,
        retryable: true,
      }
    default: {
      const said = cleanWords(deepestMessage(error), endpoint.apiKey)
      return { words: `The connection to ${host} failed: ${said || 'no reason given'}.`, retryable: true }
    }
  }
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
