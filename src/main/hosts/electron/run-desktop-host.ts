import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { AppError } from '../../../contract/app-error.ts'
import { boundCommands } from '../../../contract/command-keys.ts'
import { createRouter } from '../../api/router.ts'
import { createApp } from '../../app.ts'
import type { Platform } from '../../platform.ts'
import { dataFolder } from '../common/data-folder.ts'
import { createApplicationMenu } from './application-menu.ts'
import { followAttention } from './attention.ts'
import { parseDesktopOptions } from './desktop-options.ts'
import { findSealing } from './find-sealing.ts'
import { guardContents } from './guard-contents.ts'
import { guardSession } from './guard-session.ts'
import { openExternal } from './open-external.ts'
import { createPageAddress } from './page-address.ts'
import { registerPageScheme, servePage } from './page-protocol.ts'
import { createPageResponder } from './page-responder.ts'
import { pickFolder } from './pick-folder.ts'
import { servePorts } from './ports.ts'
import { quitCleanly } from './quit-cleanly.ts'
import { createSealedSecrets } from './sealed-secrets.ts'
import { watchCrashes } from './watch-crashes.ts'
import { openWindowPlaceFile } from './window-place-file.ts'
import { createWindows } from './windows.ts'

/** Where the parts of the built app are, all absolute. */
export type DesktopPaths = { version: string; resourcesFolder: string; pageFolder: string; preload: string }

const log: Platform['log'] = (level, message) => void process.stderr.write(`${level}: ${message}\n`)

/**
 * Runs the desktop host until it quits. Everything that Electron wants to know before it is ready is said
 * before the first await. Never rejects: what keeps the app from starting is shown, and ends it with exit
 * code 1. A second start on the same data folder brings the first one's window to the front instead.
 */
export async function runDesktopHost(argv: readonly string[], paths: DesktopPaths): Promise<void> {
  // Whoever started the app may stop listening to it, which must not end it.
  process.stderr.on('error', () => {})
  try {
    const folder = dataFolder(parseDesktopOptions(argv).data)
    const ownFolder = takeOwnFolder(folder)
    if (!app.requestSingleInstanceLock()) {
      log('info', 'Treeline is running already. Its window was brought to the front.')
      return app.exit(0)
    }
    const address = createPageAddress(app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL)
    if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
    registerPageScheme()
    guardContents({ address, openExternal, log })
    await app.whenReady()

    guardSession({ address, log })
    servePage(createPageResponder(paths.pageFolder, address.isPage))
    const windows = createWindows({
      address,
      preload: paths.preload,
      icon: join(paths.resourcesFolder, 'build', 'icon.png'),
      places: openWindowPlaceFile(join(ownFolder, 'windows.json'), log),
      onOpen: (window) => watchCrashes(window, log),
      log,
    })
    const engine = await createApp(
      {
        host: 'desktop',
        version: paths.version,
        dataFolder: folder,
        resourcesFolder: paths.resourcesFolder,
        environment: process.env,
        secrets: createSealedSecrets({
          dataFolder: folder,
          sealedFolder: ownFolder,
          sealing: findSealing(),
          log,
        }),
        pickFolder,
        openTaskWindow: windows.showTask,
        openExternal,
        log,
      },
      'by_preference',
    )
    const closePorts = servePorts({ router: createRouter(engine), address, log })
    const stopAttention = followAttention(engine, windows, log)
    quitCleanly({
      dispose: async () => {
        stopAttention()
        closePorts()
        await engine.dispose()
      },
      log,
    })
    const { settings } = engine.store
    const menu = createApplicationMenu(windows, paths.version)
    let keys = settings.preferences().keys
    menu.set(boundCommands(keys))
    settings.listen(() => {
      const now = settings.preferences().keys
      if (JSON.stringify(now) === JSON.stringify(keys)) return
      keys = now
      menu.set(boundCommands(keys))
    })
    app.on('second-instance', () => void windows.showMain())
    app.on('activate', (_event, hasVisibleWindows) => {
      if (!hasVisibleWindows) windows.showMain()
    })
    windows.showMain()
  } catch (error) {
    failToStart(error)
  }
}

/**
 * Electron's own files go below the data folder: two data folders are two apps that know nothing of each
 * other. Returns their folder.
 */
function takeOwnFolder(folder: string): string {
  const own = join(folder, 'desktop')
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const message = `The data folder ${folder} cannot be used: ${(cause as Error).message}`
    throw new AppError('storage_failed', message, { cause })
  }
  app.setName('Treeline')
  app.setPath('userData', own)
  return own
}

function failToStart(error: unknown): void {
  const expected = error instanceof AppError
  const message = error instanceof Error ? error.message : String(error)
  log('error', expected ? message : error instanceof Error ? (error.stack ?? message) : message)
  dialog.showErrorBox('Treeline cannot start', message)
  app.exit(1)
}
