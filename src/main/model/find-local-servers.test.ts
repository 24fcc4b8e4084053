import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { findLocalServers } from './find-local-servers.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listening(answer: string, status = 200): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = []
  const server = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers.authorization ?? 'no key'}`)
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, asked }
}

test('servers that list models are found, in order, and nothing else is asked of them', async () => {
  const first = await listening('{"data":[{"id":"small"},{"id":"large"}]}')
  const empty = await listening('{"data":[]}')
  const other = await listening('<html>A page</html>')
  const refusing = await listening('{}', 401)
  const last = await listening('{"models":[{"name":"third"}]}')
  const ports = [first, empty, other, refusing, last].map(({ port }) => port)
  expect(await findLocalServers(`${ports.join(', ')}, 1, x, 70000`)).toEqual([
    {
      name: `Server at port ${first.port}`,
      baseUrl: `http://127.0.0.1:${first.port}/v1`,
      models: ['small', 'large'],
    },
    {
      name: `Server at port ${last.port}`,
      baseUrl: `http://127.0.0.1:${last.port}/v1`,
      models: ['third'],
    },
  ])
  expect(first.asked).toEqual(['GET /v1/models no key'])
})

test('the usual ports are asked unless others are named, and none where none is', async () => {
  const asked: string[] = []
  const ask = async ({ baseUrl }: { baseUrl: string }) => {
    asked.push(baseUrl)
    return { status: 'ok' as const, models: ['one'], latencyMs: 1 }
  }
  expect((await findLocalServers(undefined, ask)).map(({ name }) => name)).toEqual([
    ...['Ollama', 'LM Studio', 'llama.cpp', 'vLLM', 'Jan'],
  ])
  expect(asked[0]).toBe('http://127.0.0.1:11434/v1')
  expect(await findLocalServers('', ask)).toEqual([])
})
