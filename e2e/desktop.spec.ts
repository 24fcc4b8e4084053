import { join } from 'node:path'
import { electronProgram, expect, expectConnected, test } from './support/desktop.ts'

const withoutElectron = 'TREELINE_ELECTRON names no Electron program, so the desktop app is not tested.'
if (electronProgram === undefined) console.log(`Skipped: ${withoutElectron}`)
test.skip(electronProgram === undefined, withoutElectron)

const _root = join(import.meta.dirname, '..')

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
