import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseFilePattern } from './file-pattern.ts'
import { createSearch } from './search.ts'
import type { SearchOrder } from './search-result.ts'

let root: string
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'search-')))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function lay(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
}
const ORDER = { only: null, regex: 'needle', filePattern: '', maxMatches: 100, timeLimitMs: 10_000 }

describe.each([
  ['ripgrep', createSearch()],
  ['Node alone', createSearch({ ripgrep: null })],
])('with %s', (_, search) => {
  const find = (order: Partial<SearchOrder> = {}) => search({ folder: root, ...ORDER, ...order })
  const paths = async (order: Partial<SearchOrder> = {}) => (await find(order)).files.map(({ path }) => path)

  test('lines with their numbers and a line around them', async () => {
    await lay({
      'b.ts': 'one\ntwo needle\nthree\nfour\nneedle needle\r\n',
      'a.ts': 'needle',
      'c.ts': 'nothing',
    })
    expect(await find()).toEqual({
      files: [
        { path: 'a.ts', lines: [{ number: 1, text: 'needle', matches: true }] },
        {
          path: 'b.ts',
          lines: [
            { number: 1, text: 'one', matches: false },
            { number: 2, text: 'two needle', matches: true },
            { number: 3, text: 'three', matches: false },
            { number: 4, text: 'four', matches: false },
            { number: 5, text: 'needle needle', matches: true },
          ],
        },
      ],
      matches: 3,
      more: null,
    })
  })

  test('leaves out what is ignored, binary, huge or behind a link, and keeps hidden files', async () => {
    await lay({
      '.gitignore': '*.log\ndist/\n',
      'a.log': 'needle',
      'dist/a.js': 'needle',
      'node_modules/m/a.js': 'needle',
      '.git/config': 'needle',
      '.hidden/a': 'needle',
      binary: Buffer.from('needle\0needle'),
      huge: `needle\n${'x'.repeat(5 * 1024 * 1024)}`,
      'sub/.gitignore': '/made',
      'sub/made': 'needle',
      'sub/deep/made': 'needle',
    })
    await symlink('.hidden/a', join(root, 'link'))
    await symlink('..', join(root, 'sub/up'))
    expect(await paths()).toEqual(['.hidden/a', 'sub/deep/made'])
  })

  test.each([
    ['*.ts', ['a.ts', 'ignored.d.ts', 'src/b.ts', 'src/deep/c.test.ts']],
    ['*.{ts,md}', ['a.ts', 'ignored.d.ts', 'src/b.ts', 'src/deep/c.test.ts', 'src/r.md']],
    ['*.md, *.tsx', ['src/r.md', 'src/v.tsx']],
    ['src/**/*.ts', ['src/b.ts', 'src/deep/c.test.ts']],
    ['src/*.ts', ['src/b.ts']],
    ['./src/', ['src/b.ts', 'src/deep/c.test.ts', 'src/r.md', 'src/v.tsx']],
    ['src', ['src/b.ts', 'src/deep/c.test.ts', 'src/r.md', 'src/v.tsx']],
    ['**/*', ['a.ts', 'ignored.d.ts', 'src/b.ts', 'src/deep/c.test.ts', 'src/r.md', 'src/v.tsx']],
    ['no*', []],
  ])('file pattern %s', async (filePattern, expected) => {
    const files = [
      'a.ts',
      'ignored.d.ts',
      'src/b.ts',
      'src/deep/c.test.ts',
      'src/r.md',
      'src/v.tsx',
      'made.ts',
    ]
    await lay({ '.gitignore': 'made.ts', ...Object.fromEntries(files.map((path) => [path, 'needle'])) })
    expect(await paths({ filePattern })).toEqual(expected)
  })

  test('a folder not to enter, whatever characters its name has', async () => {
    await lay({ 'a[1]*/x': 'needle', 'a[1]*/deep/x': 'needle', 'sub/a[1]*/x': 'needle', 'a1/x': 'needle' })
    expect(await paths({ skip: ['a[1]*'] })).toEqual(['a1/x', 'sub/a[1]*/x'])
  })

  test('one file only, even one that is ignored', async () => {
    await lay({ '.gitignore': 'a.log', 'a.log': 'needle', 'b.log': 'needle' })
    expect(await paths({ only: 'a.log', filePattern: '*.ts' })).toEqual(['a.log'])
  })

  test('case, flags, lookahead, and patterns that begin with a dash', async () => {
    await lay({ a: 'Needle\n-needle\nneedles' })
    const numbers = async (regex: string) =>
      (await find({ regex })).files[0]?.lines.filter((l) => l.matches).map((l) => l.number)
    expect(await numbers('needle')).toEqual([2, 3])
    expect(await numbers('(?i)NEEDLE')).toEqual([1, 2, 3])
    expect(await numbers('-needle')).toEqual([2])
    expect(await numbers('needle(?=s)')).toEqual([3])
    expect(await numbers('\\-n')).toEqual([2])
  })

  test('stops at the limit and says so', async () => {
    await lay({ a: 'needle\n'.repeat(5), b: 'needle\n'.repeat(5) })
    const result = await find({ maxMatches: 7 })
    expect([result.matches, result.more]).toEqual([7, 'limit'])
    expect((await find({ maxMatches: 10 })).more).toBe(null)
  })

  test('long lines are cut', async () => {
    await lay({ a: `needle${'x'.repeat(3000)}` })
    const line = (await find()).files[0]?.lines[0]?.text ?? ''
    expect(line).toMatch(/^needlex+… \[3006 characters\]$/)
    expect(line.length).toBeLessThan(450)
  })

  test.each([
    ['(needle', /^The regular expression \(needle cannot be read: .*(unclosed|[Uu]nterminated|missing)/],
    ['*', /cannot be read/],
  ])('an expression that cannot be read: %s', async (regex, words) => {
    await lay({ a: 'needle' })
    await expect(find({ regex })).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringMatching(words),
    })
  })

  test('a line break in the expression is explained, one in a class is none', async () => {
    await lay({ a: 'needle' })
    for (const regex of ['a\\nb', 'a\nb', '[^\\n]\\n']) {
      await expect(find({ regex })).rejects.toThrow('The search goes line by line')
    }
    for (const regex of ['needle[^\\n]*', 'needle|\\\\n', '[\\]\\n]|needle'])
      expect((await find({ regex })).matches).toBe(1)
  })

  test('a pattern with endless alternatives', async () => {
    const filePattern = '{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}'
    await expect(find({ filePattern })).rejects.toThrow('more than 200 alternatives')
  })

  test('an abort ends it', async () => {
    await lay({ a: 'needle' })
    await expect(find({ signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped')
  })
})

describe('only with ripgrep', () => {
  test('time runs out', async () => {
    const slow = join(root, 'rg')
    await writeFile(slow, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 })
    expect(await createSearch({ ripgrep: slow })({ folder: root, ...ORDER, timeLimitMs: 50 })).toEqual({
      files: [],
      matches: 0,
      more: 'time',
    })
  })

  test('a ripgrep that does not start is done without', async () => {
    await lay({ a: 'needle' })
    const result = await createSearch({ ripgrep: join(root, 'no-such-rg') })({ folder: root, ...ORDER })
    expect(result.matches).toBe(1)
  })
})

describe('only without ripgrep', () => {
  const search = createSearch({ ripgrep: null })

  test('an expression that runs away is ended and explained', async () => {
    await lay({ a: `${'a'.repeat(60)}!` })
    await expect(search({ folder: root, ...ORDER, regex: '(a+)+$' })).rejects.toThrow('takes too long on a.')
  })

  test('time runs out between files', async () => {
    await lay({ a: 'needle', b: 'needle' })
    expect(await search({ folder: root, ...ORDER, timeLimitMs: 0 })).toMatchObject({
      matches: 1,
      more: 'time',
    })
  })
})

test('names that narrow a search beforehand', () => {
  expect(parseFilePattern('src/**/*.{ts,tsx}')?.names).toEqual(['*.ts', '*.tsx'])
  expect(parseFilePattern('docs/')?.names).toEqual([])
  expect(['', '*', '**/*', ' , '].map(parseFilePattern)).toEqual([null, null, null, null])
})
