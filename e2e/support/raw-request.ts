import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'

/** What a server answered, as far as tests look at it. */
export type Answer = {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** One request to 127.0.0.1 with exactly these headers: no browser between, which would change them. */
export function ask(
  port: number,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      async (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (piece) => {
          text += piece
        })
        await once(response, 'end')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
      },
    )
    sent.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Asks for a WebSocket. A status of 101 is a yes. */
export function askToUpgrade(port: number, headers: Record<string, string>, path = '/rpc'): Promise<Answer> {
  return ask(port, path, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64'),
      ...headers,
    },
  })
}

/** Sends bytes as they are and returns what comes back until the server hangs up. */
export async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('latin1').on('data', (piece) => {
    text += piece
  })
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  return text
}
