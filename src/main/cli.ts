import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { runTerminalHost } from './hosts/terminal/run-terminal-host.ts'

const built = join(import.meta.dirname, '..')
const { version } = packageJson
const resourcesFolder = join(built, '..', 'resources')

process.exitCode = await runTerminalHost(process.argv.slice(2), {
  version,
  resourcesFolder,
  // The browser host is loaded when it is asked for: every other command starts without it.
  serve: async (args) => {
    const { runWebHost } = await import('./hosts/web/run-web-host.ts')
    return runWebHost(args, { version, resourcesFolder, pageFolder: join(built, 'renderer') })
  },
})
