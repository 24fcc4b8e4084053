import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createScratchRepository } from './scratch-repository.ts'

// Without sources nothing is stale, so that these stand where the build would.
const BUILT = {
  'out/main/web.js': `console.log('web', ...process.argv.slice(2))\n`,
  'out/main/cli.js': `console.log('cli', ...process.argv.slice(2))\n`,
}

let scratch: ReturnType<typeof createScratchRepository>

beforeEach(() => {
  scratch = createScratchRepository({ dependencies: false })
  scratch.write({
    ...BUILT,
    'node_modules/electron/install.js': `console.log('downloading'); process.exit(1)\n`,
    'program/electron': '#!/bin/sh\necho desktop "$@"\n',
  })
  chmodSync(join(scratch.root, 'program', 'electron'), 0o755)
})

afterEach(() => scratch.dispose())

const run = (script: string, args: string[], env: NodeJS.ProcessEnv = {}) => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ELECTRON_OVERRIDE_DIST_PATH: ___, ...rest } = process.env
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(scratch.root, 'scripts', script), ...args],
    {
      encoding: 'utf8',
      env: { ...rest, ...env },
    },
  )
  return { status, stdout: stdout.trim(), stderr }
}

describe.runIf(process.platform === 'linux')('npm start on Linux', () => {
  const display = { DISPLAY: ':0' }
  const withElectron = () => ({ ELECTRON_OVERRIDE_DIST_PATH: join(scratch.root, 'program') })

  test('--web opens the browser host with the other options and says nothing more', () => {
    const options = ['--web', '--port', '0', '--no-open', '--data', 'a b']
    const result = run('start.mjs', options, { ...display, ...withElectron() })
    expect(result).toEqual({ status: 0, stdout: 'web --port 0 --no-open --data a b', stderr: '' })
  })

  test('without a display it is the browser, and says why', () => {
    const { stdout, stderr } = run('start.mjs', ['--port', '0'], withElectron())
    expect(stdout).toBe('web --port 0')
    expect(stderr).toBe('Treeline: opening in the browser, because there is no display.\n')
  })

  test('with a display and Electron it is the desktop', () => {
    const { stdout, stderr } = run('start.mjs', ['--data', 'x'], { ...display, ...withElectron() })
    expect(stdout).toMatch(/^desktop .*--data x$/)
    expect(stdout).toContain(scratch.root)
    expect(stderr).toBe('')
  })

  test('--desktop asks for no display', () => {
    expect(run('start.mjs', ['--desktop'], withElectron()).stdout).toMatch(/^desktop /)
  })

  test('Electron that cannot be had: the browser, with one line, and no second attempt that day', () => {
    const first = run('start.mjs', [], display)
    expect(first.stdout).toBe('web')
    expect(first.stderr).toContain('fetching Electron')
    expect(first.stderr).toContain('because Electron could not be downloaded')
    expect(run('start.mjs', [], display).stderr).not.toContain('fetching Electron')
  })

  test('--desktop without Electron tries again, fails and says so', () => {
    run('start.mjs', [], display)
    const { status, stdout, stderr } = run('start.mjs', ['--desktop'], display)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('fetching Electron')
    expect(stderr).toContain('The desktop app cannot start: Electron could not be downloaded')
  })
})

test('the exit code of the host is that of npm start', () => {
  scratch.write({ 'out/main/web.js': 'process.exit(4)\n' })
  expect(run('start.mjs', ['--web']).status).toBe(4)
})

test('treeline is the command line, with nothing of its own on stdout', () => {
  expect(run('treeline.mjs', ['run', '--json', 'a b'])).toEqual({
    status: 0,
    stdout: 'cli run --json a b',
    stderr: '',
  })
})
