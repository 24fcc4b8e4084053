import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createScratchRepository } from './scratch-repository.ts'

let scratch: ReturnType<typeof createScratchRepository>
let log = ''

beforeEach(() => {
  scratch = createScratchRepository({ dependencies: false })
  log = join(scratch.root, 'npm.log')
  // Stands where npm's own script would: notes what it was asked and leaves what npm would leave.
  scratch.write({
    'fake-npm.js': `import { appendFileSync, mkdirSync, symlinkSync, existsSync } from 'node:fs'
      appendFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' ') + '\\n')
      if (process.env.FAKE_NPM_FAILS) process.exit(1)
      mkdirSync('node_modules/.bin', { recursive: true })
      if (!existsSync('node_modules/.bin/node')) symlinkSync(process.execPath, 'node_modules/.bin/node')\n`,
  })
})

afterEach(() => scratch.dispose())

const ensure = (env: NodeJS.ProcessEnv = {}, ...options: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(scratch.root, 'scripts', 'ensure.mjs'), ...options],
    {
      encoding: 'utf8',
      env: { ...process.env, npm_execpath: join(scratch.root, 'fake-npm.js'), ...env },
    },
  )
  return { status, stdout, stderr }
}

const installs = (): number => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0)

const editManifest = (edit: (manifest: Record<string, Record<string, string>>) => void): void => {
  const manifest = JSON.parse(readFileSync(join(scratch.root, 'package.json'), 'utf8'))
  edit(manifest)
  scratch.write({ 'package.json': JSON.stringify(manifest) })
}

test('installs once, and again only when other packages are asked for', () => {
  expect(ensure()).toMatchObject({ status: 0, stdout: '' })
  expect(readFileSync(log, 'utf8')).toMatch(/^install --include=dev --include=optional /)
  ensure()
  expect(installs()).toBe(1)
  editManifest((manifest) => Object.assign(manifest.scripts ?? {}, { extra: 'true' }))
  ensure()
  expect(installs()).toBe(1)
  editManifest((manifest) => Object.assign(manifest.devDependencies ?? {}, { extra: '1.0.0' }))
  ensure()
  expect(installs()).toBe(2)
  scratch.write({ 'package-lock.json': '{}' })
  ensure()
  expect(installs()).toBe(3)
})

test('works in a folder that is reached by a link', () => {
  symlinkSync(scratch.root, join(scratch.root, 'link'))
  const script = join(scratch.root, 'link', 'scripts', 'ensure.mjs')
  spawnSync(process.execPath, [script], {
    env: { ...process.env, npm_execpath: join(scratch.root, 'fake-npm.js') },
  })
  expect(installs()).toBe(1)
})

test('installs anew when node_modules is gone', () => {
  ensure()
  scratch.remove('node_modules')
  ensure()
  expect(installs()).toBe(2)
})

test('a failed installation is said, fails, and is tried again', () => {
  const { status, stderr } = ensure({ FAKE_NPM_FAILS: '1' })
  expect(status).toBe(1)
  expect(stderr).toContain('`npm install` failed')
  expect(ensure().status).toBe(0)
})

test('a CHROMIUM_PATH that names no program is said', () => {
  const { status, stderr } = ensure({ CHROMIUM_PATH: '/does/not/exist' }, '--tests')
  expect(status).toBe(1)
  expect(stderr).toContain('CHROMIUM_PATH is set to /does/not/exist')
})

test('the tests need git: words when it cannot be had, silence when it is there', () => {
  scratch.write({ 'empty/.keep': '' })
  const chromium = { CHROMIUM_PATH: process.execPath }
  const without = ensure({ ...chromium, PATH: join(scratch.root, 'empty') }, '--tests')
  expect(without.status).toBe(1)
  expect(without.stderr).toContain('The tests need git. Please install it')
  expect(ensure(chromium, '--tests')).toEqual({ status: 0, stdout: '', stderr: '' })
})
