import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { expect, test } from '@playwright/test'

const built = join(import.meta.dirname, '..', 'out', 'renderer')

/** As strict as the hosts are about scripts. The page is served below a path, to see that its URLs are relative. */
const CSP =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'"

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

let server: Server
let origin = ''

test.beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', origin).pathname.replace(/^\/below\//, '')
    readFile(join(built, path)).then(
      (body) => {
        const type = TYPES[extname(path)] ?? 'application/octet-stream'
        response.writeHead(200, { 'content-type': type, 'content-security-policy': CSP }).end(body)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

test.afterAll(() => server.close())

test('the built page runs under a policy without inline scripts, from any folder', async ({ page }) => {
  const refused: string[] = []
  const missing: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text())
  })
  page.on('response', (response) => {
    const isAsset = /\.(js|css|svg|woff2|wasm)$/.test(new URL(response.url()).pathname)
    if (isAsset && !response.ok()) missing.push(response.url())
  })
  // There is a server, but none for a connection: that is what the page says when all of it runs.
  await page.goto(`${origin}/below/index.html#token=none`)
  await expect(page.getByText('Open the link that Treeline printed')).toBeVisible()
  expect({ refused, missing }).toEqual({ refused: [], missing: [] })
})
