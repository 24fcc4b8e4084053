import { join } from 'node:path'
import { AppError } from '../../../contract/app-error.ts'
import { createApp } from '../../app.ts'
import type { Platform } from '../../platform.ts'
import { dataFolder } from '../common/data-folder.ts'
import { createFileSecrets } from '../common/file-secrets.ts'
import { openLink } from '../common/open-link.ts'
import { serve } from './serve.ts'
import { parseWebOptions } from './web-options.ts'

/**
 * Runs the browser host until it is told to stop: builds the app, serves it, prints the address and, unless
 * told not to, opens it. Resolves with the exit code; expected failures are said in words on stderr.
 */
export async function runWebHost(
  argv: string[],
  { version, resourcesFolder, pageFolder }: { version: string; resourcesFolder: string; pageFolder: string },
): Promise<number> {
  try {
    const options = parseWebOptions(argv)
    const folder = dataFolder(options.data)
    const platform: Platform = {
      host: 'browser',
      version,
      dataFolder: folder,
      resourcesFolder,
      environment: process.env,
      secrets: createFileSecrets(folder),
      pickFolder: null,
      openTaskWindow: null,
      openExternal: (url) => openLink(url),
      log: (level, message) => void process.stderr.write(`${level}: ${message}\n`),
    }
    const app = await createApp(platform, 'by_preference')
    const server = await serve({
      app,
      port: options.port,
      pageFolder: join(pageFolder),
      devOrigin: options.devRenderer,
      log: platform.log,
    })
    const page =
      options.devRenderer === null
        ? server.url
        : `${options.devRenderer}/#token=${server.token}&host=127.0.0.1:${server.port}`
    process.stdout.write(`Treeline is at ${page}\n`)
    if (options.open) await openLink(page).catch((error: Error) => platform.log('warn', error.message))
    await stopSignal()
    await server.dispose()
    await app.dispose()
    return 0
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`${error.message}\n`)
    return error.code === 'bad_request' ? 2 : 1
  }
}

/** Resolves when the process is asked to end. A second Ctrl-C ends it at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve())
  })
}
