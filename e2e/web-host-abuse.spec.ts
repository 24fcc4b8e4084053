import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { expect, test } from './support/place.ts'
import { ask } from './support/raw-request.ts'
import type { WebHost } from './support/web-host.ts'

/** A socket that the server takes for a page, without any client on it. */
async function openSocket(host: WebHost): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, ['treeline.v1', `token.${host.token}`], {
    origin: host.origin,
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => {})
  return socket
}

const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve))

const request = (path: string, body: unknown = undefined, id = '0') =>
  JSON.stringify({ i: id, p: { u: path, b: body === undefined ? undefined : { json: body } } })

/** Resident memory in megabytes. */
function memoryOf(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

test('a message beyond the limit ends its connection and nothing else', async ({ place }) => {
  const host = await place.startHost()
  const socket = await openSocket(host)
  const closed = closeCode(socket)
  socket.send('x'.repeat(9 * 1024 * 1024))
  expect(await closed).toBe(1009)
  const client = await place.connect(host)
  expect((await client.call.app.info()).host).toBe('browser')
})

test('a message that is no request ends its connection, whatever it is', async ({ place }) => {
  const host = await place.startHost()
  const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
  const messages = [
    '',
    'null',
    '[]',
    '0',
    '{',
    '{"type":"__proto__"}',
    '{"type":"constructor"}',
    '{"__proto__":{"i":"1","p":{"u":"/app/info"}}}',
    '{"i":1,"p":{"u":"/app/info"}}',
    '{"i":"1","t":99}',
    '{"i":"1","p":{"u":"http://evil.example/app/info"}}',
    '{"i":"1","p":{"u":7}}',
    '{"i":"1","p":null}',
    nested,
    Buffer.from('{"i":"1","p":{"u":"/app/info"}}'),
    Buffer.from([0xff, 0xfe, 0xff]),
  ]
  for (const message of messages) {
    const socket = await openSocket(host)
    const closed = closeCode(socket)
    socket.send(message)
    expect([String(message).slice(0, 60), await closed]).toEqual([String(message).slice(0, 60), 1008])
  }
  const client = await place.connect(host)
  expect((await client.call.app.info()).host).toBe('browser')
})

test('a request for what is not there is answered, and the connection lives', async ({ place }) => {
  const host = await place.startHost()
  const socket = await openSocket(host)
  const paths = [
    '/__proto__',
    '/constructor',
    '/app/__proto__',
    '/app/info/constructor',
    '/toString',
    '/',
    '/app',
  ]
  for (const [at, path] of paths.entries()) {
    const answered = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))))
    socket.send(request(path, {}, String(at)))
    expect(JSON.parse(await answered)).toMatchObject({ i: String(at), p: { s: 404 } })
  }
  const deep = `${'{"a":'.repeat(10_000)}0${'}'.repeat(10_000)}`
  const answered = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))))
  socket.send(`{"i":"deep","p":{"u":"/task/getDraft","b":{"json":${deep}}}}`)
  expect(JSON.parse(await answered)).toMatchObject({ i: 'deep', p: { s: 400 } })
  socket.terminate()
})

test('broken frames end their connection and nothing else', async ({ place }) => {
  const host = await place.startHost()
  const frames: [string, number[]][] = [
    ['a reserved opcode', [0x83, 0x80, 0, 0, 0, 0]],
    ['text that is no UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]],
    ['a frame without a mask', [0x81, 0x02, 0x7b, 0x7d]],
    ['reserved bits', [0xf1, 0x80, 0, 0, 0, 0]],
    ['a length of 2^63', [0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['a fragmented ping', [0x09, 0x80, 0, 0, 0, 0]],
  ]
  for (const [what, bytes] of frames) {
    const socket = await openSocket(host)
    const closed = closeCode(socket)
    // The raw connection below the client: it would not send such a frame.
    const { _socket } = socket as unknown as { _socket: { write(bytes: Buffer): void } }
    _socket.write(Buffer.from(bytes))
    expect([what, [1002, 1007, 1009, 1006].includes(await closed)]).toEqual([what, true])
  }
  const client = await place.connect(host)
  expect((await client.call.app.info()).host).toBe('browser')
})

test('a flood ends its connection while others are served', async ({ place }) => {
  const host = await place.startHost()
  const client = await place.connect(host)
  const socket = await openSocket(host)
  const closed = closeCode(socket)
  const message = request('/app/info')
  for (let sent = 0; sent < 20_000; sent++) socket.send(message)
  const asked = performance.now()
  expect((await client.call.app.info()).host).toBe('browser')
  expect(performance.now() - asked).toBeLessThan(3_000)
  expect([1008, 1006]).toContain(await closed)
})

test('who hangs up in the middle of a refusal ends nothing', async ({ place }) => {
  const host = await place.startHost()
  const head = `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
  for (let at = 0; at < 50; at++) {
    await new Promise<void>((resolve) => {
      const socket = connect(host.port, '127.0.0.1', () => {
        socket.write(head)
        socket.resetAndDestroy()
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve())
    })
  }
  expect((await ask(host.port, '/')).status).toBe(200)
})

test('two hundred connections that dawdle over their headers are ended, and hold nobody up', async ({
  place,
}) => {
  const host = await place.startHost()
  const dawdlers = Array.from({ length: 200 }, () => {
    const socket = connect(host.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nHost: 127')
    socket.resume()
    return new Promise<void>((resolve) => socket.once('close', () => resolve()))
  })
  const asked = performance.now()
  expect((await ask(host.port, '/')).status).toBe(200)
  expect(performance.now() - asked).toBeLessThan(1_000)
  await Promise.all(dawdlers)
})

test('a reader who does not read costs bounded memory, and others read on', async ({ place }) => {
  test.skip(process.platform !== 'linux', 'memory is read from /proc')
  // Twenty turns of half a megabyte: what is unread of the task's stream must wait in the log, not in memory.
  const text = 'All work and no play. '.repeat(25_000)
  place.model.play(({ turn }) =>
    turn < 20
      ? { ...calling('list_files', { path: '.', turn }, text), chunkSize: 100_000 }
      : completing('Written.'),
  )
  const run = await place.treeline('run', 'Write a lot.', '--mode', 'code', '--approve', 'all')
  expect([run.code, run.stdout]).toEqual([0, 'Written.\n'])

  const host = await place.startHost()
  const client = await place.connect(host)
  const taskId = (await client.tasks()).get('SA-1')?.id as string
  const before = memoryOf(host.pid)
  const idle = await openSocket(host)
  idle.pause()
  for (let at = 0; at < 60; at++) idle.send(request('/task/watch', { taskId }, String(at)))
  const events = []
  for (let at = 0; at < 3; at++) {
    for await (const frame of await client.call.task.watch({ taskId: taskId as never, afterSeq: 0 })) {
      events.push(...frame.events)
      if (frame.events.some(({ body }) => body.type === 'task.completed')) break
    }
  }
  expect(events.filter(({ body }) => body.type === 'task.completed')).toHaveLength(3)
  // 60 streams of 11 MB each took 2 GB when nothing held them back, and 50 to 150 MB since.
  expect(memoryOf(host.pid) - before).toBeLessThan(400)
  idle.terminate()
})

test('an approval answers exactly what was shown, and once', async ({ place }) => {
  place.model.play(({ turn }) =>
    turn === 0 ? calling('execute_command', { command: 'echo ran >> ran.txt' }) : completing('Ran.'),
  )
  const host = await place.startHost()
  const client = await place.connect(host)
  const { call } = client
  const workspace = await call.workspaces.open({ path: place.folder })
  const { id: taskId } = await call.tasks.create({
    workspaceId: workspace.id,
    message: 'Run it.',
    mode: 'code',
    delegation: false,
    providerId: null,
    model: null,
  })
  await client.until('SA-1', 'awaiting_approval')
  const frames = await call.task.watch({ taskId, afterSeq: 0 })
  let asked: { approvalId: string; hash: string } | undefined
  for await (const { events } of frames) {
    for (const { body } of events) if (body.type === 'approval.requested') asked = body
    if (asked !== undefined) break
  }
  const { approvalId, hash } = asked as { approvalId: never; hash: string }
  const answer = { taskId, approvalId, hash, decision: 'approved' as const, feedback: '', edited: null }
  await expect(
    call.task.decideApproval({ ...answer, hash: hash.replace(/^./, hash[0] === '0' ? '1' : '0') }),
  ).rejects.toThrow()
  await expect(call.task.decideApproval({ ...answer, approvalId: 'apr_1' as never })).rejects.toThrow()
  expect((await client.tasks()).get('SA-1')?.status).toBe('awaiting_approval')
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => call.task.decideApproval(answer)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await client.until('SA-1', 'completed')
  await expect(call.task.decideApproval(answer)).rejects.toThrow()
  expect(readFileSync(`${place.folder}/ran.txt`, 'utf8')).toBe('ran\n')
})
