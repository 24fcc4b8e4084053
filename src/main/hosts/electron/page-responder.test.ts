import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPageAddress } from './page-address.ts'
import { createPageResponder, pagePath } from './page-responder.ts'

let root = ''
let folder = ''
let respond: (request: Request) => Promise<Response>
const get = (url: string, method = 'GET') => respond(new Request(url, { method }))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'treeline-page-'))
  folder = join(root, 'renderer')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await mkdir(join(root, 'renderer-of-another'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'assets', 'page.js'), 'page()')
  await writeFile(join(folder, 'assets', 'ä b.svg'), '<svg/>')
  await writeFile(join(folder, 'assets', 'blob.unknown'), '?')
  await writeFile(join(root, 'secret.txt'), 'secret')
  await writeFile(join(root, 'renderer-of-another', 'secret.txt'), 'secret')
  respond = createPageResponder(folder, createPageAddress(undefined).isPage)
})
afterAll(() => rm(root, { recursive: true, force: true }))

test('serves the page and its files with their types', async () => {
  const seen = []
  for (const path of [
    '',
    '?x#y',
    'index.html',
    'assets/page.js',
    'assets/%C3%A4%20b.svg',
    'assets/blob.unknown',
  ]) {
    const response = await get(`treeline://app/${path}`)
    seen.push([path, response.status, response.headers.get('content-type'), await response.text()])
  }
  expect(seen).toEqual([
    ['', 200, 'text/html; charset=utf-8', '<!doctype html>'],
    ['?x#y', 200, 'text/html; charset=utf-8', '<!doctype html>'],
    ['index.html', 200, 'text/html; charset=utf-8', '<!doctype html>'],
    ['assets/page.js', 200, 'text/javascript; charset=utf-8', 'page()'],
    ['assets/%C3%A4%20b.svg', 200, 'image/svg+xml', '<svg/>'],
    ['assets/blob.unknown', 200, 'application/octet-stream', '?'],
  ])
})

test('answers HEAD without a body, and no other method', async () => {
  const head = await get('treeline://app/assets/page.js', 'HEAD')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '6', ''])
  expect((await get('treeline://app/', 'POST')).status).toBe(405)
})

test('every answer carries the policy: own scripts, no network, no frames', async () => {
  for (const response of [
    await get('treeline://app/'),
    await get('treeline://app/no'),
    await get('treeline://app/', 'PUT'),
  ]) {
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self'; worker-src 'self';")
    expect(policy).toContain("connect-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe-eval|https?:|wss?:|\*/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('has nothing for other hosts, folders, missing files and ways out', async () => {
  const paths = [
    'treeline://other/index.html',
    'treeline://app/assets',
    'treeline://app/assets/',
    'treeline://app/missing.js',
    'treeline://app/index.html/x',
    'treeline://app/../secret.txt',
    'treeline://app/..%2fsecret.txt',
    'treeline://app/%2e%2e%2fsecret.txt',
    'treeline://app/%2e%2e/secret.txt',
    'treeline://app/..%5csecret.txt',
    'treeline://app/..%2frenderer-of-another%2fsecret.txt',
    `treeline://app/${encodeURIComponent(join(root, 'secret.txt'))}`,
    'treeline://app/index.html%00.js',
    'treeline://app/index.html::$DATA',
    'treeline://app/%',
    'treeline://app/%ff',
  ]
  const statuses = await Promise.all(paths.map(async (url) => [url, (await get(url)).status]))
  expect(statuses).toEqual(paths.map((url) => [url, 404]))
})

test('whatever the address, the file is in the folder', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '/', '%2f', '%2e', '%5c', '\\', '%00', 'a', ''),
    fc.string({ maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const path = pagePath(folder, `treeline://app/${pieces.join('')}`)
      expect(path === null || path.startsWith(folder + sep)).toBe(true)
      expect(path === null || !path.split(sep).includes('..')).toBe(true)
    }),
  )
})
