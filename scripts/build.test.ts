import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sourceSignature } from './build.mjs'
import { createScratchRepository } from './scratch-repository.ts'

let scratch: ReturnType<typeof createScratchRepository>

beforeEach(() => {
  scratch = createScratchRepository({ dependencies: false })
  scratch.write({
    'src/main/a.ts': 'export const a = 1\n',
    'src/main/b.ts': '',
    'resources/prompt.md': 'Be kind.',
  })
})

afterEach(() => scratch.dispose())

test.each<[string, (root: string) => void]>([
  ['a source is edited', (root) => writeFileSync(join(root, 'src/main/a.ts'), 'export const a = 22\n')],
  ['a source is touched', (root) => utimesSync(join(root, 'src/main/a.ts'), 0, 0)],
  ['a source is added', (root) => writeFileSync(join(root, 'src/main/c.ts'), '')],
  ['a source is removed', () => scratch.remove('src/main/b.ts')],
  ['a resource is edited', (root) => writeFileSync(join(root, 'resources/prompt.md'), 'Be brief.')],
  ['the configuration is edited', (root) => writeFileSync(join(root, 'electron.vite.config.ts'), '')],
  ['the dependencies change', (root) => writeFileSync(join(root, 'package-lock.json'), '{}')],
])('the build is stale when %s', (_, change) => {
  const before = sourceSignature(scratch.root)
  change(scratch.root)
  expect(sourceSignature(scratch.root)).not.toBe(before)
})

test('the build stays fresh when nothing or only a test changed', () => {
  const before = sourceSignature(scratch.root)
  expect(sourceSignature(scratch.root)).toBe(before)
  scratch.write({ 'src/main/a.test.ts': 'new', 'README.md': 'new', 'e2e/a.spec.ts': 'new' })
  expect(sourceSignature(scratch.root)).toBe(before)
})
