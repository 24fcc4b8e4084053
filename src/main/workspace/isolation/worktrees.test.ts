import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprints, makeRepository } from '../../testing/git-repository.ts'
import { killedAt } from '../../testing/kill-isolation.ts'
import { createWorktree } from './create-worktree.ts'
import { takeSnapshot } from './snapshots.ts'
import { describeWorktree, listWorktrees, pruneWorktrees, removeWorktree } from './worktrees.ts'

/** A repository with work in progress, a snapshot of it, and what a worktree of it must hold. */
async function prepared() {
  const repository = await makeRepository({
    'a.txt': 'one\n',
    'b ü/c.txt': 'c\n',
    '.gitignore': '.env*\nbig/\n*.local\n',
  })
  repository.write('a.txt', 'changed\r\n')
  repository.write('new.sh', 'x\n', 0o755)
  repository.link('link', 'a.txt')
  const shared = fingerprints(repository.folder)
  repository.write('.env', 'SECRET=1\n')
  repository.write('b ü/.env', 'SECRET=2\n')
  repository.write('big/.env', 'no\n')
  repository.write('x.local', 'no\n')
  const room = await repository.room()
  const { commit } = await takeSnapshot(room, { ref: 'parent', message: 'Parent' })
  const path = join(room.dataFolder, 'worktrees', 'TL-2 ü')
  const order = { snapshot: commit, path, copy: ['.env'] }
  const file = (name: string) => join(path, name)
  return { repository, room, order, path, file, shared }
}

describe('a worktree', () => {
  it('holds the work in progress and the ignored files asked for, and leaves the person’s git alone', async () => {
    const { repository, room, order, path, shared } = await prepared()
    const before = repository.personsState()
    const made = await createWorktree(room, order)
    expect(made).toEqual({ path, folder: path, created: true, copied: ['.env', 'b ü/.env'], notes: [] })
    expect(fingerprints(path)).toEqual({
      ...shared,
      '.env': expect.anything(),
      'b ü/.env': expect.anything(),
    })
    expect(repository.personsState()).toEqual(before)
    expect(await room.git.branch(path)).toBe(null)
    expect((await room.git.run(['status', '--porcelain'], path)).stdout).toBe('')
    expect(await createWorktree(room, order)).toEqual({ ...made, created: false })
    expect(await describeWorktree(room, path)).toMatchObject({ state: 'clean', snapshot: order.snapshot })
  })

  it('is not removed while it holds work that is in no snapshot', async () => {
    const { repository, room, order, path, file } = await prepared()
    await createWorktree(room, order)
    writeFileSync(file('a.txt'), 'work\n')
    expect((await listWorktrees(room)).map(({ state }) => state)).toEqual(['work'])
    await expect(removeWorktree(room, path)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('in no snapshot'),
    })
    await takeSnapshot(await repository.room(path), { ref: 'child', message: 'Child' })
    expect(await describeWorktree(room, path)).toMatchObject({ state: 'kept' })
    writeFileSync(file('later.txt'), 'more\n')
    await room.git.run(['add', '.'], path)
    await room.git.run(['commit', '--quiet', '--message', 'By the child'], path)
    await expect(removeWorktree(room, path)).rejects.toMatchObject({ code: 'conflict' })
    await removeWorktree(room, path, { workTaken: true })
    expect(await describeWorktree(room, path)).toMatchObject({ state: 'unknown' })
    expect(await repository.run('worktree', 'list')).not.toContain('TL-2')
    await removeWorktree(room, path)
  })

  it('says that it is locked or gone, and is made again', async () => {
    const { repository, room, order, path, shared } = await prepared()
    await createWorktree(room, order)
    await repository.run('worktree', 'lock', '--reason', 'keep it', path)
    await expect(removeWorktree(room, path, { workTaken: true })).rejects.toThrow('locked: keep it')
    await repository.run('worktree', 'unlock', path)
    renameSync(path, `${path} moved`)
    expect(await describeWorktree(room, path)).toMatchObject({
      state: 'gone',
      words: expect.stringContaining('deleted or moved'),
    })
    expect(await createWorktree(room, order)).toMatchObject({ created: true })
    expect(fingerprints(path)).toMatchObject(shared)
    rmSync(path, { recursive: true })
    expect(await pruneWorktrees(room)).toEqual([path])
    expect(await listWorktrees(room)).toEqual([])
  })

  it('leaves alone what is not ours', async () => {
    const { repository, room, order, path } = await prepared()
    const persons = join(repository.base, 'persons')
    await repository.run('worktree', 'add', '--quiet', '--detach', persons)
    await repository.run('worktree', 'add', '--quiet', '--detach', `${persons}-gone`)
    rmSync(`${persons}-gone`, { recursive: true })
    expect(await listWorktrees(room)).toEqual([])
    expect(await pruneWorktrees(room)).toEqual([])
    expect(await repository.run('worktree', 'list')).toContain('persons-gone')
    await expect(removeWorktree(room, persons, { workTaken: true })).rejects.toMatchObject({
      code: 'not_allowed',
    })
    await expect(createWorktree(room, { ...order, path: persons })).rejects.toMatchObject({
      code: 'bad_request',
    })
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'mine.txt'), 'mine\n')
    await expect(createWorktree(room, order)).rejects.toMatchObject({ code: 'conflict' })
    rmSync(join(path, 'mine.txt'))
    await createWorktree(room, order)
    await expect(createWorktree(room, { ...order, path: join(path, 'inner') })).rejects.toMatchObject({
      code: 'bad_request',
    })
  })

  it('of another snapshot takes the place of one that nobody worked in', async () => {
    const { repository, room, order, path, file } = await prepared()
    await createWorktree(room, order)
    repository.write('later.txt', 'later\n')
    const later = await takeSnapshot(room, { ref: 'later', message: 'Later' })
    expect(await createWorktree(room, { ...order, snapshot: later.commit })).toMatchObject({ created: true })
    expect(Object.keys(fingerprints(path))).toContain('later.txt')
    writeFileSync(file('a.txt'), 'work\n')
    await expect(createWorktree(room, order)).rejects.toMatchObject({ code: 'conflict' })
    expect(await createWorktree(room, { ...order, snapshot: later.commit })).toMatchObject({ created: false })
    expect(fingerprints(path)['a.txt']).not.toBe(fingerprints(repository.folder)['a.txt'])
  })

  it('of a worktree is one as well', async () => {
    const { repository, room, order, path, file } = await prepared()
    await createWorktree(room, order)
    writeFileSync(file('a.txt'), 'of the child\n')
    const child = await repository.room(path)
    const { commit } = await takeSnapshot(child, { ref: 'child', message: 'Child' })
    const inner = join(room.dataFolder, 'worktrees', 'TL-3')
    await createWorktree(child, { snapshot: commit, path: inner, copy: ['.env'] })
    expect(fingerprints(inner)).toEqual(fingerprints(path))
    expect((await listWorktrees(room)).map((one) => one.state)).toEqual(['kept', 'clean'])
  })

  it('of a folder in a repository has that folder', async () => {
    const { repository, room, order } = await prepared()
    const inner = await repository.room(join(repository.folder, 'b ü'))
    expect(inner).toMatchObject({ root: room.root, prefix: 'b ü' })
    const made = await createWorktree(inner, order)
    expect(made.folder).toBe(join(made.path, 'b ü'))
  })
})

describe('killed in the middle', () => {
  const creating = ['add', 'fill', 'copy', 'ready'].flatMap((step) => [
    `before:worktree.${step}`,
    `after:worktree.${step}`,
  ])
  it('making a worktree is finished by doing it again', async () => {
    const { repository, room, order, path, shared } = await prepared()
    const before = repository.personsState()
    const whole = { ...shared, '.env': expect.anything(), 'b ü/.env': expect.anything() }
    const { dataFolder, folder } = repository
    for (const point of [...creating, 'before:worktree.copy:2', 'after:git:7', 'after:git:9']) {
      expect([point, killedAt(point, { ...order, do: 'create', dataFolder, folder })]).toEqual([point, true])
      const { state } = await describeWorktree(room, path)
      expect(['unknown', 'half', ...(point === 'after:worktree.ready' ? ['clean'] : [])]).toContain(state)
      expect(await createWorktree(room, order)).toMatchObject({ created: state !== 'clean' })
      expect(fingerprints(path)).toEqual(whole)
      await removeWorktree(room, path)
    }
    expect(repository.personsState()).toEqual(before)
  })

  it('removing one is finished by tidying up', async () => {
    const { repository, room, order, path } = await prepared()
    const { dataFolder, folder } = repository
    for (const point of ['before:worktree.remove', 'after:worktree.remove']) {
      await createWorktree(room, order)
      expect(killedAt(point, { do: 'remove', path, dataFolder, folder })).toBe(true)
      await removeWorktree(room, path)
      expect(await describeWorktree(room, path)).toMatchObject({ state: 'unknown' })
    }
    // As a kill between its steps leaves it.
    await createWorktree(room, order)
    const books = join(repository.folder, '.git', 'worktrees')
    for (const name of readdirSync(books)) rmSync(join(books, name, 'treeline.json'))
    rmSync(join(path, '.git'))
    expect(await describeWorktree(room, path)).toMatchObject({ state: 'half' })
    expect(await pruneWorktrees(room)).toEqual([path])
    expect(await pruneWorktrees(room)).toEqual([])
  })
})
