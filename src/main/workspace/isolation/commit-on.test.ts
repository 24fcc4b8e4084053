import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeRepository, type TestRepository } from '../../testing/git-repository.ts'
import { killedAt } from '../../testing/kill-isolation.ts'
import { commitOn, commitTree, createBranch } from './commit-on.ts'
import { takeSnapshot } from './snapshots.ts'

/** Work of a subtask that was taken over into the folder, beside what the person has there. */
async function landed(repository: TestRepository, work: () => void) {
  const room = await repository.room()
  const from = (await takeSnapshot(room, { ref: 'from', message: 'From' })).tree
  work()
  const to = (await takeSnapshot(room, { ref: 'to', message: 'To' })).tree
  return { room, order: { from, to, message: 'Work of TL-2\n\nBody' } }
}

const files = { 'a.txt': 'one\n2\n3\n4\n5\n6\nlast\n', 'b.txt': 'b\n', 'gone.txt': 'x\n' }

function hooksThatMustNotRun(repository: TestRepository): string {
  const sprung = join(repository.base, 'sprung')
  const hooks = join(repository.folder, '.git', 'hooks')
  mkdirSync(hooks, { recursive: true })
  for (const hook of [
    'pre-commit',
    'commit-msg',
    'post-commit',
    'reference-transaction',
    'post-index-change',
  ])
    writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch '${sprung}'\n`, { mode: 0o755 })
  return sprung
}

it('commits the work of a subtask and nothing else, in the person’s name, without hooks', async () => {
  const repository = await makeRepository(files)
  const head = await repository.run('rev-parse', 'HEAD')
  repository.write('a.txt', 'one\n2\n3\n4\n5\n6\nmine\n')
  repository.write('staged.txt', 'mine\n')
  await repository.run('add', 'staged.txt')
  repository.write('untracked.txt', 'mine\n')
  const sprung = hooksThatMustNotRun(repository)
  const { room, order } = await landed(repository, () => {
    repository.write('a.txt', 'ONE\n2\n3\n4\n5\n6\nmine\n')
    repository.write('new ü.sh', 'new\n', 0o755)
    repository.remove('gone.txt')
  })
  const result = await commitOn(room, order)
  expect(result).toMatchObject({
    status: 'committed',
    branch: 'main',
    commit: await repository.run('rev-parse', 'main'),
  })
  expect(await repository.run('log', '-1', '--format=%an|%ae|%P|%B')).toBe(
    `Someone|someone@example.org|${head}|Work of TL-2\n\nBody`,
  )
  expect(
    (await repository.run('diff-tree', '-r', '--name-status', '-z', 'HEAD~', 'HEAD'))
      .split('\0')
      .slice(0, -1),
  ).toEqual(['M', 'a.txt', 'D', 'gone.txt', 'A', 'new ü.sh'])
  expect(await repository.run('show', 'HEAD:a.txt')).toBe('ONE\n2\n3\n4\n5\n6\nlast')
  expect(await repository.run('status', '--porcelain')).toBe('M a.txt\nA  staged.txt\n?? untracked.txt')
  expect(await repository.run('reflog', '-1', '--format=%gs')).toBe('commit: Work of TL-2')
  expect(existsSync(sprung)).toBe(false)
  expect(await commitOn(room, order)).toEqual({ status: 'nothing' })
})

it('refuses in words what the person has staged, and what it cannot tell apart', async () => {
  const repository = await makeRepository(files)
  const head = await repository.run('rev-parse', 'HEAD')
  const { room, order } = await landed(repository, () => repository.write('b.txt', 'changed\n'))
  repository.write('b.txt', 'staged\n')
  await repository.run('add', 'b.txt')
  expect(await commitOn(room, order)).toMatchObject({ status: 'staged', paths: ['b.txt'] })
  await repository.run('reset', '--quiet', '--hard')
  repository.write('b.txt', 'uncommitted\n')
  const other = await landed(repository, () => repository.write('b.txt', 'uncommitted, and the work\n'))
  expect(await commitOn(room, other.order)).toMatchObject({ status: 'overlap', paths: ['b.txt'] })
  expect(await repository.run('rev-parse', 'HEAD')).toBe(head)
  await repository.run('checkout', '--quiet', '--detach')
  await expect(commitOn(room, order)).rejects.toMatchObject({ code: 'not_supported_here' })
  await repository.run('checkout', '--quiet', 'main')
  writeFileSync(join(repository.folder, '.git', 'MERGE_HEAD'), `${head}\n`)
  await expect(commitOn(room, order)).rejects.toThrow('in the middle of a merge')
  rmSync(join(repository.folder, '.git', 'MERGE_HEAD'))
  repository.write('.gitattributes', 'b.txt filter=lfs\n')
  await expect(commitOn(room, order)).rejects.toThrow('filter=lfs')
})

it('commits line ends as the person’s git stores them', async () => {
  const repository = await makeRepository(null)
  await repository.run('config', 'core.autocrlf', 'true')
  repository.write('a.txt', 'one\r\ntwo\r\n')
  await repository.run('add', '--all')
  await repository.run('commit', '--quiet', '--message', 'First')
  const { room, order } = await landed(repository, () => {
    repository.write('a.txt', 'one\r\nTWO\r\n')
    repository.write('b.txt', 'new\r\n')
  })
  expect(await commitOn(room, order)).toMatchObject({ status: 'committed' })
  expect(await repository.run('cat-file', 'blob', 'HEAD:a.txt')).toBe('one\nTWO')
  expect(await repository.run('cat-file', 'blob', 'HEAD:b.txt')).toBe('new')
  expect(await repository.run('status', '--porcelain')).toBe('')
})

it('killed before the branch moved, it is done again', async () => {
  const repository = await makeRepository(files)
  const { order } = await landed(repository, () => repository.write('b.txt', 'changed\n'))
  const { dataFolder, folder } = repository
  for (const point of ['before:branch.move', 'after:branch.move']) {
    expect(killedAt(point, { do: 'commit', dataFolder, folder, ...order })).toBe(true)
    const now = point.startsWith('before') ? 'M  b.txt' : ''
    expect(await repository.run('status', '--porcelain')).toBe(now)
  }
  expect(await commitOn(await repository.room(), order)).toEqual({ status: 'nothing' })
  expect(await repository.run('rev-list', '--count', 'HEAD')).toBe('2')
})

it('is not committed on a branch that moved meanwhile, and is when asked again', async () => {
  const repository = await makeRepository(files)
  const { room, order } = await landed(repository, () => repository.write('b.txt', 'changed\n'))
  const tree = await repository.run('rev-parse', 'HEAD^{tree}')
  const git = { ...room.git }
  git.run = async (args, cwd, options) => {
    if (args[0] === 'update-ref')
      await repository.run(
        'update-ref',
        'HEAD',
        await repository.run('commit-tree', tree, '-p', 'HEAD', '-m', 'By somebody else'),
      )
    return room.git.run(args, cwd, options)
  }
  await expect(commitOn({ ...room, git }, order)).rejects.toMatchObject({ code: 'conflict' })
  expect(await commitOn(room, order)).toMatchObject({ status: 'committed' })
  expect(await repository.run('log', '--format=%s')).toBe('Work of TL-2\nBy somebody else\nFirst')
  expect(await repository.run('status', '--porcelain')).toBe('')
})

it('makes a branch, and none twice or with a name that cannot be', async () => {
  const repository = await makeRepository(files)
  const room = await repository.room()
  const { tree, head } = await takeSnapshot(room, { ref: 'x', message: 'X' })
  const commit = await commitTree(room, { tree, parents: [head ?? ''], message: 'On a branch' })
  await createBranch(room, { name: 'treeline/ü', commit })
  expect(await repository.run('log', '-1', '--format=%an %s', 'treeline/ü')).toBe('Someone On a branch')
  expect(await room.git.branch(repository.folder)).toBe('main')
  await expect(createBranch(room, { name: 'treeline/ü', commit })).rejects.toMatchObject({ code: 'conflict' })
  for (const name of ['a b', '-x', 'a..b', '@{-1}', ''])
    await expect(createBranch(room, { name, commit })).rejects.toMatchObject({ code: 'bad_request' })
})
