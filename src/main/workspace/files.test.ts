import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatBytes, hashContent, readTextFile, writeTextFile } from './files.ts'
import { hashFile } from './hash-file.ts'
import { createPathScope } from './path-scope.ts'

let root: string
let folder: string
const place = (name: string) => ({ real: join(folder, name), shown: name })

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'files-')))
  folder = join(root, 'ws')
  await mkdir(folder)
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('reading', () => {
  test('text with its byte order mark, line ends and hash', async () => {
    const text = '\uFEFFone\r\ntwo – äöü 🌲\n'
    await writeFile(join(folder, 'a.txt'), text)
    const bytes = Buffer.byteLength(text)
    expect(await readTextFile(place('a.txt'), 100)).toEqual({ text, hash: hashContent(text), bytes })
    await writeFile(join(folder, 'empty'), '')
    expect(await readTextFile(place('empty'), 100)).toMatchObject({ text: '', bytes: 0 })
  })

  test.each([
    ['utf16', Buffer.from('\uFEFFone', 'utf16le'), 'is encoded in UTF-16'],
    ['latin1', Buffer.from('caf\u00e9 na\u00efve\n', 'latin1'), 'another encoding than UTF-8'],
    ['nul', Buffer.from('one\0two'), 'is a binary file'],
    ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xc8, 0xc9]), 'is a binary file'],
    ['long', Buffer.from('x'.repeat(2000)), 'long has 2.0 KB; at most 1000 bytes are possible here.'],
  ])('%s is refused in words', async (name, bytes, words) => {
    await writeFile(join(folder, name), bytes)
    await expect(readTextFile(place(name), 1000)).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining(words),
    })
  })

  test('a huge file is refused without being read', async () => {
    await writeFile(join(folder, 'big.log'), 'x')
    await truncate(join(folder, 'big.log'), 3 * 1024 ** 3)
    await expect(readTextFile(place('big.log'), 1000)).rejects.toThrow('big.log has 3.0 GB')
  })

  test.runIf(process.platform !== 'win32')('what is no file: missing, folder, pipe, device', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    await expect(readTextFile(place('gone'), 100)).rejects.toMatchObject({
      code: 'not_found',
      message: 'gone: there is nothing at this path.',
    })
    await expect(readTextFile(place('.'), 100)).rejects.toThrow('. is a folder, not a file.')
    await expect(readTextFile(place('pipe'), 100)).rejects.toThrow('pipe is a device, pipe or socket')
    await expect(readTextFile({ real: '/dev/zero', shown: '/dev/zero' }, 100)).rejects.toThrow('is a device')
  })
})

describe('writing', () => {
  test('makes a new file and its folders, and leaves nothing else', async () => {
    const hash = await writeTextFile(place('a/b/c.txt'), 'new', null)
    expect(hash).toBe(hashContent('new'))
    expect(await readFile(join(folder, 'a/b/c.txt'), 'utf8')).toBe('new')
    expect(await readdir(join(folder, 'a/b'))).toEqual(['c.txt'])
  })

  test.runIf(process.platform !== 'win32')('keeps the permissions of what it replaces', async () => {
    await writeFile(join(folder, 'run.sh'), 'old')
    await chmod(join(folder, 'run.sh'), 0o751)
    await writeTextFile(place('run.sh'), 'new', hashContent('old'))
    expect((await stat(join(folder, 'run.sh'))).mode & 0o7777).toBe(0o751)
  })

  test('changes the target of a link and keeps the link', async () => {
    await writeFile(join(folder, 'target'), 'old')
    await symlink('target', join(folder, 'link'))
    const file = await createPathScope().resolve(folder, 'link')
    await writeTextFile(file, 'new', hashContent('old'))
    expect(await readlink(join(folder, 'link'))).toBe('target')
    expect(await readFile(join(folder, 'target'), 'utf8')).toBe('new')
  })

  test.each([
    ['other content than expected', 'a', 'one', 'two', 'a changed meanwhile'],
    ['something where nothing was expected', 'a', 'one', null, 'a is there by now'],
    ['nothing where something was expected', 'b', 'one', 'one', 'b is not there any more'],
  ])('%s is a conflict, and nothing is written', async (_, name, there, expected, words) => {
    await writeFile(join(folder, 'a'), there)
    const writing = writeTextFile(place(name), 'new', expected === null ? null : hashContent(expected))
    await expect(writing).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(words) })
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe(there)
    expect(await readdir(folder)).toEqual(['a'])
  })

  test('a folder is no file to write', async () => {
    await mkdir(join(folder, 'sub'))
    await expect(writeTextFile(place('sub'), 'new', null)).rejects.toThrow('sub is a folder, not a file.')
  })
})

describe('a folder replaced by a link after the path was resolved', () => {
  test('nothing is read or written through it', async () => {
    await mkdir(join(folder, 'src'))
    await mkdir(join(root, 'out'))
    await writeFile(join(folder, 'src/a.ts'), 'inside')
    await writeFile(join(root, 'out/a.ts'), 'inside')
    const scope = createPathScope()
    const old = await scope.resolve(folder, 'src/a.ts')
    const fresh = await scope.resolve(folder, 'src/deep/new.ts')
    await rename(join(folder, 'src'), join(folder, 'src-before'))
    await symlink('../out', join(folder, 'src'))
    const conflict = {
      code: 'conflict',
      message: expect.stringContaining('replaced by a link or moved meanwhile'),
    }
    await expect(readTextFile(old, 100)).rejects.toMatchObject(conflict)
    await expect(writeTextFile(old, 'new', hashContent('inside'))).rejects.toMatchObject(conflict)
    await expect(writeTextFile(fresh, 'new', null)).rejects.toMatchObject(conflict)
    expect(await readdir(join(root, 'out'))).toEqual(['a.ts'])
    expect(await readFile(join(root, 'out/a.ts'), 'utf8')).toBe('inside')
  })

  test('a file replaced by a link is not followed', async () => {
    await writeFile(join(folder, 'a'), 'inside')
    await writeFile(join(root, 'secret'), 'secret')
    const file = await createPathScope().resolve(folder, 'a')
    await rm(join(folder, 'a'))
    await symlink('../secret', join(folder, 'a'))
    const words = 'a was replaced by a link meanwhile, so it was not touched.'
    await expect(readTextFile(file, 100)).rejects.toThrow(words)
    await expect(writeTextFile(file, 'new', hashContent('inside'))).rejects.toThrow(words)
    expect(await readFile(join(root, 'secret'), 'utf8')).toBe('secret')
  })

  test.runIf(process.platform === 'linux')('while another process swaps the two all the time', async () => {
    await mkdir(join(folder, 'src'))
    await mkdir(join(root, 'out'))
    await writeFile(join(folder, 'src/a.ts'), 'inside')
    await writeFile(join(root, 'out/a.ts'), 'secret')
    await symlink('../out', join(folder, 'link'))
    const swapper = spawn(process.execPath, ['-e', SWAP], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(swapper.stdout, 'data')
      const scope = createPathScope()
      const read: string[] = []
      let written = 0
      for (let i = 0; i < 1_000; i++) {
        // Decided while it was inside; what happens from here on must stay inside.
        const file = await scope.resolve(folder, 'src/a.ts').catch(() => null)
        if (!file?.inside) continue
        const before = await readTextFile(file, 100).catch(() => null)
        if (!before) continue
        read.push(before.text)
        await writeTextFile(file, 'inside', before.hash).then(
          () => written++,
          () => {},
        )
      }
      expect(new Set(read)).toEqual(new Set(['inside']))
      expect(written).toBeGreaterThan(0)
    } finally {
      const gone = once(swapper, 'exit')
      expect(swapper.kill('SIGKILL')).toBe(true)
      await gone
    }
    expect(await readdir(join(root, 'out'))).toEqual(['a.ts'])
    expect(await readFile(join(root, 'out/a.ts'), 'utf8')).toBe('secret')
    expect(existsSync(join(folder, 'src')) || existsSync(join(folder, 'kept'))).toBe(true)
  })
})

const SWAP = `
const { renameSync } = require('node:fs')
process.stdout.write('ready')
for (;;) {
  renameSync('src', 'kept'); renameSync('link', 'src')
  renameSync('src', 'link'); renameSync('kept', 'src')
}`

test('the hash of a file is that of its content; nothing has none, and a folder or link no valid one', async () => {
  await writeFile(join(folder, 'a'), 'text')
  await symlink('a', join(folder, 'link'))
  expect(await hashFile(join(folder, 'a'))).toBe(hashContent('text'))
  expect(await hashFile(join(folder, 'gone/x'))).toBe(null)
  expect([await hashFile(folder), await hashFile(join(folder, 'link'))]).toEqual(['', ''])
})

test('sizes in words', () => {
  expect([0, 1023, 1024, 3_500, 5 * 1024 ** 3].map(formatBytes)).toEqual([
    '0 bytes',
    '1023 bytes',
    '1.0 KB',
    '3.4 KB',
    '5.0 GB',
  ])
})
