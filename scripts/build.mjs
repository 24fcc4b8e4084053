import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isMain } from './is-main.mjs'
import { nodeRuntime, root, toolEnvironment } from './node-runtime.mjs'
import { runChild } from './run-child.mjs'

const STAMP = join(root, 'out', '.built')
const LOCK = join(root, 'out', '.building')

/** What the build reads. */
const FOLDERS = ['src', 'resources']
const FILES = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json']

/** How often to look whether another process has finished its build, which takes seconds. */
const LOCK_POLL_MS = 100

/**
 * Path, size and time of everything that the build reads, as one hash. Contents are not read: this runs
 * before every command and takes a few milliseconds.
 * @param {string} folder
 */
export function sourceSignature(folder) {
  const hash = createHash('sha1')
  /** @param {string} path */
  const addFile = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat) hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`)
  }
  /** @param {string} path */
  const addFolder = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = `${path}/${entry.name}`
      if (entry.isDirectory()) addFolder(child)
      else if (!/\.test\.tsx?$/.test(entry.name)) addFile(child)
    }
  }
  for (const name of FOLDERS) if (existsSync(join(folder, name))) addFolder(join(folder, name))
  for (const name of FILES) addFile(join(folder, name))
  return hash.digest('hex')
}

/** Whether `out/` was built from the sources as they are. True where there are no sources to build from. */
export function isFresh() {
  if (!existsSync(join(root, 'src'))) return true
  try {
    return readFileSync(STAMP, 'utf8') === sourceSignature(root)
  } catch {
    return false
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Waits until no other process builds, and makes this one the builder. */
async function takeLock() {
  mkdirSync(join(root, 'out'), { recursive: true })
  for (;;) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const owner = existsSync(LOCK) ? Number(readFileSync(LOCK, 'utf8')) : 0
    if (owner > 0 && isRunning(owner)) await delay(LOCK_POLL_MS)
    else rmSync(LOCK, { force: true })
  }
}

async function buildLocked(/** @type {boolean} */ verbose) {
  const signature = sourceSignature(root)
  rmSync(STAMP, { force: true })
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const code = await runChild(nodeRuntime(), [cli, 'build', '--logLevel', verbose ? 'info' : 'warn'], {
    cwd: root,
    env: toolEnvironment(),
    stdio: ['ignore', verbose ? 'inherit' : 2, 'inherit'],
  })
  if (code !== 0) throw new Error(`The build failed with exit code ${code}, see above.`)
  // Taken before the build: what changed meanwhile is built the next time.
  writeFileSync(STAMP, signature)
}

/**
 * Builds `out/`, after any build that another process is at.
 * @param {{ verbose?: boolean, unlessFresh?: boolean }} [options] `verbose`: list the files on stdout; else
 *   only warnings are printed, to stderr. `unlessFresh`: do nothing when `out/` fits the sources by then.
 * @throws Error when the build fails
 */
export async function build({ verbose = false, unlessFresh = false } = {}) {
  await takeLock()
  try {
    if (!(unlessFresh && isFresh())) await buildLocked(verbose)
  } finally {
    rmSync(LOCK, { force: true })
  }
}

/** Makes the next `buildIfStale` build, because `out/` is about to hold something else. */
export function markStale() {
  rmSync(STAMP, { force: true })
}

/** Builds `out/` if the sources changed since. A few milliseconds when they did not. */
export async function buildIfStale() {
  if (isFresh()) return
  console.error('Treeline: building …')
  await build({ unlessFresh: true })
}

if (isMain(import.meta.url)) {
  build({ verbose: true }).catch((error) => {
    console.error(`Treeline: ${error.message}`)
    process.exitCode = 1
  })
}
