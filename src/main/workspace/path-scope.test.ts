import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPathScope } from './path-scope.ts'
import { refusePathText } from './refuse-path-text.ts'

let root: string
let folder: string
let home: string

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'scope-')))
  folder = join(root, 'ws')
  home = join(root, 'home')
  for (const path of ['ws/src', 'ws/.git', 'out', 'home', 'data/worktrees/child']) {
    await mkdir(join(root, path), { recursive: true })
  }
  await writeFile(join(folder, 'src/a.ts'), 'a')
  await writeFile(join(root, 'out/secret.txt'), 'secret')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const scope = () => createPathScope({ home, forbidden: [join(root, 'data')] })
const at = (given: string) => scope().resolve(folder, given)

describe('inside', () => {
  test.each([
    ['src/a.ts', 'src/a.ts', true],
    ['./src/.././src//a.ts', 'src/a.ts', true],
    ['src/new/deep.ts', 'src/new/deep.ts', false],
    ['..foo/bar.txt', '..foo/bar.txt', false],
    ['~name', '~name', false],
    ['./~/x', '~/x', false],
    ['..%2fout%2fsecret.txt', '..%2fout%2fsecret.txt', false],
    ['', '.', true],
    ['.', '.', true],
  ])('%j is %s', async (given, shown, exists) => {
    const real = shown === '.' ? folder : join(folder, shown)
    expect(await at(given)).toEqual({
      real,
      inside: true,
      shown,
      paths: [real],
      protectedBy: null,
      exists,
      closed: [],
    })
  })

  test('an absolute path, and one through a link that stays inside', async () => {
    expect(await at(join(folder, 'src/a.ts'))).toMatchObject({ inside: true, shown: 'src/a.ts' })
    await symlink('src', join(folder, 'link'))
    expect(await at('link/b.md')).toEqual({
      real: join(folder, 'src/b.md'),
      inside: true,
      shown: 'src/b.md',
      paths: [join(folder, 'src/b.md'), join(folder, 'link/b.md')],
      protectedBy: null,
      exists: false,
      closed: [],
    })
  })

  test('a folder given through a link above it', async () => {
    await symlink(root, join(root, 'other-root'))
    const given = join(root, 'other-root/ws')
    expect(await scope().resolve(given, 'src/a.ts')).toMatchObject({
      real: join(folder, 'src/a.ts'),
      inside: true,
      paths: [join(given, 'src/a.ts')],
    })
    expect(await scope().resolve(given, join(folder, 'src/a.ts'))).toMatchObject({
      inside: true,
      shown: 'src/a.ts',
    })
  })

  test('a name in another Unicode form is the file on the disk', async () => {
    const onDisk = 'cafe\u0301.ts'
    await writeFile(join(folder, 'src', onDisk), '')
    expect(await at('src/caf\u00e9.ts')).toMatchObject({ real: join(folder, 'src', onDisk), exists: true })
    expect(await at('src/caf\u00e8.ts')).toMatchObject({ exists: false })
  })
})

describe('outside', () => {
  test.each([
    '../out/secret.txt',
    'src/../../out/secret.txt',
    'src/../../out/new/file.txt',
    '..',
    '@/../../out/secret.txt',
  ])('%s', async (given) => {
    expect(await at(given)).toMatchObject({ inside: false, shown: expect.stringMatching(/^\//) })
  })

  test('a sibling whose name begins with the folder’s', async () => {
    expect(await at(join(root, 'ws-evil/x.txt'))).toMatchObject({ inside: false })
  })

  test('home is expanded, and outside', async () => {
    expect(await at('~/.ssh/id_rsa')).toMatchObject({
      real: join(home, '.ssh/id_rsa'),
      inside: false,
      protectedBy: '.ssh',
    })
    expect(await at('~')).toMatchObject({ real: home, inside: false })
  })

  test('through links: to a file, to a folder, to nothing, through a chain', async () => {
    await symlink('../out/secret.txt', join(folder, 'file'))
    await symlink('../out', join(folder, 'dir'))
    await symlink('../out/created.txt', join(folder, 'dangling'))
    await symlink('dir/created.txt', join(folder, 'chain'))
    const secret = { real: join(root, 'out/secret.txt'), inside: false, exists: true }
    const created = { real: join(root, 'out/created.txt'), inside: false, exists: false }
    expect(await at('file')).toMatchObject(secret)
    expect(await at('dir/secret.txt')).toMatchObject(secret)
    expect(await at('dir/created.txt')).toMatchObject(created)
    expect(await at('dangling')).toMatchObject(created)
    expect(await at('chain')).toMatchObject(created)
    expect((await at('file')).paths).toEqual([join(root, 'out/secret.txt'), join(folder, 'file')])
  })

  test('a link itself is inside when it is not followed, its folder still is', async () => {
    await symlink('../out', join(folder, 'dir'))
    const itself = await scope().resolve(folder, 'dir', { followLast: false })
    expect(itself).toMatchObject({ real: join(folder, 'dir'), inside: true, exists: true })
    const below = await scope().resolve(folder, 'dir/secret.txt', { followLast: false })
    expect(below).toMatchObject({ real: join(root, 'out/secret.txt'), inside: false })
  })
})

describe('protected', () => {
  test('by its own name, by the name of what it leads to, and by the link’s name', async () => {
    await symlink('.git', join(folder, 'innocent'))
    await symlink('src', join(folder, '.vscode'))
    expect((await at('.GIT/hooks/pre-commit')).protectedBy).toBe('.GIT')
    expect((await at('innocent/config')).protectedBy).toBe('.git')
    expect((await at('.vscode/settings.json')).protectedBy).toBe('.vscode')
    expect((await at('src/a.ts')).protectedBy).toBe(null)
  })

  test('the folder’s own place does not count', async () => {
    const inner = join(folder, '.git/worktree')
    await mkdir(inner)
    expect((await scope().resolve(inner, 'a.ts')).protectedBy).toBe(null)
  })
})

describe('refused', () => {
  test.each([
    ['src/a.ts\0.png', 'bad_request', /U\+0000 at position 9/],
    ['src/a.ts\n', 'bad_request', /U\+000A/],
    ['src/\u202Etxt.exe', 'bad_request', /U\+202E/],
    ['file:///etc/passwd', 'bad_request', /is a URL/],
    ['a'.repeat(5000), 'bad_request', /5000 characters/],
    [`${'a'.repeat(300)}.ts`, 'bad_request', /name is too long/],
    ['src/a.ts/b', 'bad_request', /a file and not a folder/],
  ])('%j', async (given, code, message) => {
    await expect(at(given)).rejects.toMatchObject({
      name: 'AppError',
      code,
      message: expect.stringMatching(message),
    })
  })

  test('links that go in a circle', async () => {
    await symlink('l2', join(folder, 'l1'))
    await symlink('l1', join(folder, 'l2'))
    await expect(at('l1')).rejects.toThrow('l1: it leads through links that go in a circle.')
    await expect(at('l1/x')).rejects.toThrow('circle')
  })

  test.runIf(process.platform === 'linux')('/proc', async () => {
    await expect(at('/proc/self/environ')).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(at('/proc/self/cwd/../out/secret.txt')).rejects.toMatchObject({ code: 'not_allowed' })
  })

  test('the app’s own data, also through a link, but not a worktree that lies in it', async () => {
    await symlink('../data', join(folder, 'link'))
    await expect(at(join(root, 'data/settings.json'))).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(at('link/settings.json')).rejects.toMatchObject({ code: 'not_allowed' })
    const child = join(root, 'data/worktrees/child')
    expect(await scope().resolve(child, 'a.ts')).toMatchObject({ inside: true })
    await expect(scope().resolve(child, '../other/a.ts')).rejects.toMatchObject({ code: 'not_allowed' })
  })

  test('the app’s own data below a path is named', async () => {
    expect((await at('..')).closed).toEqual(['data'])
    expect((await at('../out')).closed).toEqual([])
  })

  test('a task folder that is gone, or was replaced by a link', async () => {
    await rename(folder, join(root, 'moved'))
    await expect(at('src/a.ts')).rejects.toMatchObject({ code: 'workspace_unavailable' })
    await symlink('out', folder)
    await expect(at('secret.txt')).rejects.toMatchObject({
      code: 'workspace_unavailable',
      message: expect.stringContaining('no folder any more'),
    })
  })

  test('nothing was made while resolving', async () => {
    await at('src/new/deep.ts')
    expect(existsSync(join(folder, 'src/new'))).toBe(false)
  })
})

describe('on Windows, by the text alone', () => {
  test.each([
    ['\\\\server\\share\\x', /network or device/],
    ['//server/share', /network or device/],
    ['\\\\?\\C:\\x', /network or device/],
    ['a.txt:hidden', /alternate data stream/],
    ['C:\\a.txt::$DATA', /alternate data stream/],
    ['src\\NUL.txt', /device on Windows/],
    ['com1', /device on Windows/],
    ['src/a.ts. ', /ends in a dot or space/],
  ])('%s', (given, words) => {
    expect(() => refusePathText(given, 'win32')).toThrow(words)
  })

  test.each(['C:\\Users\\a\\b.ts', 'src/a.ts', '..\\x', '.', 'console.ts', 'nullable.ts'])(
    '%s is fine',
    (given) => {
      expect(() => refusePathText(given, 'win32')).not.toThrow()
    },
  )
})
