import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { sendFile } from './static-files.ts'

const ending: (() => void)[] = []
afterEach(() => {
  for (const end of ending.splice(0)) end()
})

async function serveFolder(folder: string): Promise<(path: string) => Promise<Response>> {
  const server = createServer((request, response) => void sendFile(folder, request.url ?? '/', response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ending.push(() => server.close())
  return (path) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
}

function folderWithPage(): string {
  const base = temporaryFolder()
  const folder = join(base, 'page')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<p>The page</p>')
  writeFileSync(join(folder, 'assets', 'a-1f2e.js'), 'export {}')
  writeFileSync(join(base, 'secret.txt'), 'secret')
  symlinkSync(join(base, 'secret.txt'), join(folder, 'assets', 'link.txt'))
  symlinkSync(base, join(folder, 'assets', 'up'))
  return folder
}

it('serves the page for / and files with their types, those with a hash in their name for good', async () => {
  const get = await serveFolder(folderWithPage())
  const page = await get('/')
  expect([await page.text(), page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
    '<p>The page</p>',
    'text/html; charset=utf-8',
    'no-cache',
  ])
  const script = await get('/assets/a-1f2e.js')
  expect([script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ])
})

it('answers 404 for what is not there, for folders, and for links that lead out', async () => {
  const get = await serveFolder(folderWithPage())
  const paths = [
    '/none',
    '/assets',
    '/assets/',
    '/assets/link.txt',
    '/assets/up/secret.txt',
    '/%2e%2e/secret.txt',
  ]
  for (const path of paths) {
    const answer = await get(path)
    expect([path, answer.status, await answer.text()]).toEqual([path, 404, 'There is nothing here.\n'])
  }
})

it('serves a page that is itself reached through a link', async () => {
  const folder = folderWithPage()
  const link = join(temporaryFolder(), 'page')
  symlinkSync(folder, link)
  const get = await serveFolder(link)
  expect((await get('/')).status).toBe(200)
})
