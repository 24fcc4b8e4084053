import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { changesSince, coveredFiles, fingerprint, refuseRelative } from './covered-files.ts'

let folder: string
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
beforeEach(() => {
  folder = temporaryFolder()
  for (const path of ['package.json', 'lib/package.json', 'src/a.ts', 'src/in/b.ts', 'src/c.js', 'out/d.ts'])
    write(path, path)
  write('.gitignore', 'out\n')
})

test.each<[string[], string[]]>([
  [['package.json'], ['package.json']],
  [['./src/'], ['src/a.ts', 'src/c.js', 'src/in/b.ts']],
  [['src/**/*.ts'], ['src/a.ts', 'src/in/b.ts']],
  [['*.ts'], ['src/a.ts', 'src/in/b.ts']],
  [['gone.txt'], ['gone.txt']],
  [['gone/**'], []],
  [['out/d.ts'], ['out/d.ts']],
  [
    ['src/c.js', 'src/*.{js,ts}'],
    ['src/a.ts', 'src/c.js'],
  ],
])('%j covers %j', async (patterns, covered) => {
  expect(await coveredFiles(folder, patterns)).toEqual(covered)
})

test('names what changed, came and went, under the pattern that covers it', async () => {
  const patterns = ['src/**', 'package.json', 'gone.txt']
  const before = await fingerprint(folder, patterns)
  expect(before['gone.txt']).toBeNull()
  expect(await changesSince(folder, patterns, before)).toEqual(
    patterns.map((pattern) => ({ pattern, changes: [] })),
  )
  write('src/a.ts', 'other')
  write('src/new.ts', '')
  write('gone.txt', 'back')
  write('lib/package.json', 'not covered')
  rmSync(join(folder, 'src/c.js'))
  expect(await changesSince(folder, patterns, before)).toEqual([
    { pattern: 'src/**', changes: ['changed: src/a.ts', 'deleted: src/c.js', 'new: src/new.ts'] },
    { pattern: 'package.json', changes: [] },
    { pattern: 'gone.txt', changes: ['new: gone.txt'] },
  ])
})

test('covers no more than 500 files', async () => {
  for (let at = 0; at < 501; at++) write(`many/${at}`, '')
  await expect(coveredFiles(folder, ['many'])).rejects.toThrow('many cover more than 500 files. Name fewer.')
})

test.each([
  ['a/b.txt', null],
  ['a..b', null],
  ['', 'is empty'],
  ['/etc', 'is not relative to the folder'],
  ['~/x', 'is not relative to the folder'],
  ['C:\\x', 'is not relative to the folder'],
  ['a/../../b', 'leads out of the folder'],
])('%j as a path below a folder: %s', (path, refused) => {
  expect(refuseRelative(path)).toBe(refused)
})
