import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprints, makeRepository, type TestRepository } from '../../testing/git-repository.ts'
import { collidingNames } from './colliding-names.ts'
import { createWorktree } from './create-worktree.ts'
import { openRoom, whyNoWorktrees } from './room.ts'
import { takeSnapshot } from './snapshots.ts'
import { describeWorktree } from './worktrees.ts'

const order = { ref: 'odd', message: 'Odd' }

async function worktreeOf(repository: TestRepository) {
  const room = await repository.room()
  const snapshot = await takeSnapshot(room, order)
  const made = await createWorktree(room, { snapshot: snapshot.commit, path: 'worktrees/one' })
  return { room, snapshot, made }
}

describe('without commits or repository', () => {
  it('snapshots lie in a shadow, and worktrees are refused in words', async () => {
    for (const kind of ['no_commits', 'no_repository'] as const) {
      const repository = await makeRepository(null)
      const plain = join(repository.base, 'plain ü')
      mkdirSync(join(plain, 'node_modules', 'x'), { recursive: true })
      writeFileSync(join(plain, 'node_modules', 'x', 'index.js'), 'x\n')
      const folder = kind === 'no_commits' ? repository.folder : plain
      writeFileSync(join(folder, 'a.txt'), 'one\r\n')
      writeFileSync(join(folder, '.gitignore'), '*.log\n')
      writeFileSync(join(folder, 'x.log'), 'log\n')
      if (kind === 'no_commits') await repository.run('add', 'a.txt')
      const before = repository.personsState()
      const room = await repository.room(folder)
      const taken = await takeSnapshot(room, order)
      expect(taken).toMatchObject({ shadow: kind, head: null, leftOut: [] })
      const names = await room.git.run(['ls-tree', '-r', '--name-only', taken.commit], room.bench.path)
      expect(names.stdout).toBe('.gitignore\na.txt\n')
      writeFileSync(join(folder, '.gitignore'), '*.txt\n')
      const again = await takeSnapshot(room, order)
      const rest = await room.git.run(['ls-tree', '-r', '--name-only', again.commit], room.bench.path)
      expect(rest.stdout).toBe('.gitignore\nx.log\n')
      expect(repository.personsState()).toEqual(before)
      expect(whyNoWorktrees(room)).toContain('a first commit')
      await expect(createWorktree(room, { snapshot: taken.commit, path: 'x' })).rejects.toMatchObject({
        code: 'not_supported_here',
        message: expect.stringContaining('worktrees of their own'),
      })
    }
  })

  it('a bare repository, the inside of .git and a folder that is gone are refused in words', async () => {
    const repository = await makeRepository()
    const bare = join(repository.base, 'bare.git')
    await repository.run('clone', '--quiet', '--bare', '.', bare)
    await expect(repository.room(bare)).rejects.toThrow('is a bare repository')
    await expect(repository.room(join(repository.folder, '.git'))).rejects.toThrow(
      'lies inside a .git folder',
    )
    await expect(repository.room(join(repository.base, 'gone'))).rejects.toMatchObject({
      code: 'workspace_unavailable',
    })
    await expect(repository.room(join(repository.folder, 'a.txt'))).rejects.toMatchObject({
      code: 'workspace_unavailable',
    })
  })
})

describe('a repository', () => {
  it('with submodules and others in it: their files are not in it, and that is said', async () => {
    const library = await makeRepository({ 'lib.c': 'int x;\n' })
    const repository = await makeRepository()
    await library.git.run(['clone', '--quiet', library.folder, join(repository.folder, 'lib')], library.base)
    await repository.run('add', 'lib')
    await repository.run('commit', '--quiet', '--message', 'With a submodule')
    await library.git.run(
      ['clone', '--quiet', library.folder, join(repository.folder, 'nested ü')],
      library.base,
    )
    await library.git.run(['init', '--quiet', join(repository.folder, 'empty')], library.base)
    writeFileSync(join(repository.folder, 'lib', 'lib.c'), 'int y;\n')
    const { room, snapshot, made } = await worktreeOf(repository)
    expect(snapshot).toMatchObject({ submodules: ['lib'], leftOut: ['empty', 'nested ü'] })
    expect(made.notes).toEqual(['The folders of submodules are empty there: lib.'])
    expect(fingerprints(made.path)).toEqual({ 'a.txt': expect.anything() })
    expect(statSync(join(made.path, 'lib')).isDirectory()).toBe(true)
    expect(await describeWorktree(room, made.path)).toMatchObject({ state: 'clean' })
  })

  it('with LFS pointers: nothing is smudged, and pointers stay pointers', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`
    const repository = await makeRepository({
      'big.bin': pointer,
      'here.bin': pointer,
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
    })
    // As git-lfs leaves it: the content on the disk, the pointer in the index, and nothing to report.
    const trap = join(repository.base, 'lfs')
    writeFileSync(trap, `#!/bin/sh\ncat > /dev/null\nprintf '${pointer.replaceAll('\n', '\\n')}'\n`, {
      mode: 0o755,
    })
    await repository.run('config', 'filter.lfs.clean', trap)
    await repository.run('config', 'filter.lfs.smudge', 'false')
    await repository.run('config', 'filter.lfs.required', 'true')
    repository.write('here.bin', 'x'.repeat(12_345))
    const past = new Date(Date.now() - 60_000)
    for (const name of ['big.bin', 'here.bin']) utimesSync(join(repository.folder, name), past, past)
    await repository.run('add', 'here.bin', 'big.bin')
    chmodSync(trap, 0o000)
    const sprung = join(repository.base, 'sprung')
    mkdirSync(join(repository.folder, '.git', 'hooks'), { recursive: true })
    const hook = join(repository.folder, '.git', 'hooks', 'post-checkout')
    writeFileSync(hook, `#!/bin/sh\ntouch '${sprung}'\n`, { mode: 0o755 })
    const { made } = await worktreeOf(repository)
    expect(existsSync(sprung)).toBe(false)
    expect(readFileSync(join(made.path, 'big.bin'), 'utf8')).toBe(pointer)
    expect(readFileSync(join(made.path, 'here.bin'), 'utf8')).toBe(pointer)
  })

  it('with a sparse checkout: what is not checked out stays in the snapshot and out of the worktree', async () => {
    for (const sparseIndex of ['--no-sparse-index', '--sparse-index']) {
      const repository = await makeRepository({ 'in/a.txt': 'a\n', 'out/b.txt': 'b\n', 'top.txt': 't\n' })
      await repository.run('sparse-checkout', 'set', '--cone', sparseIndex, 'in')
      repository.write('in/a.txt', 'changed\n')
      const { room, snapshot, made } = await worktreeOf(repository)
      const tracked = await repository.run('ls-tree', '-r', '--name-only', snapshot.commit)
      expect(tracked).toBe('in/a.txt\nout/b.txt\ntop.txt')
      expect(Object.keys(fingerprints(made.path))).toEqual(['in/a.txt', 'top.txt'])
      expect(made.notes).toEqual([expect.stringContaining('1 files are not checked out')])
      expect(await describeWorktree(room, made.path)).toMatchObject({ state: 'clean', tree: snapshot.tree })
    }
  })

  it('in the middle of a rebase, with HEAD detached and a split index', async () => {
    const repository = await makeRepository({ 'a.txt': 'one\n' })
    await repository.run('checkout', '--quiet', '-b', 'side')
    repository.write('a.txt', 'side\n')
    await repository.run('commit', '--quiet', '-am', 'Side')
    await repository.run('checkout', '--quiet', 'main')
    repository.write('a.txt', 'main\n')
    await repository.run('commit', '--quiet', '-am', 'Main')
    await repository.run('update-index', '--split-index')
    await repository.git.run(['rebase', 'side'], repository.folder, { accept: [1] })
    const before = repository.personsState()
    const { snapshot, made } = await worktreeOf(repository)
    expect(snapshot.inProgress).toBe('rebase')
    expect(readFileSync(join(made.path, 'a.txt'), 'utf8')).toContain('<<<<<<<')
    expect(repository.personsState()).toEqual(before)
    await repository.run('rebase', '--abort')
    await repository.run('checkout', '--quiet', '--detach')
    expect((await takeSnapshot(await repository.room(), order)).inProgress).toBe(null)
  })

  it('with SHA-256 ids', async () => {
    const repository = await makeRepository(null)
    await repository.git.run(
      ['init', '--quiet', '--object-format=sha256', join(repository.base, 'long')],
      repository.base,
    )
    const folder = join(repository.base, 'long')
    writeFileSync(join(folder, 'a.txt'), 'one\n')
    await repository.git.run(['config', 'user.name', 'S'], folder)
    await repository.git.run(['config', 'user.email', 's@example.org'], folder)
    await repository.git.run(['add', '.'], folder)
    await repository.git.run(['commit', '--quiet', '--message', 'First'], folder)
    const room = await openRoom({ git: repository.git, dataFolder: repository.dataFolder }, folder)
    const { commit, tree } = await takeSnapshot(room, order)
    expect(commit).toHaveLength(64)
    const made = await createWorktree(room, { snapshot: commit, path: 'long' })
    expect(await describeWorktree(room, made.path)).toMatchObject({ state: 'clean', tree })
  })

  it('whose names differ in capitals only is known by them', () => {
    expect(collidingNames(['src/a.ts', 'Src/b.ts'])).toEqual(['src', 'Src'])
    expect(collidingNames(['é.txt', 'e\u0301.txt'])).toEqual(['é.txt', 'e\u0301.txt'])
    expect(collidingNames(['a/b', 'a/c', 'b'])).toBe(null)
  })
})
