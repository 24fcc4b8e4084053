import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { ClashSide } from '../../contract/work.ts'
import type { OwnWorktree } from '../engine/way-back.ts'
import { createGit } from '../workspace/git.ts'
import { createIsolation } from './isolation.ts'

const signal = new AbortController().signal
const taskId = 'tsk_1' as TaskId
let base: string
let top: string
let folder: string
let place: OwnWorktree
let isolation: ReturnType<typeof createIsolation>

const write = (root: string, path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const remove = (root: string, path: string) => rmSync(join(root, path), { recursive: true })
const read = (path: string) => readFileSync(join(folder, path), 'utf8')
const there = (path: string) => existsSync(join(folder, path))

/** A repository with these files, open at `inner` of it, and a worktree for a task. */
async function begin(files: Record<string, string>, inner = ''): Promise<void> {
  const git = createGit()
  top = realpathSync(base)
  top = join(top, 'repository')
  mkdirSync(top)
  for (const [path, text] of Object.entries(files)) write(top, path, text)
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['config', 'user.name', 'Pat'],
    ['config', 'user.email', 'pat@example.invalid'],
    ['add', '-A'],
    ['commit', '-qm', 'Start'],
  ])
    await git.run(args, top)
  folder = join(top, inner)
  isolation = createIsolation({ git, dataFolder: join(base, 'data'), log: () => {} })
  const open = await isolation.open({ taskId, displayId: 'TL-2', folder, copy: [] }, signal)
  place = { taskId, displayId: 'TL-2', folder: open.folder, into: folder, base: open.base }
}

const all = { head: null, take: null, lists: [], landed: null }

/** Merges, finds a clash, chooses sides, and lands. Gives the paths that clashed. */
async function settle(side: ClashSide): Promise<string[]> {
  const merged = await isolation.merge({ ...place, ...all }, signal)
  if (merged.status !== 'clash') throw new Error('There is no clash.')
  expect(await isolation.bring({ ...place, ...merged }, signal)).not.toBeNull()
  const paths = merged.conflicts.map(({ path }) => path)
  const sides = Object.fromEntries(paths.map((path) => [path, side]))
  const at = { ...place, base: merged.before }
  const end = await isolation.resolve({ ...at, own: merged.own, sides }, signal)
  if ('marked' in end) throw new Error(`Markers stand in ${end.marked.join(', ')}.`)
  const again = await isolation.merge({ ...at, ...all, head: end.head }, signal)
  if (again.status !== 'clean') throw new Error('It clashes still.')
  expect((await isolation.land({ ...at, ...again }, signal)).status).toBe('landed')
  return paths
}

const again = () => {
  rmSync(base, { recursive: true })
  mkdirSync(base)
}

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'treeline-clash-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

describe('a side that a person chooses', () => {
  it('of a file that one deleted', async () => {
    for (const [side, stays] of [
      ['subtask', false],
      ['folder', true],
    ] as const) {
      await begin({ 'a.txt': 'a\n', 'b.txt': 'b\n' })
      remove(place.folder, 'a.txt')
      write(place.folder, 'b.txt', 'mine\n')
      write(folder, 'a.txt', 'theirs\n')
      expect(await settle(side)).toEqual(['a.txt'])
      expect([there('a.txt'), read('b.txt')]).toEqual([stays, 'mine\n'])
      again()
    }
  })

  it('of a file that both renamed', async () => {
    const text = 'one\ntwo\nthree\nfour\n'
    await begin({ 'a.txt': text })
    remove(place.folder, 'a.txt')
    write(place.folder, 'mine.txt', text)
    remove(folder, 'a.txt')
    write(folder, 'theirs.txt', text)
    await settle('subtask')
    expect([there('a.txt'), there('mine.txt'), there('theirs.txt')]).toEqual([false, true, false])
  })

  it('of a file where the other has a folder: no name is left that git made up', async () => {
    for (const side of ['subtask', 'folder'] as const) {
      await begin({ 'x.txt': 'x\n' })
      write(place.folder, 'thing', 'a file\n')
      write(folder, 'thing/inner.txt', 'in a folder\n')
      expect(await settle(side)).toEqual(['thing~TL-2'])
      expect(readdirSync(folder).toSorted()).toEqual(['.git', 'thing', 'x.txt'])
      expect(read(side === 'subtask' ? 'thing' : 'thing/inner.txt')).toContain(
        side === 'subtask' ? 'a file' : 'in a folder',
      )
      again()
    }
  })

  it('of a file that both made, in a repository that is open at a folder of it', async () => {
    await begin({ 'x.txt': 'x\n', 'inner/y.txt': 'y\n' }, 'inner')
    write(place.folder, 'new.txt', 'mine\n')
    write(folder, 'new.txt', 'theirs\n')
    write(top, 'outside.txt', 'of somebody else\n')
    expect(await settle('folder')).toEqual(['inner/new.txt'])
    expect([read('new.txt'), readFileSync(join(top, 'outside.txt'), 'utf8')]).toEqual([
      ...['theirs\n', 'of somebody else\n'],
    ])
  })
})

describe('work on its way', () => {
  it('is held to globs below the folder that is open', async () => {
    await begin({ 'inner/src/a.txt': 'a\n', 'inner/b.txt': 'b\n' }, 'inner')
    write(place.folder, 'src/a.txt', 'mine\n')
    write(place.folder, 'b.txt', 'mine\n')
    const { base: from, head } = await isolation.look(place, signal)
    const lists = [['src/**']]
    expect(await isolation.outside({ folder: place.folder, base: from, head, lists })).toEqual(['b.txt'])
    const merged = await isolation.merge({ ...place, ...all, lists }, signal)
    expect(merged.left).toEqual(['inner/b.txt'])
  })

  it('looked at twice is the same commit, and another when it has changed', async () => {
    await begin({ 'a.txt': 'a\n' })
    write(place.folder, 'a.txt', 'mine\n')
    const looks = await Promise.all([isolation.look(place, signal), isolation.look(place, signal)])
    expect(new Set(looks.map(({ head }) => head)).size).toBe(1)
    write(place.folder, 'a.txt', 'mine, too\n')
    expect((await isolation.look(place, signal)).head).not.toBe(looks[0]?.head)
  })

  it('brought together and not told is found as it was before that', async () => {
    await begin({ 'a.txt': 'a\n' })
    write(place.folder, 'a.txt', 'mine\n')
    write(folder, 'a.txt', 'theirs\n')
    const first = await isolation.merge({ ...place, ...all }, signal)
    await isolation.bring({ ...place, ...first }, signal)
    const again = await isolation.merge({ ...place, ...all }, signal)
    expect([again.status, again.own, again.tree, again.before]).toEqual([
      ...['clash', first.own, first.tree, first.before],
    ])
  })
})
