import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { suggestFolders } from './folder-suggestions.ts'
import { loadIgnoreRules } from './ignore-rules.ts'
import { listFiles } from './list-files.ts'

let root: string
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'list-')))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function lay(files: Record<string, string>, base = root): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(base, path)), { recursive: true })
    if (!path.endsWith('/')) await writeFile(join(base, path), content)
    else await mkdir(join(base, path), { recursive: true })
  }
}
const paths = (listing: Awaited<ReturnType<typeof listFiles>>) =>
  listing.entries.map(
    ({ path, kind, ignored }) => `${path}${kind === 'folder' ? '/' : ''}${ignored ? ' ignored' : ''}`,
  )
const list = (options: Partial<Parameters<typeof listFiles>[1]> = {}, real = root) =>
  listFiles({ real, shown: 'x' }, { recursive: true, limit: 100, ...options })

describe('listing', () => {
  test('recursive: ignored folders are named and not entered, ignored files counted', async () => {
    await lay({
      '.gitignore': 'dist\n*.log\n!kept.log\n',
      'src/.gitignore': '/made.ts\n',
      'src/a.ts': '',
      'src/made.ts': '',
      'src/deep/made.ts': '',
      'dist/x.js': '',
      'node_modules/m/index.js': '',
      'a.log': '',
      'kept.log': '',
      '.env': '',
    })
    await mkdir(join(root, '.git'))
    const listing = await list()
    expect(paths(listing)).toEqual([
      '.env',
      '.git/ ignored',
      '.gitignore',
      'dist/ ignored',
      'kept.log',
      'node_modules/ ignored',
      'src/',
      'src/.gitignore',
      'src/a.ts',
      'src/deep/',
      'src/deep/made.ts',
    ])
    expect(listing).toMatchObject({ leftOut: 2, more: null })
  })

  test('flat: every entry, ignored ones marked', async () => {
    await lay({ '.gitignore': '*.log', 'a.log': '', 'src/b.ts': '' })
    expect(paths(await list({ recursive: false }))).toEqual(['.gitignore', 'a.log ignored', 'src/'])
  })

  test('the nearest entries come first when there are too many, and it says so', async () => {
    await lay({ 'a/b/c/d': '', z1: '', z2: '' })
    const listing = await list({ limit: 4 })
    expect([paths(listing), listing.more]).toEqual([['a/', 'a/b/', 'z1', 'z2'], 'limit'])
    expect((await list({ limit: 6 })).more).toBe(null)
  })

  test('time runs out', async () => {
    await lay({ a: '', b: '', c: '' })
    expect(await list({ timeLimitMs: 0 })).toMatchObject({ more: 'time', entries: [{ path: 'a' }] })
  })

  test('links are named with their target and not followed', async () => {
    await mkdir(join(root, 'sub'))
    await symlink('..', join(root, 'sub/loop'))
    const listing = await list()
    expect(listing.entries).toMatchObject([{ path: 'sub' }, { path: 'sub/loop', kind: 'link', target: '..' }])
  })

  test('a folder below that cannot be opened is passed over, the first is an error in words', async () => {
    await lay({ 'closed/x': '', open: '' })
    await expect(list({}, join(root, 'gone'))).rejects.toThrow('x: there is nothing at this path.')
    await expect(list({}, join(root, 'open'))).rejects.toThrow(
      'x: a part of this path is a file and not a folder.',
    )
    if (process.getuid?.() === 0) return
    await chmod(join(root, 'closed'), 0)
    expect(paths(await list())).toEqual(['closed/', 'open'])
  })
})

describe('ignore rules', () => {
  test('agree with git, from a folder in the middle of a repository', async () => {
    execFileSync('git', ['init', '--quiet'], { cwd: root })
    await lay({
      '.git/info/exclude': 'excluded\n',
      '.gitignore': '# comment\n/only-top\nbuild/\n*.tmp\n!important.tmp\nsub/only-here\n**/gen/*.ts\n',
      'sub/.gitignore': '!build/\n*.js\n',
      'sub/inner/.gitignore': '!x.js\n',
    })
    const candidates = [
      'only-top',
      'build',
      'a.tmp',
      'important.tmp',
      'only-here',
      'excluded',
      'x.js',
      'gen',
      'y.ts',
    ]
    for (const inner of ['sub', 'sub/inner', 'sub/inner/gen']) {
      let rules = await loadIgnoreRules(join(root, 'sub'))
      for (const name of inner.split('/').slice(1)) rules = await rules.below(name)
      for (const name of candidates) {
        for (const isFolder of [false, true]) {
          const asked = `${inner}/${name}${isFolder ? '/' : ''}`
          expect([asked, rules.ignores(name, isFolder)]).toEqual([asked, isIgnoredByGit(asked)])
        }
      }
    }
  })

  function isIgnoredByGit(path: string): boolean {
    try {
      execFileSync('git', ['check-ignore', '--quiet', '--no-index', path], { cwd: root, stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }

  test('no ignore file makes them throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'[]{}()*?!\\/.^$|-+:a b\n') }), async (text) => {
        await writeFile(join(root, '.gitignore'), text)
        const rules = await loadIgnoreRules(root)
        expect(typeof rules.ignores('a', false)).toBe('boolean')
        expect(typeof rules.ignores('a b', true)).toBe('boolean')
      }),
      { numRuns: 300 },
    )
  })
})

describe('folder suggestions', () => {
  test('what begins with what was typed', async () => {
    await lay({ 'Work/': '', 'work-2/': '', 'other/': '', workfile: '', '.hidden/': '', 'work-2/inner/': '' })
    await symlink('work-2', join(root, 'worklink'))
    const at = (...names: string[]) => names.map((name) => join(root, name))
    expect(await suggestFolders(join(root, 'wor'))).toEqual(at('Work', 'work-2', 'worklink'))
    expect(await suggestFolders(`${root}/`)).toEqual(at('other', 'Work', 'work-2', 'worklink'))
    expect(await suggestFolders(join(root, '.h'))).toEqual(at('.hidden'))
    expect(await suggestFolders('~/work-2/', root)).toEqual(at('work-2/inner'))
    expect(await suggestFolders('~', root)).toEqual(at('other', 'Work', 'work-2', 'worklink'))
  })

  test('nothing for what is no place', async () => {
    expect(await suggestFolders('relative')).toEqual([])
    expect(await suggestFolders('')).toEqual([])
    expect(await suggestFolders(join(root, 'gone/x'))).toEqual([])
    expect(await suggestFolders('/\0')).toEqual([])
  })

  test('at most 20', async () => {
    await lay(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`d${i}/`, ''])))
    expect(await suggestFolders(join(root, 'd'))).toHaveLength(20)
  })
})
