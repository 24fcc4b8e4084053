import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from './find-chromium.mjs'
import { findProgram } from './find-program.mjs'
import { nodeRuntime, root } from './node-runtime.mjs'

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(program, args, { cwd: root, env, stdio: ['ignore', 2, 2] }).status === 0
}

/** @param {string[]} packages */
function installWithApt(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.error(`Treeline: installing ${packages.join(' and ')} for the tests …`)
  if (run('apt-get', ['update'])) run('apt-get', ['install', '-y', ...packages])
}

function installWithPlaywright() {
  console.error('Treeline: fetching a Chromium for the tests …')
  run(nodeRuntime(), [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'])
}

/**
 * Makes sure of the two programs that the tests need and npm does not bring: git and a Chromium.
 * @throws Error that says what to install when one cannot be had
 */
export function ensureTestPrograms() {
  const missing = [...(findChromium() ? [] : ['chromium']), ...(findProgram(['git']) ? [] : ['git'])]
  if (missing.length > 0) installWithApt(missing)
  if (!findChromium()) installWithPlaywright()
  if (!findChromium()) {
    throw new Error(
      'The tests need a Chromium, and none could be installed. Install Chromium or Google Chrome, ' +
        'or set CHROMIUM_PATH to the executable of one.',
    )
  }
  if (!findProgram(['git'])) throw new Error('The tests need git. Please install it and try again.')
}
