import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { fetchPage, usualLimits } from './fetch-page.ts'
import { pageText } from './page-text.ts'
import { isLiteralHost, isPrivateAddress } from './private-address.ts'

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a page is fetched through redirects, unpacked and turned into text', async () => {
  const asked: (string | undefined)[] = []
  const base = await serve((request, response) => {
    asked.push(request.url, request.headers.cookie, request.headers.authorization)
    if (request.url === '/') return void response.writeHead(302, { location: '/page' }).end()
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' })
    response.end(
      gzipSync('<script>evil()</script><main><h1>Häron</h1><p>stands <a href="/x">here</a></p></main>'),
    )
  })
  const page = await fetchPage(`${base}/`)
  expect(page).toMatchObject({ url: `${base}/page`, cut: false })
  expect(await pageText(page)).toMatch(/^Häron\n+stands here \[\/x\]$/)
  expect(asked).toEqual(['/', undefined, undefined, '/page', undefined, undefined])
})

test('size, time, redirects, statuses and types are limited in words', async () => {
  const base = await serve((request, response) => {
    if (request.url === '/loop') return void response.writeHead(302, { location: '/loop' }).end()
    if (request.url === '/slow') return
    if (request.url === '/gone') return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': request.url === '/image' ? 'image/png' : 'text/plain' })
    response.end('x'.repeat(100_000))
  })
  const limits = { ...usualLimits, maxBytes: 1_000 }
  const cut = await fetchPage(`${base}/`, limits)
  expect([cut.bytes.length, cut.cut]).toEqual([1_000, true])
  await expect(fetchPage(`${base}/loop`)).rejects.toThrow('redirects more than 5 times')
  await expect(fetchPage(`${base}/slow`, { ...limits, timeoutMs: 50 })).rejects.toThrow('took longer than')
  await expect(fetchPage(`${base}/gone`)).rejects.toThrow('answered with HTTP 404')
  await expect(fetchPage('file:///etc/passwd')).rejects.toThrow('Only http and https')
  await expect(fetchPage(base.replace('//', '//me:secret@'))).rejects.toThrow('user name')
  const image = await fetchPage(`${base}/image`, limits)
  await expect(pageText(image)).rejects.toThrow('It is image/png')
})

test('nothing leads to a private address but the typed address itself', async () => {
  const inner = await serve((_, response) => void response.end('secret'))
  const outer = await serve((_, response) => void response.writeHead(302, { location: inner }).end())
  await expect(fetchPage(outer)).rejects.toThrow('on this machine or a private network')
  // A name that resolves to this machine.
  await expect(fetchPage(inner.replace('127.0.0.1', 'LOCALHOST.'))).rejects.toThrow()
  const named = [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
  ]
  const six = ['::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', 'no address']
  expect([...named, ...six].filter((address) => !isPrivateAddress(address))).toEqual([])
  expect(['1.1.1.1', '2606:4700::1111', '::ffff:1.1.1.1'].filter(isPrivateAddress)).toEqual([])
  expect(['localhost', '[::1]', 'a.localhost', '10.0.0.1'].every(isLiteralHost)).toBe(true)
  expect(isLiteralHost('intranet')).toBe(false)
})
