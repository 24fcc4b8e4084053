import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join, normalize, sep } from 'node:path'
import { mediaTypeOf } from '../common/media-type.ts'

/**
 * What every response carries. The page may run its own scripts and talk to this server and to nobody
 * else; it may not be framed; its address, which once held the token, is told to nobody.
 */
export function securityHeaders(port: number): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  }
}

/** Answers with a file of the built page, or 404. Never leaves the folder, also not by a link that lies in it. */
export async function sendFile(folder: string, urlPath: string, response: ServerResponse): Promise<void> {
  const path = await fileFor(folder, urlPath)
  const found = path === null ? null : await stat(path).catch(() => null)
  if (path === null || found === null || !found.isFile()) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('There is nothing here.\n')
    return
  }
  // Names of built files hold a hash of their content, except the page itself.
  const cache = urlPath.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  response.writeHead(200, {
    'Content-Type': mediaTypeOf(path),
    'Content-Length': found.size,
    'Cache-Control': cache,
  })
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response)
}

async function fileFor(folder: string, urlPath: string): Promise<string | null> {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  if (decoded.includes('\0')) return null
  const path = normalize(join(folder, decoded === '/' ? 'index.html' : decoded))
  if (!path.startsWith(folder + sep)) return null
  const [real, root] = await Promise.all([
    realpath(path).catch(() => null),
    realpath(folder).catch(() => folder),
  ])
  return real?.startsWith(root + sep) ? real : null
}
