import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fingerprints, makeRepository, type TestRepository } from '../../testing/git-repository.ts'
import { createConflictRadar } from './conflict-radar.ts'
import { conflictText, mergeWork } from './merge-work.ts'
import { readBlob } from './read-blob.ts'
import { takeSnapshot } from './snapshots.ts'

const lines = (from: number, to: number, changed: Record<number, string> = {}) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${changed[from + at] ?? `line ${from + at}`}\n`).join('')

/** The trees of the folder as it is, and after each of `works` was done to it. */
async function states(
  repository: TestRepository,
  ...works: (() => void | Promise<void>)[]
): Promise<string[]> {
  const room = await repository.room()
  const trees = [(await takeSnapshot(room, { ref: 'base', message: 'Base' })).tree]
  for (const [at, work] of works.entries()) {
    await work()
    trees.push((await takeSnapshot(room, { ref: `work/${at}`, message: 'Work' })).tree)
    await repository.run('checkout', '--quiet', '.')
    await repository.run('clean', '--quiet', '-fd')
  }
  return trees
}

async function merge(
  repository: TestRepository,
  ours: () => void | Promise<void>,
  theirs: () => void | Promise<void>,
) {
  const room = await repository.room()
  const [base = '', one = '', other = ''] = await states(repository, ours, theirs)
  const names = { ours: 'the folder', theirs: 'TL-3' }
  return { room, merged: await mergeWork(room, { base, ours: one, theirs: other, names }) }
}

it('puts changes of different places together and touches nothing', async () => {
  const repository = await makeRepository({ 'a.txt': lines(1, 30), 'old.txt': lines(1, 9), 'x.txt': 'x\n' })
  const [base = '', ours = '', theirs = ''] = await states(
    repository,
    () => {
      repository.write('a.txt', lines(1, 30, { 3: 'three' }))
      repository.write('new ü.txt', 'new\n')
    },
    async () => {
      repository.write('a.txt', lines(1, 30, { 28: 'twenty-eight' }))
      repository.remove('x.txt')
      await repository.run('mv', 'old.txt', 'moved.txt')
      await repository.run('reset', '--quiet')
    },
  )
  const before = [repository.personsState(), fingerprints(repository.folder)]
  const merged = await mergeWork(await repository.room(), { base, ours, theirs })
  expect(merged.status).toBe('clean')
  expect(
    (await repository.run('ls-tree', '-r', '-z', '--name-only', merged.tree)).split('\0').slice(0, -1),
  ).toEqual(['a.txt', 'moved.txt', 'new ü.txt'])
  expect(await repository.run('cat-file', 'blob', `${merged.tree}:a.txt`)).toBe(
    lines(1, 30, { 3: 'three', 28: 'twenty-eight' }).trim(),
  )
  expect([repository.personsState(), fingerprints(repository.folder)]).toEqual(before)
})

it('tells two changes of the same line, with all three contents and markers', async () => {
  const repository = await makeRepository({ 'a b.txt': lines(1, 9) })
  const { room, merged } = await merge(
    repository,
    () => repository.write('a b.txt', lines(1, 9, { 5: 'ours' })),
    () => repository.write('a b.txt', lines(1, 9, { 5: 'theirs' })),
  )
  if (merged.status !== 'conflicts') throw new Error('should conflict')
  expect(merged.conflicts).toMatchObject([
    { path: 'a b.txt', kind: 'content', words: 'CONFLICT (content): Merge conflict in a b.txt' },
  ])
  const [conflict] = merged.conflicts
  if (!conflict?.base || !conflict.ours || !conflict.theirs) throw new Error('should have all sides')
  const texts = await Promise.all(
    [conflict.base, conflict.ours, conflict.theirs].map(async ({ blob }) =>
      (await readBlob(room, blob)).content?.toString(),
    ),
  )
  expect(texts).toEqual([lines(1, 9), lines(1, 9, { 5: 'ours' }), lines(1, 9, { 5: 'theirs' })])
  expect(await conflictText(room, merged.tree, conflict)).toBe(
    `${lines(1, 4)}<<<<<<< the-folder\nours\n=======\ntheirs\n>>>>>>> TL-3\n${lines(6, 9)}`,
  )
  expect(await readBlob(room, conflict.base.blob, 10)).toEqual({ bytes: lines(1, 9).length, content: null })
})

it('names every kind of conflict', async () => {
  const repository = await makeRepository({
    'del.txt': lines(1, 9),
    'ren.txt': lines(11, 30),
    'rendel.txt': lines(41, 60),
    bin: '\0base',
    type: 'a file\n',
    folder: lines(71, 80),
  })
  const { merged } = await merge(
    repository,
    async () => {
      repository.write('del.txt', lines(1, 9, { 2: 'two' }))
      await repository.run('mv', 'ren.txt', 'ren-ours.txt')
      await repository.run('mv', 'rendel.txt', 'rendel-ours.txt')
      await repository.run('reset', '--quiet')
      repository.write('bin', '\0ours')
      repository.write('added', 'ours\n')
      repository.write('twice.sh', 'same\n', 0o755)
      repository.remove('type')
      repository.link('type', 'elsewhere')
      repository.remove('folder')
      repository.write('folder/inside', 'x\n')
    },
    async () => {
      repository.remove('del.txt')
      await repository.run('mv', 'ren.txt', 'ren-theirs.txt')
      await repository.run('reset', '--quiet')
      repository.remove('rendel.txt')
      repository.write('bin', '\0theirs')
      repository.write('added', 'theirs\n')
      repository.write('twice.sh', 'same\n', 0o644)
      repository.write('type', 'changed\n')
      repository.write('folder', lines(71, 80, { 75: 'x' }))
    },
  )
  if (merged.status !== 'conflicts') throw new Error('should conflict')
  const found = merged.conflicts.map(({ path, kind, base, ours, theirs }) => [
    path,
    kind,
    base?.path,
    ours?.path,
    theirs?.path,
  ])
  expect(found).toEqual([
    ['added', 'add/add', undefined, 'added', 'added'],
    ['bin', 'binary', 'bin', 'bin', 'bin'],
    ['del.txt', 'delete/modify', 'del.txt', 'del.txt', undefined],
    ['folder~TL-3', 'file/folder', 'folder~TL-3', undefined, 'folder~TL-3'],
    ['ren.txt', 'rename/rename', 'ren.txt', 'ren-ours.txt', 'ren-theirs.txt'],
    ['rendel-ours.txt', 'rename/delete', 'rendel-ours.txt', 'rendel-ours.txt', undefined],
    ['twice.sh', 'mode', undefined, 'twice.sh', 'twice.sh'],
    ['type', 'mode', 'type~TL-3', 'type', 'type~TL-3'],
  ])
})

it('runs no merge driver and heeds no attribute of the repository', async () => {
  const repository = await makeRepository({ 'a.txt': lines(1, 9), '.gitattributes': '*.txt merge=trap\n' })
  const sprung = join(repository.base, 'sprung')
  const trap = join(repository.base, 'trap.sh')
  writeFileSync(trap, `#!/bin/sh\ntouch '${sprung}'\n`, { mode: 0o755 })
  await repository.run('config', 'merge.trap.driver', `${trap} %A`)
  await repository.run('config', 'merge.conflictStyle', 'diff3')
  const { merged } = await merge(
    repository,
    () => repository.write('a.txt', lines(1, 9, { 5: 'ours' })),
    () => repository.write('a.txt', lines(1, 9, { 5: 'theirs' })),
  )
  expect([merged.status, existsSync(sprung)]).toEqual(['conflicts', false])
})

it('says when a snapshot is gone', async () => {
  const room = await (await makeRepository()).room()
  const gone = '1'.repeat(40)
  await expect(mergeWork(room, { base: gone, ours: gone, theirs: gone })).rejects.toMatchObject({
    code: 'not_found',
  })
})

it('finds who is in whose way, and merges only what changed since', async () => {
  const repository = await makeRepository({ 'a.txt': lines(1, 30), 'b.txt': lines(1, 30) })
  const [base = '', one = '', two = '', three = '', four = ''] = await states(
    repository,
    () => repository.write('a.txt', lines(1, 30, { 5: 'one' })),
    () => repository.write('a.txt', lines(1, 30, { 5: 'two' })),
    () => repository.write('b.txt', lines(1, 30, { 5: 'three' })),
    () => {},
  )
  const room = await repository.room()
  const radar = createConflictRadar()
  const heads = [
    { id: 'A', base, head: one },
    { id: 'B', base, head: two },
    { id: 'C', base, head: three },
    { id: 'D', base, head: four },
  ]
  const clashes = await radar.trialMerge(room, heads)
  expect(clashes).toMatchObject([{ ids: ['A', 'B'], conflicts: [{ path: 'a.txt', kind: 'content' }] }])
  let merges = 0
  const counting = {
    ...room,
    git: {
      ...room.git,
      run: (...args: Parameters<typeof room.git.run>) => {
        if (args[0][0] === 'merge-tree') merges++
        return room.git.run(...args)
      },
    },
  }
  expect(await radar.trialMerge(counting, heads)).toEqual(clashes)
  expect(merges).toBe(0)
  // One that began later, with A's work in it: only its own change of b.txt counts.
  const after = await mergeWork(room, { base, ours: one, theirs: three })
  const late = { id: 'E', base: one, head: after.tree }
  expect((await radar.trialMerge(counting, [heads[1] ?? late, late])).length).toBe(0)
  expect(merges).toBe(2)
})
