import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ProviderId } from '../src/contract/ids.ts'
import { type Desktop, electronProgram, expect, runDesktop, test } from './support/desktop.ts'
import { processesWith } from './support/processes.ts'

const withoutElectron = 'TREELINE_ELECTRON names no Electron program, so the desktop app is not tested.'
if (electronProgram === undefined) console.log(`Skipped: ${withoutElectron}`)
test.skip(electronProgram === undefined, withoutElectron)

const root = join(import.meta.dirname, '..')

test.describe('a key', () => {
  const key = 'sk-desktop-0123456789abcdef'

  /** Saves a key, starts anew, and has it sent to a server: what the server was shown. */
  async function roundTrip(
    launch: (options?: { before: string[] }) => Promise<Desktop>,
    before: string[],
    needsStandIn = false,
  ) {
    const seen: (string | undefined)[] = []
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'm', object: 'model' }] }))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    try {
      const first = await launch({ before })
      const isStandIn = await first.inMain(({ standin }) => standin !== undefined)
      test.skip(needsStandIn && !isStandIn, 'A real Linux desktop may have no keyring.')
      const shared = { modelByMode: {}, prices: {}, contextWindow: null }
      const saved = await first.client.providers.save({ name: 'P', baseUrl, model: 'm', key, ...shared })
      expect(saved.hasKey).toBe(true)
      await first.quit()
      const second = await launch({ before })
      const providerId = saved.id as ProviderId
      expect(await second.client.providers.test({ providerId, baseUrl })).toMatchObject({ status: 'ok' })
      await second.quit()
      return seen
    } finally {
      server.close()
    }
  }

  test('survives a restart in a file for its owner only, where there is no keyring', async ({
    launch,
    data,
  }) => {
    test.skip(process.platform !== 'linux', 'Other systems always have a keyring.')
    expect(await roundTrip(launch, ['--password-store=basic'])).toContain(`Bearer ${key}`)
    const file = join(data, 'secrets.json')
    expect(readFileSync(file, 'utf8')).toContain(key)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(existsSync(join(data, 'desktop', 'secrets.json'))).toBe(false)
  })

  test('survives a restart without being in any file, where there is one', async ({ launch, data }) => {
    const linux = process.platform === 'linux'
    const before = linux ? ['-r', join(import.meta.dirname, 'support', 'sealing.cjs')] : []
    expect(await roundTrip(launch, before, linux)).toContain(`Bearer ${key}`)
    const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const telling = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(key))
    expect(telling).toEqual([])
    expect(statSync(join(data, 'desktop', 'secrets.json')).mode & 0o777).toBe(0o600)
  })
})

test.describe('quitting', () => {
  test('ends everything, whichever way it is asked for', async ({ launch, data }) => {
    test.skip(process.platform !== 'linux', 'Looks at processes where Linux shows them.')
    const ways: ((desktop: Desktop) => unknown)[] = [
      ({ app }) => app.close(),
      ({ inMain }) =>
        inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.close())),
      ({ process }) => process.kill('SIGTERM'),
    ]
    for (const [index, end] of ways.entries()) {
      const mark = `treeline-quit-${process.pid}-${index}`
      const desktop = await launch({ env: { TREELINE_TEST_MARK: mark } })
      expect(processesWith(mark).length).toBeGreaterThan(1)
      expect(await desktop.complaints()).toEqual([])
      const exit = once(desktop.process, 'exit')
      await end(desktop)
      expect(await exit).toEqual([0, null])
      await expect.poll(() => [...processesWith(mark), ...processesWith(data)]).toEqual([])
    }
  })
})

test.describe('does not start, says why and ends with 1', () => {
  test('when another host has the data folder', async ({ data }) => {
    const web = spawn(process.execPath, [join(root, 'out', 'main', 'web.js'), '--no-open', '--data', data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(web.stdout, 'data')
      const { code, said } = await runDesktop(['--data', data])
      expect(code).toBe(1)
      expect(said).toContain('Treeline cannot start')
      expect(said).toContain(`The data folder ${data} is in use by `)
      expect(said).toContain(`process ${web.pid}, since `)
    } finally {
      web.kill()
      await once(web, 'exit')
    }
  })

  test('when the data is from a newer Treeline', async ({ launch, data }) => {
    await (await launch()).quit()
    const database = new DatabaseSync(join(data, 'treeline.db'))
    database.exec('PRAGMA user_version = 9999')
    database.close()
    const { code, said } = await runDesktop(['--data', data])
    expect(code).toBe(1)
    expect(said).toMatch(/Treeline cannot start\n.*newer/)
  })

  test('when the data folder is none', async ({ data }) => {
    const file = join(data, 'file')
    writeFileSync(file, '')
    expect(await runDesktop(['--data', file])).toMatchObject({ code: 1, said: expect.stringContaining(file) })
    expect(await runDesktop(['--data'])).toMatchObject({ code: 1, said: expect.stringContaining('--data') })
  })
})
