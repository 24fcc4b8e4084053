import { AppError } from '../../contract/app-error.ts'
import type { WayBack } from '../engine/way-back.ts'
import { setRef } from '../workspace/isolation/bench.ts'
import { commitOn, commitTree, createBranch } from '../workspace/isolation/commit-on.ts'
import { landTree } from '../workspace/isolation/land-tree.ts'
import { mergeWork, resolveTrees } from '../workspace/isolation/merge-work.ts'
import type { Room } from '../workspace/isolation/room.ts'
import { keepTree } from '../workspace/isolation/snapshots.ts'
import { storedForm } from '../workspace/isolation/stored-form.ts'
import { parentsOf } from './looks.ts'
import { landedBetween } from './merges.ts'

/** So many commits back a commit is looked for that was made before a crash. */
const mostCommits = 50

/** Where merged work ends up. */
export type Deliveries = Pick<WayBack, 'land' | 'commit' | 'branch' | 'keep'>

/** Makes the functions that deliver. */
export function createDeliveries({
  roomOf,
  journalOf,
}: {
  roomOf(folder: string): Promise<Room>
  journalOf(taskId: string): string
}): Deliveries {
  return {
    async land({ taskId, displayId, into, before, tree }, signal) {
      const other = await roomOf(into)
      // First: after a crash it tells what was landed.
      const after = await keepTree(other, {
        ref: `tasks/${taskId}/after`,
        tree,
        message: `With the work of ${displayId}`,
        parents: [before],
      })
      const landed = await landTree(other, { from: before, to: tree, journalFile: journalOf(taskId), signal })
      switch (landed.status) {
        case 'landed':
          return { status: 'landed', ...(await landedBetween(other, before, after.commit)) }
        case 'changed':
          return { status: 'changed', words: landed.words }
        case 'blocked':
          throw new AppError('conflict', landed.words)
        default: {
          const unknown: never = landed
          throw new Error(`Unknown landing ${JSON.stringify(unknown)}`)
        }
      }
    },

    async commit({ into, before, after, message }) {
      const room = await roomOf(into)
      try {
        const end = await commitOn(room, { from: before, to: after, message })
        if (end.status === 'committed') return { commit: { id: end.commit, branch: end.branch } }
        if (end.status !== 'nothing') return { note: end.words }
        const made = await findCommit(room, message)
        return made === null
          ? { note: 'Not committed: the branch holds all of it already.' }
          : { commit: made }
      } catch (error) {
        if (error instanceof AppError) return { note: `Not committed: ${error.message}` }
        throw error
      }
    },

    async branch({ into, before, tree, name, message }) {
      const room = await roomOf(into)
      try {
        const commit = await commitOnTop(room, { from: before, to: tree, message })
        const branch = await freeBranch(room, name, commit)
        const { files } = await landedBetween(room, before, tree)
        return { ...branch, files }
      } catch (error) {
        if (error instanceof AppError) return { note: `No branch was made of it: ${error.message}` }
        throw error
      }
    },

    async keep({ taskId, folder, head }) {
      const room = await roomOf(folder)
      await setRef(room.git, room.refsDir, `refs/treeline/tasks/${taskId}/dropped-${head.slice(0, 12)}`, head)
    },
  }
}

/** A commit that a crash kept from being told: one of the latest on the branch, with the same message. */
async function findCommit(room: Room, message: string): Promise<{ id: string; branch: string } | null> {
  const branch = await room.git.branch(room.root)
  const args = ['log', `--max-count=${mostCommits}`, '--format=%H%x00%B%x01']
  const { stdout } = await room.git.run(args, room.root)
  for (const entry of stdout.split('\u0001')) {
    const [id = '', text = ''] = entry.trim().split('\0')
    if (branch !== null && text.trim() === message.trim()) return { id, branch }
  }
  return null
}

/** The commit of what differs between two snapshots, on top of what is checked out. It is on no branch. */
async function commitOnTop(
  room: Room,
  { from, to, message }: { from: string; to: string; message: string },
): Promise<string> {
  const head = (await room.git.run(['rev-parse', '--verify', 'HEAD^{commit}'], room.root)).stdout.trim()
  const stored = await storedForm(room, await resolveTrees(room, { from, to }))
  const merged = await mergeWork(room, { base: stored.from, ours: head, theirs: stored.to })
  if (merged.status === 'clean') return commitTree(room, { tree: merged.tree, parents: [head], message })
  // It builds on changes that are not committed: those get a commit of their own below it.
  const trees = await resolveTrees(room, { from: head, to: from })
  const lying = (await storedForm(room, trees)).to
  const below = await commitTree(room, {
    tree: lying,
    parents: [head],
    message: 'What was not committed when the work below began to build on it',
  })
  const onTop = await mergeWork(room, { base: stored.from, ours: lying, theirs: stored.to })
  if (onTop.status === 'conflicts') throw new AppError('conflict', 'it does not fit on what is checked out.')
  return commitTree(room, { tree: onTop.tree, parents: [below], message })
}

/** Makes the branch, with a number behind its name where there is another. One that holds the very same is the one. */
async function freeBranch(
  room: Room,
  name: string,
  commit: string,
): Promise<{ branch: string; commit: string }> {
  for (let number = 1; ; number++) {
    const branch = number === 1 ? name : `${name}-${number}`
    const args = ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`]
    const { code, stdout } = await room.git.run(args, room.root, { accept: [0, 1] })
    if (code !== 0) {
      await createBranch(room, { name: branch, commit })
      return { branch, commit }
    }
    if (await isSame(room, stdout.trim(), commit)) return { branch, commit: stdout.trim() }
  }
}

/** Whether two commits hold the same on top of the same. */
async function isSame(room: Room, one: string, other: string): Promise<boolean> {
  const trees = await resolveTrees(room, { one, other })
  const [ones, others] = [await parentsOf(room, one), await parentsOf(room, other)]
  if (trees.one !== trees.other || ones.length !== others.length) return false
  const [first, second] = [ones[0], others[0]]
  if (first === undefined || second === undefined || first === second) return first === second
  // One commit of what was not committed lies in between: made twice, it has two ids.
  const below = await resolveTrees(room, { one: first, other: second })
  return below.one === below.other && (await sharesParents(room, first, second))
}

async function sharesParents(room: Room, one: string, other: string): Promise<boolean> {
  return String(await parentsOf(room, one)) === String(await parentsOf(room, other))
}
