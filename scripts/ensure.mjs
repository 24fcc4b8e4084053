// Does the set-up that `npm start`, `npm test` and the others need. Plain Node 20, no dependencies:
// this runs on a fresh clone. `--tests` also makes sure of Chromium and git.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureTestPrograms } from './ensure-test-programs.mjs'
import { isMain } from './is-main.mjs'
import { bundledNode, root, runsTreeline } from './node-runtime.mjs'

/** What was installed last: see `dependencyHash`. */
const STAMP = join(root, 'node_modules', '.treeline-installed')

const UPDATE_NODE = `Please install Node.js 22.12 or newer from https://nodejs.org and try again.`

/** Changes when package.json asks for other packages or the lock file holds other versions. */
function dependencyHash() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const lock = join(root, 'package-lock.json')
  return createHash('sha256')
    .update(JSON.stringify([manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies]))
    .update(existsSync(lock) ? readFileSync(lock) : '')
    .digest('hex')
}

/** @param {string[]} args */
function npm(args) {
  const script = process.env.npm_execpath
  // Installing is talk beside the command that was asked for: it goes to stderr.
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const result = script?.endsWith('.js')
    ? spawnSync(process.execPath, [script, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  return result.status === 0
}

function install() {
  console.error('Treeline: installing dependencies …')
  // Named explicitly, for NODE_ENV=production or an .npmrc would leave out what the build needs.
  if (!npm(['install', '--include=dev', '--include=optional', '--no-audit', '--no-fund'])) {
    throw new Error('`npm install` failed, see above. Is the npm registry within reach?')
  }
}

/** Makes sure of a Node that runs Treeline; on Linux it comes from npm as `node-linux-<arch>`. */
function ensureRuntime() {
  if (bundledNode() || runsTreeline(process.version)) return
  const name = `node-linux-${process.arch}`
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version = process.platform === 'linux' ? manifest.optionalDependencies[name] : undefined
  if (
    version &&
    npm(['install', '--no-save', '--no-audit', '--no-fund', `${name}@${version}`]) &&
    bundledNode()
  )
    return
  throw new Error(`Treeline runs on Node.js 22.12 or newer, this is ${process.version}. ${UPDATE_NODE}`)
}

/** Node 24 from npm is built for glibc: on another libc it is there, but does not start. */
function checkRuntime() {
  const node = bundledNode()
  if (!node || spawnSync(node, ['--version']).status === 0) return
  throw new Error(`${node} does not start on this system. ${UPDATE_NODE}`)
}

/**
 * Installs what is missing or out of date; returns at once when nothing is.
 * @param {{ tests?: boolean }} [options] `tests`: also make sure of Chromium and git
 * @throws Error with a message for people when something is missing and cannot be had
 */
export function ensure(options = {}) {
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new Error(
      `Treeline needs Node.js 20 or newer to set itself up, this is ${process.version}. ${UPDATE_NODE}`,
    )
  }
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== dependencyHash()) {
    install()
    ensureRuntime()
    checkRuntime()
    // npm may have added this platform's packages to the lock file.
    writeFileSync(STAMP, dependencyHash())
  }
  ensureRuntime()
  if (options.tests) ensureTestPrograms()
}

if (isMain(import.meta.url)) {
  try {
    ensure({ tests: process.argv.includes('--tests') })
  } catch (error) {
    console.error(`Treeline: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
}
