// `npm start`: builds what is stale and opens Treeline on the desktop, or in the browser where there is no
// display or no Electron. `--web` and `--desktop` decide. Other options go to the host.
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { downloadElectron, findElectron, sandboxObstacle } from './find-electron.mjs'
import { nodeRuntime, root, toolEnvironment } from './node-runtime.mjs'
import { runChild } from './run-child.mjs'

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/**
 * @param {'web' | 'desktop' | undefined} wanted
 * @returns {{ electron: string } | { reason: string | undefined }} Electron to use, or why the browser
 */
function chooseHost(wanted) {
  if (wanted === 'web') return { reason: undefined }
  if (!wanted && !hasDisplay()) return { reason: 'there is no display' }
  const electron = findElectron() ?? downloadElectron({ again: wanted === 'desktop' })
  if (!electron) return { reason: 'Electron could not be downloaded (`npm start -- --desktop` tries again)' }
  const obstacle = sandboxObstacle(electron)
  return obstacle ? { reason: obstacle } : { electron }
}

/** @param {readonly string[]} args */
async function start(args) {
  const wanted = args.includes('--web') ? 'web' : args.includes('--desktop') ? 'desktop' : undefined
  const rest = args.filter((arg) => arg !== '--web' && arg !== '--desktop')
  await buildIfStale()

  const host = chooseHost(wanted)
  if ('electron' in host) {
    // Chromium has no sandbox for root, which containers run as.
    const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
    return runChild(host.electron, [...flags, root, ...rest], { env: toolEnvironment() })
  }
  if (wanted === 'desktop') throw new Error(`The desktop app cannot start: ${host.reason}.`)
  if (host.reason) console.error(`Treeline: opening in the browser, because ${host.reason}.`)
  return runChild(nodeRuntime(), [join(root, 'out', 'main', 'web.js'), ...rest])
}

start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    console.error(`Treeline: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  },
)
