import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  fingerprints,
  folderTools,
  makeRepository,
  type TestRepository,
} from '../../testing/git-repository.ts'
import { applyChanges } from './apply-changes.ts'
import { createWorktree } from './create-worktree.ts'
import { landTree, revertLanding } from './land-tree.ts'
import { mergeWork } from './merge-work.ts'
import type { Room } from './room.ts'
import { takeSnapshot } from './snapshots.ts'
import { treeChanges } from './tree-changes.ts'
import { removeWorktree } from './worktrees.ts'

const numRuns = Number(process.env.TREELINE_PROPERTY_RUNS ?? 4)

/** One thing done to a file. Names are few, so that files, folders and links come into each other's way. */
type Step = {
  path: string
  kind: 'text' | 'bytes' | 'link' | 'program' | 'delete' | 'folder'
  content: string
}

const names = fc.constantFrom(
  'a',
  'b.txt',
  'ü ö',
  'sub/x',
  'sub/y.txt',
  'sub/deep/z',
  'c/d',
  'C#',
  "it's",
  '-dash',
)
const step: fc.Arbitrary<Step> = fc.record({
  path: names,
  kind: fc.constantFrom('text', 'text', 'bytes', 'link', 'program', 'delete', 'folder'),
  content: fc.constantFrom(
    '',
    'x',
    'one\n',
    'one\r\ntwo\r\n',
    'no end',
    'lines\n'.repeat(40),
    '\0\u0001',
    '<<<<<<< x\n',
    'é\u2028\n',
  ),
})

function act(folder: string, below: string, { path: inner, kind, content }: Step): void {
  const { write, link } = folderTools(folder)
  const path = below + inner
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const stats = lstatSync(join(folder, above), { throwIfNoEntry: false })
    if (stats && !stats.isDirectory()) rmSync(join(folder, above))
  }
  rmSync(join(folder, path), { recursive: true, force: true })
  if (kind === 'text') write(path, content)
  if (kind === 'bytes') write(path, Buffer.from(`\0${content}`, 'latin1'))
  if (kind === 'program') write(path, content, 0o755)
  if (kind === 'link') link(path, content.replaceAll('\0', '') || 'target')
  if (kind === 'folder') write(`${path}/inside`, content)
}

/** Puts the folder into the state of a tree, whatever is in it. */
async function goTo(repository: TestRepository, room: Room, tree: string): Promise<void> {
  for (const name of readdirSync(repository.folder)) {
    if (name !== '.git') rmSync(join(repository.folder, name), { recursive: true })
  }
  mkdirSync(repository.dataFolder, { recursive: true })
  const none = (await room.git.run(['mktree'], room.root, { input: '' })).stdout.trim()
  const changes = await treeChanges(room, none, tree)
  await applyChanges(room, changes, { staging: join(repository.dataFolder, 'staging'), stop: true })
}

it(
  'disjoint work merges to both, and what lands and is taken back leaves the same bytes',
  async () => {
    const steps = fc.array(step, { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(steps, steps, steps, steps, async (start, left, right, anywhere) => {
        const repository = await makeRepository({ 'kept.txt': 'kept\n' })
        const { folder } = repository
        const room = await repository.room()
        const treeNow = async () => (await takeSnapshot(room, { ref: 'now', message: 'Now' })).tree
        const journalFile = join(repository.dataFolder, 'landing.json')
        for (const one of start) for (const below of ['left/', 'right/']) act(folder, below, one)
        // Some of it is staged and some is not.
        await repository.run(
          'add',
          '--',
          'kept.txt',
          ...(readdirSync(folder).includes('left') ? ['left'] : []),
        )
        const persons = repository.personsState()
        const base = await treeNow()
        const atBase = fingerprints(folder)

        for (const one of left) act(folder, 'left/', one)
        const ours = await treeNow()
        const atOurs = fingerprints(folder)
        await goTo(repository, room, base)
        expect(fingerprints(folder)).toEqual(atBase)

        // The other side works in a worktree, as a subtask does.
        const { commit } = await takeSnapshot(room, { ref: 'base', message: 'Base' })
        const made = await createWorktree(room, { snapshot: commit, path: 'worktrees/right' })
        expect(fingerprints(made.path)).toEqual(atBase)
        for (const one of right) act(made.path, 'right/', one)
        const atTheirs = fingerprints(made.path)
        const theirs = (
          await takeSnapshot(await repository.room(made.path), { ref: 'theirs', message: 'Theirs' })
        ).tree

        await goTo(repository, room, ours)
        const merged = await mergeWork(room, { base, ours, theirs })
        expect(merged.status).toBe('clean')
        expect(await landTree(room, { from: ours, to: merged.tree, journalFile })).toMatchObject({
          status: 'landed',
        })
        const side = (state: Record<string, string>, below: string) =>
          Object.fromEntries(Object.entries(state).filter(([path]) => path.startsWith(below)))
        expect(fingerprints(folder)).toEqual({
          'kept.txt': atBase['kept.txt'],
          ...side(atOurs, 'left/'),
          ...side(atTheirs, 'right/'),
        })
        expect(await revertLanding(room, { from: ours, to: merged.tree, journalFile })).toMatchObject({
          status: 'landed',
        })
        expect(fingerprints(folder)).toEqual(atOurs)

        // Work in the same places: clean or not, the folder gets there and back.
        for (const one of anywhere) act(folder, 'right/', one)
        const mixed = await treeNow()
        const atMixed = fingerprints(folder)
        const tried = await mergeWork(room, { base, ours: mixed, theirs })
        expect(fingerprints(folder)).toEqual(atMixed)
        const there = await landTree(room, { from: mixed, to: tried.tree, journalFile })
        expect(there.status).toBe('landed')
        expect(await treeNow()).toBe(tried.tree)
        expect(await landTree(room, { from: tried.tree, to: mixed, journalFile })).toMatchObject({
          status: 'landed',
        })
        expect(fingerprints(folder)).toEqual(atMixed)

        await removeWorktree(room, made.path)
        expect(repository.personsState()).toEqual(persons)
      }),
      { numRuns },
    )
  },
  20_000 + numRuns * 10_000,
)
