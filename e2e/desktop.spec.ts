import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Page } from '@playwright/test'
import type { ProviderId } from '../src/contract/ids.ts'
import {
  type Desktop,
  electronProgram,
  expect,
  expectConnected,
  runDesktop,
  test,
} from './support/desktop.ts'
import { processesWith } from './support/processes.ts'

const withoutElectron = 'TREELINE_ELECTRON names no Electron program, so the desktop app is not tested.'
if (electronProgram === undefined) console.log(`Skipped: ${withoutElectron}`)
test.skip(electronProgram === undefined, withoutElectron)

const root = join(import.meta.dirname, '..')
const taskOf = (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get('task')

/** A provider that answers nobody, and a task that asks it. */
async function makeTask({ client, data }: Desktop, message: string) {
  const workspace = await client.workspaces.open({ path: data })
  const { id } = await client.providers.save({
    name: 'Nobody',
    baseUrl: 'http://127.0.0.1:9/v1',
    model: 'none',
    modelByMode: {},
    prices: {},
    contextWindow: null,
  })
  return client.tasks.create({
    workspaceId: workspace.id,
    message,
    mode: 'code',
    delegation: false,
    providerId: id,
  })
}

test.describe('a window', () => {
  test('opens on the start screen, connected', async ({ launch, data }) => {
    const { page, client } = await launch()
    await expect(page.getByRole('heading', { name: 'Treeline' })).toBeVisible()
    expect(await client.app.info()).toMatchObject({
      host: 'desktop',
      dataFolder: data,
      canPickFolder: true,
      canOpenWindows: true,
    })
  })

  test('picks folders with the system’s dialog', async ({ launch, data }) => {
    const { client, inMain } = await launch()
    await inMain(({ dialog }, folder) => {
      const answers = [
        { canceled: true, filePaths: [] },
        { canceled: false, filePaths: [folder] },
      ]
      dialog.showOpenDialog = async () => answers.shift() ?? { canceled: true, filePaths: [] }
    }, data)
    expect(await client.workspaces.pick()).toBeNull()
    expect(await client.workspaces.pick()).toMatchObject({ path: data })
  })

  test('opens where it was, as large as it was', async ({ launch }) => {
    const bounds = { x: 60, y: 70, width: 900, height: 620 }
    const first = await launch()
    await first.inMain(
      ({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.setBounds(given),
      bounds,
    )
    await first.quit()
    const second = await launch()
    expect(
      await second.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds()),
    ).toEqual(bounds)
  })

  test('whose page is gone loads it again, while the engine goes on', async ({ launch }) => {
    const { page, client, inMain } = await launch()
    const before = await client.app.info()
    await page.evaluate(() => Object.assign(window, { stale: true }))
    const asked = await inMain(async ({ BrowserWindow, dialog }) => {
      const messages: string[] = []
      dialog.showMessageBox = async (...given: unknown[]) => {
        messages.push((given.at(-1) as { message: string }).message)
        return { response: 0, checkboxChecked: false }
      }
      const [window] = BrowserWindow.getAllWindows()
      const gone = { reason: 'crashed', exitCode: 5 } as const
      for (const _ of [1, 2]) {
        const loaded = new Promise<void>((resolve) =>
          window?.webContents.once('did-finish-load', () => resolve()),
        )
        window?.webContents.emit('render-process-gone', {} as never, gone)
        await loaded
      }
      return messages
    })
    expect(asked).toEqual([
      'This window stopped working and was loaded again.',
      'This window keeps crashing.',
    ])
    await expectConnected(page)
    expect(await page.evaluate(() => 'stale' in window)).toBe(false)
    expect(before.host).toBe('desktop')
  })
})

test.describe('a page', () => {
  test('has no Node, no Electron, and a sandbox', async ({ launch }) => {
    const { page, inMain } = await launch()
    expect(
      await page.evaluate(() =>
        ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
      ),
    ).toEqual([])
    const preferences = await inMain(({ BrowserWindow, standin }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        _prefs: object
        getLastWebPreferences(): object
      }
      return standin === undefined ? contents.getLastWebPreferences() : contents._prefs
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    })
  })

  test('has a policy that lets it run its own scripts and reach nobody', async ({ launch }) => {
    const { page } = await launch()
    const headers = await page.evaluate(async () => Object.fromEntries((await fetch('./')).headers))
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    expect(headers['content-security-policy']).toContain("connect-src 'self';")
    expect(headers['x-content-type-options']).toBe('nosniff')

    const outcome = await page.evaluate(async () => {
      const directives: string[] = []
      const blocked = new Promise<string[]>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          if (directives.push(event.effectiveDirective) === 3) resolve(directives.toSorted())
        })
      })
      const script = document.createElement('script')
      script.textContent = 'window.ranInline = true'
      document.head.append(script)
      new Image().src = 'http://127.0.0.1:9/pixel.png'
      const fetched = await fetch('http://127.0.0.1:9/').then(
        () => 'answered',
        () => 'refused',
      )
      return { inline: 'ranInline' in window, fetched, blocked: await blocked }
    })
    expect(outcome).toEqual({
      inline: false,
      fetched: 'refused',
      blocked: ['connect-src', 'img-src', 'script-src-elem'],
    })
  })

  test('reaches nobody without that policy either', async ({ launch }) => {
    const { app, page } = await launch()
    const protocol = await app.context().newCDPSession(page)
    await protocol.send('Page.setBypassCSP', { enabled: true })
    await page.reload()
    await expectConnected(page)
    const refused: string[] = []
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText.includes('ERR_BLOCKED_BY_CLIENT')) refused.push(request.url())
    })
    await page.evaluate(() => {
      new Image().src = 'https://example.invalid/pixel.png'
      fetch('http://127.0.0.1:9/').catch(() => {})
    })
    await expect
      .poll(() => refused.toSorted())
      .toEqual(['http://127.0.0.1:9/', 'https://example.invalid/pixel.png'])
  })

  test('opens no windows and goes nowhere; links go to the system’s browser', async ({ launch }) => {
    const { page, inMain, client } = await launch()
    await inMain(({ shell }) => {
      const opened: string[] = []
      shell.openExternal = async (url) => void opened.push(url)
      Object.assign(globalThis, { opened })
    })
    const address = page.url()
    const opened = await page.evaluate(() =>
      ['https://example.com/a', 'file:///etc/passwd', 'treeline://app/', 'javascript:1', 'about:blank'].map(
        (url) => window.open(url) === null,
      ),
    )
    expect(opened).toEqual([true, true, true, true, true])
    await client.app.openExternal({ url: 'mailto:someone@example.com' })
    await expect(client.app.openExternal({ url: 'file:///etc/passwd' })).rejects.toThrow()
    expect(await inMain(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([
      'https://example.com/a',
      'mailto:someone@example.com',
    ])

    const refused = inMain(
      ({ BrowserWindow }) =>
        new Promise<string>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents
          contents?.on('will-frame-navigate', (event) => {
            setImmediate(() => resolve(`${event.url} ${event.defaultPrevented ? 'refused' : 'allowed'}`))
          })
        }),
    )
    await page.evaluate(() => {
      setTimeout(() => window.location.assign('http://127.0.0.1:9/elsewhere'))
    })
    expect(await refused).toBe('http://127.0.0.1:9/elsewhere refused')
    expect(page.url()).toBe(address)
    await expectConnected(page)
  })

  test('gets no permission but to write to the clipboard', async ({ launch }) => {
    const { inMain } = await launch()
    const granted = await inMain(({ session, standin }) => {
      if (standin === undefined) return null
      void session
      const names = [
        'clipboard-sanitized-write',
        'clipboard-read',
        'media',
        'geolocation',
        'notifications',
        'usb',
      ]
      const ask = (name: string, url: string) => {
        let answer: boolean | undefined
        standin.permissions.request?.(null, name, (yes) => (answer = yes), { requestingUrl: url })
        return answer === true || standin.permissions.check?.(null, name, url) === true
      }
      return {
        page: names.filter((name) => ask(name, 'treeline://app/')),
        others: names.filter((name) => ask(name, 'https://example.com/')),
      }
    })
    test.skip(granted === null, 'Only a stand-in lends its permission handlers to tests.')
    expect(granted).toEqual({ page: ['clipboard-sanitized-write'], others: [] })
  })

  test('alone gets a port', async ({ launch }) => {
    const { inMain } = await launch()
    const ports = await inMain(({ ipcMain }) => {
      const given: string[] = []
      const frames = [
        { url: 'https://example.com/', parent: null },
        { url: 'treeline://app/', parent: {} },
        { url: 'treeline://app.example.com/', parent: null },
        null,
        { url: 'treeline://app/#task=x', parent: null },
      ]
      for (const senderFrame of frames) {
        const sender = { postMessage: () => given.push(senderFrame?.url ?? 'no frame') }
        ipcMain.emit('treeline:port-please', { sender, senderFrame })
      }
      return given
    })
    expect(ports).toEqual(['treeline://app/#task=x'])
  })
})

test.describe('the menu', () => {
  test('is made from the commands, and a chosen one runs in the page', async ({ launch }) => {
    const { page, inMain } = await launch()
    const menu = await inMain(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => ({
        label,
        items: (submenu?.items ?? []).map(({ id, label: name, accelerator }) => ({ id, name, accelerator })),
      })),
    )
    const labels = menu.map(({ label }) => label).filter((label) => label !== 'Treeline' && label !== 'Help')
    expect(labels).toEqual(
      ['Task', 'Edit', 'Go', 'View', 'Workspace', 'Settings', 'Window'].filter(
        (label) => process.platform !== 'darwin' || label !== 'Settings',
      ),
    )
    const items = menu.flatMap((entry) => entry.items)
    expect(items).toContainEqual({ id: 'task.new', name: 'New Task', accelerator: 'CommandOrControl+N' })
    expect(items).toContainEqual({ id: 'settings.open', name: 'Settings', accelerator: 'CommandOrControl+,' })

    await expect(page.getByRole('dialog')).toHaveCount(0)
    await inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go.palette')?.click())
    await expect(page.getByRole('dialog')).toBeVisible()
  })

  test('opens the main window for a command when only a task’s window is left', async ({ launch }) => {
    const desktop = await launch()
    const { app, page, inMain } = desktop
    const task = await makeTask(desktop, 'Say hello')
    const [window] = await Promise.all([
      app.waitForEvent('window'),
      desktop.client.app.openTaskWindow({ taskId: task.id }),
    ])
    await page.close()
    await expect.poll(() => app.windows()).toEqual([window])
    const [main] = await Promise.all([
      app.waitForEvent('window'),
      inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('window.main')?.click()),
    ])
    await expectConnected(main)
    expect(taskOf(main)).toBeNull()
  })
})

test.describe('a task’s own window', () => {
  test('shows the task, once per task, and is brought back to the front', async ({ launch }) => {
    const desktop = await launch()
    const { app, client, inMain } = desktop
    const first = await makeTask(desktop, 'Count the lighthouses')
    const second = await makeTask(desktop, 'Paint the lighthouses')
    const open = async (taskId: typeof first.id) => {
      const [page] = await Promise.all([app.waitForEvent('window'), client.app.openTaskWindow({ taskId })])
      return page
    }
    const one = await open(first.id)
    const two = await open(second.id)
    await expect.poll(() => [taskOf(one), taskOf(two)]).toEqual([first.id, second.id])
    await expect(one.getByText('Count the lighthouses').first()).toBeVisible()
    await expect(two.getByText('Paint the lighthouses').first()).toBeVisible()

    const focused = () =>
      inMain(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.webContents.getURL())
    await inMain(({ BrowserWindow }, id) => {
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().includes(id))
        ?.minimize()
    }, first.id)
    await client.app.openTaskWindow({ taskId: first.id })
    expect(await focused()).toContain(first.id)
    await client.app.openTaskWindow({ taskId: second.id })
    expect(await focused()).toContain(second.id)
    expect(app.windows()).toHaveLength(3)

    await one.close()
    await expect.poll(() => app.windows().length).toBe(2)
    const again = await open(first.id)
    await expect.poll(() => taskOf(again)).toBe(first.id)
  })
})

test.describe('a second start', () => {
  test('on the same data brings the first one’s window to the front', async ({ launch, data }) => {
    const { app, inMain } = await launch()
    await inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
    expect(await runDesktop(['--data', data])).toMatchObject({ code: 0 })
    await expect
      .poll(() => inMain(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.isMinimized()))
      .toBe(false)
    expect(app.windows()).toHaveLength(1)
  })

  test('on other data is another app', async ({ launch, data }) => {
    const other = join(data, 'other')
    const first = await launch()
    const second = await launch({ env: { TREELINE_DATA: other } })
    expect((await first.client.app.info()).dataFolder).toBe(data)
    expect((await second.client.app.info()).dataFolder).toBe(other)
    expect(await second.inMain(({ app }) => app.getPath('userData'))).toBe(join(other, 'desktop'))
  })
})

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
      expect(said).toContain(`The data folder ${data} is in use by process ${web.pid}`)
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
