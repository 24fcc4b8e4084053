import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScratchRepository } from './scratch-repository.ts'

let scratch: ReturnType<typeof createScratchRepository>

beforeAll(() => {
  scratch = createScratchRepository({ dependencies: true })
  scratch.write({
    'package.json': JSON.stringify({
      type: 'module',
      scripts: { typecheck: 'exit 0', lint: 'exit 3', build: 'exit 0' },
    }),
  })
})

afterAll(() => scratch.dispose())

const runTests = (...options: string[]) => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(scratch.root, 'scripts', 'test.mjs'), ...options],
    {
      encoding: 'utf8',
      env: { ...process.env, CHROMIUM_PATH: process.execPath },
    },
  )
  const [, named = ''] = stdout.split('\nFailed:\n')
  const failed = named.match(/^ {2}\S.*/gm) ?? []
  return { status, lastLine: stdout.trimEnd().split('\n').at(-1), failed: failed.map((line) => line.trim()) }
}

const unit = (...bodies: string[]): string =>
  `import { expect, test } from 'vitest'\n${bodies.map((body, index) => `test('${index}', () => { ${body} })`).join('\n')}\n`

const endToEnd = (...bodies: string[]): string => unit(...bodies).replace('vitest', '@playwright/test')

const PASSES = 'expect(1).toBe(1)'
const FAILS = 'expect(1).toBe(2)'

test('counts every test and every static check, to the end', { timeout: 60_000 }, () => {
  scratch.write({
    'src/a.test.ts': unit(PASSES, FAILS, PASSES),
    'src/b.test.ts': `throw new Error('this file does not load')\n`,
    'e2e/a.spec.ts': endToEnd(PASSES, FAILS),
  })
  // Passed: typecheck, build, two unit tests, one end-to-end test. Failed: lint and one test of each kind.
  expect(runTests()).toEqual({
    status: 1,
    lastLine: '5 passed, 4 failed',
    failed: ['lint', 'src/a.test.ts: 1', 'src/b.test.ts', 'e2e/a.spec.ts:3: 1'],
  })
})

test('passes when everything does', { timeout: 60_000 }, () => {
  scratch.remove('src/b.test.ts')
  scratch.write({ 'src/a.test.ts': unit(PASSES), 'e2e/a.spec.ts': endToEnd(PASSES, PASSES) })
  expect(runTests('--unit')).toEqual({ status: 0, lastLine: '1 passed, 0 failed', failed: [] })
  expect(runTests('--e2e')).toEqual({ status: 0, lastLine: '3 passed, 0 failed', failed: [] })
})

test('no test at all is a failure', { timeout: 60_000 }, () => {
  scratch.remove('src')
  expect(runTests('--unit')).toEqual({
    status: 1,
    lastLine: '0 passed, 1 failed',
    failed: ['unit tests, as a whole'],
  })
})
