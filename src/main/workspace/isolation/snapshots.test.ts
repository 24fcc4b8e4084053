import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeRepository, type TestRepository } from '../../testing/git-repository.ts'
import { killedAt } from '../../testing/kill-isolation.ts'
import type { Room } from './room.ts'
import { findSnapshot, takeSnapshot } from './snapshots.ts'

const order = { ref: 'test/one', message: 'A moment' }

/** Mode, path and content of everything in a snapshot. */
async function contents(room: Room, commit: string): Promise<Record<string, string>> {
  const env = { GIT_DIR: room.shadow === null ? (room.commonDir ?? '') : room.bench.path }
  const { stdout } = await room.git.run(['ls-tree', '-r', '-z', commit], room.root, { env })
  const found: Record<string, string> = {}
  for (const entry of stdout.split('\0').slice(0, -1)) {
    const [info = '', path = ''] = [entry.slice(0, entry.indexOf('\t')), entry.slice(entry.indexOf('\t') + 1)]
    const [mode, type, id = ''] = info.split(' ')
    const text =
      type === 'blob' ? (await room.git.run(['cat-file', 'blob', id], room.root, { env })).stdout : id
    found[path] = `${mode} ${text}`
  }
  return found
}

async function snapshotOf(repository: TestRepository): Promise<Record<string, string>> {
  const room = await repository.room()
  return contents(room, (await takeSnapshot(room, order)).commit)
}

describe('a snapshot', () => {
  it('holds the tree as it is on the disk, and leaves everything of the person as it was', async () => {
    const repository = await makeRepository({
      'a.txt': 'one\n',
      'gone.txt': 'x\n',
      'b/c.txt': 'c\n',
      '.gitignore': '*.log\n',
    })
    repository.write('staged.txt', 'staged\n')
    await repository.run('add', 'staged.txt')
    await repository.run('stash', 'push', '--quiet')
    await repository.run('stash', 'apply', '--quiet', '--index')
    repository.write('staged.txt', 'staged, then changed\n')
    repository.write('a.txt', 'two\r\nlines\n')
    repository.write('ignored.log', 'no\n')
    repository.write('run.sh', '#!/bin/sh\n', 0o755)
    repository.write('name with ü and "quotes"\ttab.txt', 'odd\n')
    repository.link('link', 'b/c.txt')
    repository.remove('gone.txt')
    repository.remove('b')
    repository.write('b', 'a file now\n')
    const before = repository.personsState()
    const indexTime = statSync(join(repository.folder, '.git', 'index')).mtimeMs

    const room = await repository.room()
    const taken = await takeSnapshot(room, order)

    expect(taken).toMatchObject({
      ref: 'test/one',
      message: 'A moment',
      shadow: null,
      inProgress: null,
      leftOut: [],
      submodules: [],
    })
    expect(taken.head).toBe(await repository.run('rev-parse', 'HEAD'))
    expect(await contents(room, taken.commit)).toEqual({
      '.gitignore': '100644 *.log\n',
      'a.txt': '100644 two\r\nlines\n',
      b: '100644 a file now\n',
      link: '120000 b/c.txt',
      'name with ü and "quotes"\ttab.txt': '100644 odd\n',
      'run.sh': '100755 #!/bin/sh\n',
      'staged.txt': '100644 staged, then changed\n',
    })
    expect(repository.personsState()).toEqual(before)
    expect(statSync(join(repository.folder, '.git', 'index')).mtimeMs).toBe(indexTime)
  })

  it('loses no file whose place in the index changes while it is taken', async () => {
    const repository = await makeRepository({ 'a.txt': 'one\n', 'b.txt': 'two\n' })
    const room = await repository.room()
    const taken = new AbortController()
    const toggling = (async () => {
      while (!taken.signal.aborted) {
        await repository.run('rm', '--cached', '--quiet', 'a.txt')
        await repository.run('add', 'a.txt')
      }
    })()
    const seen = new Set<string>()
    try {
      for (let time = 0; time < 20; time++)
        seen.add(JSON.stringify(await contents(room, (await takeSnapshot(room, order)).commit)))
    } finally {
      taken.abort()
      await toggling
    }
    expect([...seen].map((one) => JSON.parse(one))).toEqual([
      { 'a.txt': '100644 one\n', 'b.txt': '100644 two\n' },
    ])
  })

  it('sees a change that left size and time as they were', async () => {
    const repository = await makeRepository()
    await snapshotOf(repository)
    const path = join(repository.folder, 'a.txt')
    const { atime, mtime } = statSync(path)
    writeFileSync(path, 'two\n')
    utimesSync(path, atime, mtime)
    expect(await snapshotOf(repository)).toEqual({ 'a.txt': '100644 two\n' })
  })

  it('follows what is ignored, staged, removed and linked from one time to the next', async () => {
    const repository = await makeRepository()
    repository.write('note.md', 'n\n')
    repository.write('d/e.txt', 'e\n')
    expect(Object.keys(await snapshotOf(repository))).toEqual(['a.txt', 'd/e.txt', 'note.md'])
    repository.write('.gitignore', '*.md\n')
    expect(Object.keys(await snapshotOf(repository))).toEqual(['.gitignore', 'a.txt', 'd/e.txt'])
    await repository.run('add', '--force', 'note.md')
    expect(Object.keys(await snapshotOf(repository))).toEqual(['.gitignore', 'a.txt', 'd/e.txt', 'note.md'])
    await repository.run('add', 'd')
    repository.remove('d')
    repository.link('d', '/tmp')
    chmodSync(join(repository.folder, 'a.txt'), 0o755)
    expect(await snapshotOf(repository)).toEqual({
      '.gitignore': '100644 *.md\n',
      'a.txt': '100755 one\n',
      d: '120000 /tmp',
      'note.md': '100644 n\n',
    })
  })

  it('looks at files that git was told not to look at', async () => {
    const repository = await makeRepository()
    await repository.run('update-index', '--assume-unchanged', 'a.txt')
    repository.write('a.txt', 'changed all the same\n')
    expect(await snapshotOf(repository)).toEqual({ 'a.txt': '100644 changed all the same\n' })
  })

  it('knows a tracked file again that was away for a while', async () => {
    const repository = await makeRepository({ 'a.txt': 'one\n', 'd/b.txt': 'b\n' })
    const before = await snapshotOf(repository)
    repository.remove('d')
    repository.write('d', 'a file\n')
    expect(await snapshotOf(repository)).toEqual({ 'a.txt': '100644 one\n', d: '100644 a file\n' })
    repository.remove('d')
    repository.write('d/b.txt', 'b\n')
    expect(await snapshotOf(repository)).toEqual(before)
  })

  it('runs nothing that the repository sets up to run', async () => {
    const repository = await makeRepository({
      'a.txt': 'one\n',
      '.gitattributes': '*.txt filter=trap diff=trap merge=trap\n',
    })
    const sprung = join(repository.base, 'sprung')
    const trap = join(repository.base, 'trap.sh')
    writeFileSync(trap, `#!/bin/sh\ntouch '${sprung}'\ncat\n`, { mode: 0o755 })
    for (const name of [
      'filter.trap.clean',
      'filter.trap.smudge',
      'core.fsmonitor',
      'diff.trap.textconv',
      'core.pager',
    ])
      await repository.run('config', name, trap)
    const hooks = join(repository.folder, '.git', 'hooks')
    mkdirSync(hooks, { recursive: true })
    for (const hook of ['reference-transaction', 'post-index-change', 'pre-commit'])
      writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch '${sprung}'\n`, { mode: 0o755 })
    repository.write('a.txt', 'changed\n')
    expect(await snapshotOf(repository)).toMatchObject({ 'a.txt': '100644 changed\n' })
    expect(() => statSync(sprung)).toThrow('ENOENT')
  })

  it('holds line ends as they are, though git converts them', async () => {
    const repository = await makeRepository(null)
    await repository.run('config', 'core.autocrlf', 'true')
    repository.write('crlf.txt', 'a\r\nb\r\n')
    repository.write('lf.txt', 'a\nb\n')
    repository.write('mixed.txt', 'a\r\nb\n')
    repository.write('.gitattributes', '*.bat text eol=crlf\n')
    repository.write('x.bat', 'echo\r\n')
    await repository.run('add', '--all')
    await repository.run('commit', '--quiet', '--message', 'First')
    const past = new Date(Date.now() - 60_000)
    for (const name of ['crlf.txt', 'lf.txt', 'mixed.txt', 'x.bat'])
      utimesSync(join(repository.folder, name), past, past)
    await repository.run('update-index', '--refresh')
    for (const _ of ['a copy of the index', 'the last index'])
      expect(await snapshotOf(repository)).toMatchObject({
        'crlf.txt': '100644 a\r\nb\r\n',
        'lf.txt': '100644 a\nb\n',
        'mixed.txt': '100644 a\r\nb\n',
        'x.bat': '100644 echo\r\n',
      })
  })

  it('waits for another git, and says what to do when it does not end', async () => {
    const repository = await makeRepository()
    const lock = join(repository.folder, '.git', 'index.lock')
    const room = await repository.room()
    writeFileSync(lock, '')
    const taking = takeSnapshot(room, order)
    rmSync(lock)
    await expect(taking).resolves.toMatchObject({ ref: 'test/one' })
    writeFileSync(lock, '')
    await expect(takeSnapshot(room, order)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(lock),
    })
    expect(statSync(lock).size).toBe(0)
  })

  it('killed in the middle is taken or not, and leaves nothing in the way', async () => {
    const repository = await makeRepository()
    repository.write('a.txt', 'changed\n')
    const { dataFolder, folder } = repository
    const before = repository.personsState()
    for (const [point, kept] of [
      ['after:git:6', false],
      ['after:git:8', false],
      ['before:snapshot.keep', false],
      ['after:snapshot.keep', true],
    ] as const) {
      expect([point, killedAt(point, { do: 'snapshot', dataFolder, folder, ...order })]).toEqual([
        point,
        true,
      ])
      expect((await findSnapshot(await repository.room(), order.ref)) !== null).toBe(kept)
    }
    expect(repository.personsState()).toEqual(before)
    expect(await snapshotOf(repository)).toEqual({ 'a.txt': '100644 changed\n' })
  })

  it('leaves out what is neither file nor link, and takes names of any bytes', async () => {
    const repository = await makeRepository()
    execFileSync('mkfifo', [join(repository.folder, 'pipe'), join(repository.folder, 'other pipe')])
    writeFileSync(Buffer.concat([Buffer.from(`${repository.folder}/caf`), Buffer.from([0xe9])]), 'latin\n')
    repository.write('back\\slash', 'x\n')
    repository.write('git~1', 'another name of .git on some disks\n')
    const room = await repository.room()
    const taken = await takeSnapshot(room, order)
    const { stdout } = await room.git.run(['ls-tree', '-z', '--name-only', taken.commit], room.root, {
      encoding: 'latin1',
    })
    expect(stdout.split('\0').slice(0, -1)).toEqual(['a.txt', 'back\\slash', 'caf\xe9'])
    expect(taken.leftOut).toEqual(['git~1'])
  })

  it('takes a file of many megabytes, and one that grows', async () => {
    const repository = await makeRepository()
    repository.write('big.bin', Buffer.alloc(24 * 1024 * 1024, 7))
    const room = await repository.room()
    const first = await takeSnapshot(room, order)
    appendFileSync(join(repository.folder, 'big.bin'), 'x')
    const second = await takeSnapshot(room, order)
    expect(second.tree).not.toBe(first.tree)
    const size = await repository.run('cat-file', '-s', `${second.commit}:big.bin`)
    expect(size).toBe(String(24 * 1024 * 1024 + 1))
  })
})
