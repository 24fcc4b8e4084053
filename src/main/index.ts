import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { runDesktopHost } from './hosts/electron/run-desktop-host.ts'

const built = join(import.meta.dirname, '..')

// Not awaited: Electron is ready only after this file has run to its end.
void runDesktopHost(process.argv.slice(1), {
  version: packageJson.version,
  resourcesFolder: join(built, '..', 'resources'),
  pageFolder: join(built, 'renderer'),
  preload: join(built, 'preload', 'index.cjs'),
})
