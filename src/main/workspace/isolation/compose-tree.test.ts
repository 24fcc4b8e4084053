import { expect, it } from 'vitest'
import { makeRepository } from '../../testing/git-repository.ts'
import { composeTree } from './compose-tree.ts'
import { diffFile, diffSnapshots } from './diff-snapshots.ts'
import { takeSnapshot } from './snapshots.ts'

const lines = (changed: Record<number, string> = {}, end = '\n') =>
  Array.from(
    { length: 60 },
    (_, at) => changed[at + 1] ?? `${at % 4 === 0 ? 'same' : `line ${at + 1}`}${end}`,
  ).join('')

async function prepared() {
  const repository = await makeRepository({
    'a.txt': lines(),
    'crlf ü "x".txt': lines({}, '\r\n'),
    'old.txt': lines({ 1: 'to be moved\n' }),
    'gone.txt': 'gone\n',
    bin: '\0one',
    'run.sh': 'x\n',
    type: 'a file\n',
    'latin.txt': 'x\n',
  })
  const room = await repository.room()
  repository.write('latin.txt', Buffer.from('caf\xe9\n', 'latin1'))
  const base = (await takeSnapshot(room, { ref: 'base', message: 'Base' })).tree
  repository.write(
    'a.txt',
    lines({ 2: 'two\n', 5: '', 30: 'thirty\nand more\n@@ -1 +1 @@\n', 58: 'fifty-eight\u2028x\n' }),
  )
  repository.write('crlf ü "x".txt', lines({ 3: 'three\r\n', 40: 'forty\n' }, '\r\n'))
  repository.remove('old.txt')
  repository.write('new/moved.txt', lines({ 1: 'to be moved\n', 20: 'changed\n', 50: 'changed\n' }))
  repository.remove('gone.txt')
  repository.write('bin', '\0two')
  repository.write('run.sh', 'x\n', 0o755)
  repository.remove('type')
  repository.link('type', 'a.txt')
  repository.write('added.txt', 'one\nno line end')
  repository.write('latin.txt', Buffer.from('caf\xe9\nna\xefve\n', 'latin1'))
  const theirs = (await takeSnapshot(room, { ref: 'theirs', message: 'Theirs' })).tree
  const read = (tree: string, path: string) =>
    room.git
      .run(['cat-file', 'blob', `${tree}:${path}`], room.root, { encoding: 'latin1' })
      .then(({ stdout }) => Buffer.from(stdout, 'latin1').toString('utf8'))
  return { repository, room, base, theirs, read }
}

it('lists what differs with its counts', async () => {
  const { room, base, theirs } = await prepared()
  const files = await diffSnapshots(room, base, theirs)
  expect(
    files.map(({ path, status, oldPath, binary, added, removed }) => [
      path,
      status,
      oldPath,
      binary,
      added,
      removed,
    ]),
  ).toEqual([
    ['a.txt', 'modified', null, false, 5, 4],
    ['added.txt', 'added', null, false, 2, 0],
    ['bin', 'modified', null, true, 0, 0],
    ['crlf ü "x".txt', 'modified', null, false, 2, 2],
    ['gone.txt', 'deleted', null, false, 0, 1],
    ['latin.txt', 'modified', null, false, 1, 0],
    ['new/moved.txt', 'renamed', 'old.txt', false, 2, 2],
    ['run.sh', 'modified', null, false, 0, 0],
    ['type', 'type_changed', null, false, 1, 1],
  ])
  expect(files.find(({ path }) => path === 'run.sh')).toMatchObject({ oldMode: '100644', newMode: '100755' })
})

it('shows hunks on demand', async () => {
  const { room, base, theirs } = await prepared()
  const files = await diffSnapshots(room, base, theirs)
  const hunksOf = async (path: string) => {
    const file = files.find((one) => one.path === path)
    if (!file) throw new Error(path)
    return (await diffFile(room, base, theirs, file)).hunks
  }
  const [first, second, third] = await hunksOf('a.txt')
  expect(first).toMatchObject({ oldStart: 1, oldLines: 8, newStart: 1, newLines: 7 })
  expect(first?.lines.filter((line) => !line.startsWith(' '))).toEqual(['-line 2', '+two', '-same'])
  expect(second?.lines).toContain('+@@ -1 +1 @@')
  expect(third?.lines).toContain('+fifty-eight\u2028x')
  expect((await hunksOf('crlf ü "x".txt'))[0]?.lines).toContain('+three\r')
  expect((await hunksOf('added.txt'))[0]?.lines).toEqual([
    '+one',
    '+no line end',
    '\\ No newline at end of file',
  ])
  expect(await hunksOf('new/moved.txt')).toHaveLength(2)
  expect([await hunksOf('bin'), await hunksOf('run.sh')]).toEqual([[], []])
})

it('makes the tree of what was taken', async () => {
  const { repository, room, base, theirs, read } = await prepared()
  const persons = repository.personsState()
  const files = await diffSnapshots(room, base, theirs)
  const all = files.map(({ path }) => ({ path, hunks: 'all' as const }))
  expect(await composeTree(room, { base, theirs, take: all })).toBe(theirs)
  expect(await composeTree(room, { base, theirs, take: [] })).toBe(base)
  const each = await Promise.all(
    files.map(async (file) => {
      const { hunks } = await diffFile(room, base, theirs, file)
      return {
        path: file.path,
        hunks: hunks.length > 0 && !file.binary ? hunks.map((_, at) => at) : ('all' as const),
      }
    }),
  )
  expect(await composeTree(room, { base, theirs, take: each })).toBe(theirs)
  const some = await composeTree(room, {
    base,
    theirs,
    take: [
      { path: 'a.txt', hunks: [2] },
      { path: 'crlf ü "x".txt', hunks: [1] },
      { path: 'new/moved.txt', hunks: [1] },
      { path: 'latin.txt', hunks: [0] },
      { path: 'type', hunks: [0] },
      { path: 'gone.txt', hunks: 'all' },
    ],
  })
  expect(await read(some, 'a.txt')).toBe(lines({ 58: 'fifty-eight\u2028x\n' }))
  expect(await read(some, 'crlf ü "x".txt')).toBe(lines({ 40: 'forty\n' }, '\r\n'))
  expect(await read(some, 'new/moved.txt')).toBe(lines({ 1: 'to be moved\n', 50: 'changed\n' }))
  const names = (await repository.run('ls-tree', '-r', '--name-only', '-z', some)).split('\0').slice(0, -1)
  expect(names).toEqual(['a.txt', 'bin', 'crlf ü "x".txt', 'latin.txt', 'new/moved.txt', 'run.sh', 'type'])
  expect((await diffSnapshots(room, some, theirs)).map(({ path }) => path)).toEqual([
    'a.txt',
    'added.txt',
    'bin',
    'crlf ü "x".txt',
    'new/moved.txt',
    'run.sh',
  ])
  expect(repository.personsState()).toEqual(persons)
})

it('says when what was chosen is not there', async () => {
  const { room, base, theirs } = await prepared()
  const taking = (path: string, hunks: number[]) =>
    composeTree(room, { base, theirs, take: [{ path, hunks }] })
  await expect(taking('none.txt', [0])).rejects.toMatchObject({ code: 'not_found' })
  await expect(taking('a.txt', [7])).rejects.toThrow('has no part 8 any more')
})
