// `npm run dev`: Treeline with hot reload, on the desktop, or in the browser with `--web`. Other options go
// to the host.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { resolveConfig } from 'electron-vite'
import { build, createServer } from 'vite'
import { markStale } from './build.mjs'
import { downloadElectron, findElectron } from './find-electron.mjs'
import { nodeRuntime, root, toolEnvironment } from './node-runtime.mjs'
import { runChild } from './run-child.mjs'

/** A port that is free now, to be kept over restarts so that the open page finds its host again. */
async function freePort() {
  const server = createSocketServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}

/**
 * Keeps the browser host running on the newest build of the main side.
 * @param {readonly string[]} args
 */
function createHostRunner(args) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child
  let started = false
  let turn = Promise.resolve()
  const stop = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    await exit
  }
  const startAnew = async () => {
    await stop()
    const again = started && !args.includes('--no-open') ? ['--no-open'] : []
    started = true
    child = spawn(nodeRuntime(), [join(root, 'out', 'main', 'web.js'), ...args, ...again], {
      stdio: 'inherit',
    })
  }
  return {
    stop,
    /** One after the other, however fast the builds come. */
    restart() {
      turn = turn.then(startAnew)
    },
  }
}

/** @param {readonly string[]} args */
async function developInBrowser(args) {
  const page = await resolveConfig({}, 'serve', 'development')
  const server = await createServer({
    ...page.config?.renderer,
    server: { ...page.config?.renderer?.server, host: '127.0.0.1' },
  })
  await server.listen()
  const url = server.resolvedUrls?.local[0]
  if (!url) throw new Error('The development server has no address.')

  const port = args.includes('--port') ? [] : ['--port', String(await freePort())]
  const host = createHostRunner(['--dev-renderer', url, ...port, ...args])

  const main = await resolveConfig({}, 'build', 'development')
  const watcher = await build({
    ...main.config?.main,
    build: { ...main.config?.main?.build, watch: {} },
  })
  if (!('on' in watcher)) throw new Error('The build of the main side does not watch its files.')
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') console.error(`Treeline: ${event.error.message}`)
    if (event.code === 'END') host.restart()
  })

  const close = async () => {
    await Promise.all([watcher.close(), server.close(), host.stop()])
    process.exit()
  }
  process.once('SIGINT', close)
  process.once('SIGTERM', close)
}

/**
 * @param {string} electron
 * @param {readonly string[]} args
 */
async function developOnDesktop(electron, args) {
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--noSandbox'] : []
  process.exitCode = await runChild(nodeRuntime(), [cli, 'dev', '--watch', ...flags, '--', ...args], {
    cwd: root,
    env: { ...toolEnvironment(), ELECTRON_EXEC_PATH: electron },
  })
}

const args = process.argv.slice(2)
const rest = args.filter((arg) => arg !== '--web')
// What is built here is for development: the next `npm start` builds anew.
markStale()
const electron = args.includes('--web') ? undefined : (findElectron() ?? downloadElectron({ again: true }))
if (electron) {
  await developOnDesktop(electron, rest)
} else {
  if (rest.length === args.length)
    console.error('Treeline: Electron could not be downloaded; using the browser.')
  await developInBrowser(rest)
}
