import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isExecutable } from './find-program.mjs'
import { root } from './node-runtime.mjs'

const PACKAGE = join(root, 'node_modules', 'electron')

/** Holds the time of the last download that failed. */
const FAILURE = join(root, 'node_modules', '.treeline-no-electron')

const DOWNLOAD_LIMIT_MS = 60_000

/** How long a failed download keeps `npm start` from trying again by itself. */
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000

const EXECUTABLE =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'

/**
 * The Electron program, without downloading anything: that of `ELECTRON_OVERRIDE_DIST_PATH`, else the one
 * that the package has fetched.
 * @returns {string | undefined} its absolute path
 */
export function findElectron() {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const path = join(chosen ?? join(PACKAGE, 'dist'), EXECUTABLE)
  if (!isExecutable(path)) return undefined
  return chosen || existsSync(join(PACKAGE, 'dist', 'version')) ? path : undefined
}

/**
 * Has the package download its program.
 * @param {{ again: boolean }} options `again`: also when it failed less than a day ago
 * @returns {string | undefined} the program's path, undefined when it could not be had
 */
export function downloadElectron({ again }) {
  const failedAt = existsSync(FAILURE) ? Number(readFileSync(FAILURE, 'utf8')) : 0
  if (!again && Date.now() - failedAt < RETRY_AFTER_MS) return undefined
  console.error('Treeline: fetching Electron, for at most a minute …')
  spawnSync(process.execPath, [join(PACKAGE, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS })
  const electron = findElectron()
  if (!electron) writeFileSync(FAILURE, String(Date.now()))
  return electron
}

/** @param {string} path */
function readSetting(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined
}

/**
 * What keeps this Electron from sandboxing its pages on this Linux, with the way out; undefined when nothing does.
 * @param {string} electron path of the program
 */
export function sandboxObstacle(electron) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return undefined
  const forbidden =
    readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readSetting('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    readSetting('/proc/sys/user/max_user_namespaces') === '0'
  if (!forbidden) return undefined
  const helper = join(electron, '..', 'chrome-sandbox')
  const stat = statSync(helper, { throwIfNoEntry: false })
  if (!stat || (stat.uid === 0 && (stat.mode & 0o4000) !== 0)) return undefined
  return (
    'this system lets only programs of root set up a sandbox; to allow it, run: ' +
    `sudo chown root ${helper} && sudo chmod 4755 ${helper}`
  )
}
