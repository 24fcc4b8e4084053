import { readdirSync, readFileSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { contract } from '../src/contract/api.ts'
import { expect, test } from './support/place.ts'
import { type Answer, ask, askToUpgrade, sendBytes } from './support/raw-request.ts'
import type { WebHost } from './support/web-host.ts'

/** Every procedure of the contract as a path: `/task/decideApproval`. */
const procedures = Object.entries(contract).flatMap(([room, names]) =>
  Object.keys(names).map((name) => `/${room}/${name}`),
)

const pageFolder = join(import.meta.dirname, '..', 'out', 'renderer')
const asset = `/assets/${readdirSync(join(pageFolder, 'assets'))[0]}`
const pages = ['/', '/index.html', asset]
const paths = [...pages, '/rpc', '/favicon.ico', ...procedures, ...procedures.map((path) => `/rpc${path}`)]

/** Every path for the first of several names, and some of each kind for the others. */
const pathsFor = (nth: number) => (nth === 0 ? paths : [...pages, '/rpc', '/rpc/task/decideApproval'])

const own = (host: WebHost) => ({ host: `127.0.0.1:${host.port}` })
const ownPage = (host: WebHost) => ({ ...own(host), origin: host.origin })
const withToken = (host: WebHost) => ({ 'sec-websocket-protocol': `treeline.v1, token.${host.token}` })

/** Names under which this machine can be reached by somebody else's wish, or that only look like ours. */
const foreignHosts = (port: number) => [
  `evil.example:${port}`,
  `127.0.0.1.nip.io:${port}`,
  `127.0.0.1.evil.example:${port}`,
  `localhost.evil.example:${port}`,
  `evil-localhost:${port}`,
  `localhost.:${port}`,
  `127.1:${port}`,
  `2130706433:${port}`,
  `0x7f000001:${port}`,
  `0.0.0.0:${port}`,
  `[::1]:${port}`,
  `[::ffff:127.0.0.1]:${port}`,
  `user@127.0.0.1:${port}`,
  `127.0.0.1:${port}@evil.example`,
  `127.0.0.1:${port}, evil.example`,
  '127.0.0.1',
  'localhost',
  '127.0.0.1:80',
  `127.0.0.1:${port + 1}`,
  `127.0.0.1:0${port}`,
]

const foreignOrigins = (port: number) => [
  'https://evil.example',
  'null',
  '',
  `http://evil.example:${port}`,
  `http://127.0.0.1.evil.example:${port}`,
  `http://127.0.0.1:${port}.evil.example`,
  `http://127.0.0.1:${port}@evil.example`,
  `https://127.0.0.1:${port}`,
  `HTTP://127.0.0.1:${port}`,
  `http://LOCALHOST:${port}`,
  `http://127.0.0.1:${port}/`,
  `http://127.0.0.1:${port + 1}`,
  `http://127.0.0.1:${port}0`,
  'http://127.0.0.1',
  'http://localhost',
  `http://[::1]:${port}`,
  `ws://127.0.0.1:${port}`,
  'file://',
  'chrome-extension://abcdefghijklmnop',
  `http://127.0.0.1:${port} https://evil.example`,
]

function expectRefusal({ status, headers, body }: Answer, host: WebHost, about: string): void {
  expect([about, status >= 400 && status < 500]).toEqual([about, true])
  expect(body, about).not.toContain('<html')
  expect(body + JSON.stringify(headers), about).not.toContain(host.token)
  expect(headers['content-security-policy'], about).toContain("default-src 'none'")
}

test('no path answers under another host name, with or without the token', async ({ place }) => {
  const host = await place.startHost()
  for (const [nth, name] of foreignHosts(host.port).entries()) {
    for (const path of pathsFor(nth)) {
      expectRefusal(await ask(host.port, path, { headers: { host: name } }), host, `${name} ${path}`)
    }
    const upgrade = await askToUpgrade(host.port, { ...ownPage(host), ...withToken(host), host: name })
    expectRefusal(upgrade, host, `${name} upgrade`)
  }
  const nameless = await sendBytes(host.port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')
  expect(nameless).toMatch(/^HTTP\/1\.1 400 /)
  const old = await sendBytes(host.port, 'GET / HTTP/1.0\r\n\r\n')
  expect(old).toMatch(/^HTTP\/1\.1 403 /)
  // Case is the one thing that HTTP leaves open in a host name.
  expect((await ask(host.port, '/', { headers: { host: `LOCALHOST:${host.port}` } })).status).toBe(200)
})

test('no path answers a page of another origin, whatever it brings', async ({ place }) => {
  const host = await place.startHost()
  for (const [nth, origin] of foreignOrigins(host.port).entries()) {
    for (const path of pathsFor(nth)) {
      for (const method of ['GET', 'POST']) {
        const headers = { ...own(host), origin, cookie: `token=${host.token}`, 'content-type': 'text/plain' }
        expectRefusal(await ask(host.port, path, { method, headers }), host, `${origin} ${method} ${path}`)
      }
    }
    const upgrade = await askToUpgrade(host.port, { ...own(host), origin, ...withToken(host) })
    expectRefusal(upgrade, host, `${origin} upgrade`)
    expect([origin, upgrade.status]).toEqual([origin, 403])
  }
})

test('nobody is connected without the token', async ({ place }) => {
  const host = await place.startHost()
  const { token } = host
  const offers: Record<string, string>[] = [
    {},
    ...[
      'treeline.v1',
      'treeline.v1, token.',
      'treeline.v1, token.wrong',
      `treeline.v1, ${token}`,
      `treeline.v1, TOKEN.${token}`,
      `treeline.v1, token.${token.toUpperCase()}`,
      `treeline.v1, token.${token.slice(0, -1)}`,
      `treeline.v1, token.${token}A`,
      `treeline.v1, token.${token.slice(1)}`,
      `treeline.v1, token.wrong, token.${token}`,
      'treeline.v1, token.undefined',
      'treeline.v1, token.null',
    ].map((offer) => ({ 'sec-websocket-protocol': offer })),
    { authorization: `Bearer ${token}`, 'sec-websocket-protocol': 'treeline.v1' },
    { cookie: `token=${token}; treeline.token=${token}`, 'sec-websocket-protocol': 'treeline.v1' },
  ]
  for (const offer of offers) {
    const answer = await askToUpgrade(host.port, { ...ownPage(host), ...offer })
    expect([offer, answer.status]).toEqual([offer, 401])
    expectRefusal(answer, host, JSON.stringify(offer))
  }
  const inAddress = await askToUpgrade(
    host.port,
    { ...ownPage(host), 'sec-websocket-protocol': 'treeline.v1' },
    `/rpc?token=${token}`,
  )
  expect(inAddress.status).toBe(401)
  const withoutOrigin = await askToUpgrade(host.port, { ...own(host), ...withToken(host) })
  expect(withoutOrigin.status).toBe(403)
  const noProtocol = await askToUpgrade(host.port, {
    ...ownPage(host),
    'sec-websocket-protocol': `token.${token}`,
  })
  expect(noProtocol.status).toBe(400)
  for (const path of ['/', '/rpc/', '/RPC', '/rpc/app/info', '//rpc', '/rpc%00']) {
    expect((await askToUpgrade(host.port, { ...ownPage(host), ...withToken(host) }, path)).status).toBe(404)
  }
  expect((await askToUpgrade(host.port, { ...ownPage(host), ...withToken(host) })).status).toBe(101)
})

test('the contract has no way in but the socket', async ({ place }) => {
  const host = await place.startHost()
  expect(procedures.length).toBeGreaterThan(30)
  const headers = { ...ownPage(host), ...withToken(host), 'content-type': 'application/json' }
  for (const path of paths.filter((path) => !pages.includes(path))) {
    expect([path, (await ask(host.port, path, { headers })).status]).toEqual([path, 404])
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await ask(host.port, path, { method, headers, body: '{}' })
      expect([method, path, answer.status]).toEqual([method, path, 405])
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  }
})

test('no path leads out of the page’s folder', async ({ place }) => {
  const host = await place.startHost()
  const ways = [
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/../../../../etc/passwd',
    '/assets/../../main/web.js',
    '/..%2fmain%2fweb.js',
    '/%2e%2e%2fmain%2fweb.js',
    '/..\\main\\web.js',
    '/..%5cmain%5cweb.js',
    '/....//....//etc/passwd',
    '/..;/main/web.js',
    '/%252e%252e%252fmain%252fweb.js',
    '/..%c0%afmain%c0%afweb.js',
    '//etc/passwd',
    '/assets/%00.html',
    '/index.html%00.js',
    '/%',
    '/%zz',
    '/../renderer-other/index.html',
    '/.',
    '/..',
    '/assets',
    '/assets/',
    `http://127.0.0.1:${host.port}/index.html`,
    'file:///etc/passwd',
    '*',
  ]
  for (const way of ways) {
    const text = await sendBytes(
      host.port,
      `GET ${way} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: close\r\n\r\n`,
    )
    expect([way, /^HTTP\/1\.1 4\d\d /.test(text)]).toEqual([way, true])
    expect([way, /root:|import |<html/.test(text)]).toEqual([way, false])
  }
})

test('a request with two hosts or two origins is nobody’s', async ({ place }) => {
  const host = await place.startHost()
  const mine = `Host: 127.0.0.1:${host.port}\r\n`
  for (const more of [
    `${mine}Host: evil.example\r\n`,
    `Host: evil.example\r\n${mine}`,
    `${mine}Origin: ${host.origin}\r\nOrigin: https://evil.example\r\n`,
  ]) {
    const text = await sendBytes(host.port, `GET / HTTP/1.1\r\n${more}Connection: close\r\n\r\n`)
    expect([more, text.split('\r\n')[0]]).toEqual([more, 'HTTP/1.1 400 Bad Request'])
  }
})

test('every answer carries the policy, and none the token', async ({ place }) => {
  const host = await place.startHost()
  for (const path of [...pages, '/nothing', '/rpc']) {
    const { headers, body } = await ask(host.port, path, { headers: ownPage(host) })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("img-src 'self' data: blob:;")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(headers['set-cookie']).toBeUndefined()
    expect(body).not.toContain(host.token)
  }
})

test('listens on this machine alone, and its keys and tasks are its owner’s', async ({ place }) => {
  const host = await place.startHost()
  test.skip(process.platform !== 'linux', 'only Linux has all of 127.0.0.0/8 to try')
  const reached = await new Promise<string>((resolve) => {
    const socket = connect(host.port, '127.0.0.2', () => resolve('connected'))
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
  })
  expect(reached).toBe('ECONNREFUSED')
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
  expect(mode(place.dataFolder)).toBe('700')
})

test('every request of the outside corpus is refused', async ({ place }) => {
  const corpus = process.env.TREELINE_CORPUS
  test.skip(!corpus, 'TREELINE_CORPUS names no folder of outside corpora')
  type Case = {
    id: string
    input: { http?: string; ws?: string; headers?: Record<string, string>; body?: string }
  }
  const { cases }: { cases: Case[] } = JSON.parse(
    readFileSync(join(corpus as string, 'security', 'web-host.json'), 'utf8'),
  )
  const host = await place.startHost()
  let asked = 0
  for (const { id, input } of cases) {
    const given = Object.entries(input.headers ?? {}).map(([name, value]) => [
      name,
      value.replaceAll('PORT', String(host.port)).replace('valid', `token=${host.token}`),
    ])
    const headers = { ...own(host), ...Object.fromEntries(given) }
    const [, method, path] = /^(GET|POST) (\/\S*)(?: |$)/.exec(input.http ?? '') ?? []
    const isUpgrade = input.ws === '/ws' || input.ws === '/ws without token'
    // Of the others, those that are no single request have tests of their own.
    if (!isUpgrade && (path === undefined || (path === '/' && input.headers === undefined))) continue
    asked += 1
    const answer = isUpgrade
      ? await askToUpgrade(host.port, { 'sec-websocket-protocol': 'treeline.v1', ...headers })
      : await ask(host.port, path as string, { method, headers, body: input.body })
    expectRefusal(answer, host, id)
  }
  expect(asked).toBeGreaterThan(10)
})
