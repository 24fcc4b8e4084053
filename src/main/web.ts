import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { runWebHost } from './hosts/web/run-web-host.ts'

const built = join(import.meta.dirname, '..')

process.exitCode = await runWebHost(process.argv.slice(2), {
  version: packageJson.version,
  resourcesFolder: join(built, '..', 'resources'),
  pageFolder: join(built, 'renderer'),
})
