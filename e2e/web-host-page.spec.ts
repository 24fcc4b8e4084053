import { createServer } from 'node:http'
import { expect, test } from './support/place.ts'
import { ask } from './support/raw-request.ts'

test('a port that another program has is said in words, and that program hears nothing', async ({
  place,
}) => {
  const heard: string[] = []
  const other = createServer((request, response) => {
    heard.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  const run = place.startTreeline(['serve', '--no-open', '--port', String(port)])
  const { code } = await run.ended
  other.close()
  expect({ code, stdout: run.stdout(), heard }).toEqual({ code: 1, stdout: '', heard: [] })
  expect(run.stderr()).toContain(`Port ${port} is taken`)
})

test('a data folder that another process is at work on is said in words', async ({ place }) => {
  const host = await place.startHost()
  const second = place.startTreeline(['serve', '--no-open'])
  expect([(await second.ended).code, second.stdout()]).toEqual([1, ''])
  expect(second.stderr()).toContain(place.dataFolder)
  expect((await ask(host.port, '/')).status).toBe(200)
})

test('the page takes the token out of its address, keeps it over a reload and tells nobody', async ({
  place,
  page,
}) => {
  const host = await place.startHost()
  const told: string[] = []
  const refused: string[] = []
  page.on('request', (request) => {
    const { referer, ...headers } = request.headers()
    if (referer || `${request.url()} ${JSON.stringify(headers)}`.includes(host.token))
      told.push(request.url())
  })
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) refused.push(message.text())
  })
  await page.goto(host.url)
  await expect(page.getByRole('heading', { name: 'Treeline' })).toBeVisible()
  expect(page.url()).toBe(`${host.origin}/`)
  expect(await page.title()).not.toContain(host.token)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Treeline' })).toBeVisible()
  expect(page.url()).toBe(`${host.origin}/`)
  expect({ told, refused }).toEqual({ told: [], refused: [] })
  expect(host.stderr()).not.toContain(host.token)
})

test('a page without the token is told what to do', async ({ place, page }) => {
  const host = await place.startHost()
  await page.goto(`${host.origin}/#token=wrong`)
  await expect(page.getByText(/token/i).first()).toBeVisible()
})

test('another page on this machine can neither frame the app, nor read it, nor connect', async ({
  place,
  page,
}) => {
  const host = await place.startHost()
  const stranger = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<iframe src="${host.origin}/"></iframe>`)
  })
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  const { port } = stranger.address() as { port: number }
  const framed = page.waitForEvent('requestfailed', (request) => request.url().startsWith(host.origin))
  await page.goto(`http://127.0.0.1:${port}/`)
  expect((await framed).failure()?.errorText).toContain('BLOCKED')
  const outcomes = await page.evaluate(
    async ({ origin, token }) => {
      const read = await fetch(`${origin}/`).then(
        () => 'read',
        () => 'refused',
      )
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, ['treeline.v1', `token.${token}`])
      const connected = await new Promise((resolve) => {
        socket.onopen = () => resolve('connected')
        socket.onclose = () => resolve('refused')
      })
      return { read, connected }
    },
    { origin: host.origin, token: host.token },
  )
  stranger.close()
  expect(outcomes).toEqual({ read: 'refused', connected: 'refused' })
})
