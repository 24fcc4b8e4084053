import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { mediaTypeOf } from '../common/media-type.ts'

/**
 * What every answer carries. The page may run its own scripts and fetch its own files, and reaches the
 * engine through a port: it needs no network, so it has none. It may not be framed.
 */
const securityHeaders: Record<string, string> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
}

/**
 * Answers requests for the built page from its absolute `folder`, which may lie in Electron's archive.
 * `isPage` says whether an address is the page's. Never leaves the folder and never rejects.
 */
export function createPageResponder(
  folder: string,
  isPage: (url: string) => boolean,
): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return answer(405, null, { Allow: 'GET, HEAD' })
    const path = isPage(url) ? pagePath(folder, url) : null
    const content = path === null ? null : await readFile(path).catch(() => null)
    if (path === null || content === null) {
      return answer(404, 'There is nothing here.\n', { 'Content-Type': 'text/plain; charset=utf-8' })
    }
    return answer(200, method === 'HEAD' ? null : new Uint8Array(content), {
      'Content-Type': mediaTypeOf(path),
      'Content-Length': String(content.byteLength),
    })
  }
}

/** The file below `folder` that an address names, or null for what could be anywhere else. */
export function pagePath(folder: string, url: string): string | null {
  let name: string
  try {
    name = decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
  // Backslashes, drives and alternate streams are ways out of a folder on Windows; none of our files has them.
  if (/[\\:\0]/.test(name)) return null
  const path = join(folder, name === '/' ? 'index.html' : name)
  return path.startsWith(folder + sep) ? path : null
}

function answer(
  status: number,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Record<string, string>,
): Response {
  return new Response(body, { status, headers: { ...securityHeaders, ...headers } })
}
