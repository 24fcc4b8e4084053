import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { Isolation, Landed } from '../engine/engine-deps.ts'
import type { TrialMerges } from '../engine/trial-merges.ts'
import type { Git } from '../workspace/git.ts'
import { createWorktree } from '../workspace/isolation/create-worktree.ts'
import { landTree, recoverLanding } from '../workspace/isolation/land-tree.ts'
import { mergeWork } from '../workspace/isolation/merge-work.ts'
import type { MergeConflict } from '../workspace/isolation/parse-merge.ts'
import { openRoom, type Room, whyNoWorktrees } from '../workspace/isolation/room.ts'
import { keepTree, takeSnapshot } from '../workspace/isolation/snapshots.ts'
import { treeChanges } from '../workspace/isolation/tree-changes.ts'
import { pruneWorktrees, removeWorktree } from '../workspace/isolation/worktrees.ts'
import { createLooks } from './looks.ts'
import { createRestore } from './restore-worktree.ts'
import { createReverts } from './reverts.ts'
import { createTrialMerges } from './trial-merges.ts'

/** How often work is merged anew because somebody writes in the folder at the same time. */
const mostTries = 5

/**
 * Worktrees for tasks that work beside each other, in `<dataFolder>/worktrees`, and their work's way back into the
 * folder they were made from.
 */
export function createIsolation({
  git,
  dataFolder,
  log,
}: {
  git: Git
  dataFolder: string
  log(level: 'warn', message: string): void
}): Isolation & {
  trialMerges: TrialMerges
  /**
   * Removes worktrees that a crash left behind when their work had been taken over, and strikes those that it left
   * half removed from the books of the repositories in `folders`. Never rejects.
   */
  tidy(isOpen: (taskId: TaskId, folder: string) => boolean, folders: readonly string[]): Promise<void>
} {
  const ours = join(dataFolder, 'worktrees')
  const room = (folder: string) => openRoom({ git, dataFolder: ours }, folder)
  const remove = async (path: string, near: string) => {
    try {
      await removeWorktree(await room(near), path, { workTaken: true })
    } catch (error) {
      log('warn', `The worktree ${path} was not removed: ${String(error)}`)
    }
  }
  const strikeHalf = async (folder: string) => {
    // Most repositories have no worktrees: then git need not be asked.
    if ((await readdir(join(folder, '.git', 'worktrees')).catch(() => [])).length === 0) return
    try {
      await pruneWorktrees(await room(folder))
    } catch (error) {
      log('warn', `Worktrees of ${folder} were not tidied up: ${String(error)}`)
    }
  }
  const journalOf = (taskId: string) => join(ours, `landing-${taskId}.json`)
  const { ownWork: _, ...looks } = createLooks({ roomOf: room })
  const { finishFiles, ...reverts } = createReverts({ roomOf: room, ours, log })

  return {
    async whyNot(folder) {
      try {
        return whyNoWorktrees(await room(folder))
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    },

    async open({ taskId, displayId, folder, copy }, signal) {
      const from = await room(folder)
      const { commit } = await takeSnapshot(from, {
        ref: `tasks/${taskId}/base`,
        message: `What ${displayId} began with`,
        signal,
      })
      const made = await createWorktree(from, { snapshot: commit, path: join(ours, taskId), copy, signal })
      return { folder: made.folder, base: commit, notes: made.notes }
    },

    async land({ taskId, displayId, folder, into, base }, signal) {
      const [own, other] = [await room(folder), await room(into)]
      const journalFile = journalOf(taskId)
      // What a crash left half-way is finished first: merging it again then finds nothing more to do.
      await recoverLanding(other, { journalFile, how: 'finish' })
      await recoverLanding(own, { journalFile: `${journalFile}.own`, how: 'finish' })
      for (let tries = 1; ; tries++) {
        signal.throwIfAborted()
        const names = { ref: `tasks/${taskId}/work`, message: `What ${displayId} did` }
        const work = await takeSnapshot(own, { ...names, signal })
        const before = await takeSnapshot(other, {
          ref: `tasks/${taskId}/before`,
          message: `Before the work of ${displayId} was taken over`,
          signal,
        })
        const merged = await mergeWork(other, {
          base,
          ours: before.commit,
          theirs: work.commit,
          names: { ours: 'others', theirs: displayId },
        })
        if (merged.status === 'conflicts') {
          const { status, ...rest } = await landTree(own, {
            from: work.tree,
            to: merged.tree,
            journalFile: `${journalFile}.own`,
            signal,
          })
          if (status === 'landed')
            return { status: 'conflicts', base: before.commit, conflicts: inWords(merged.conflicts) }
          if (tries >= mostTries) throw new AppError('conflict', 'words' in rest ? rest.words : folder)
          continue
        }
        const after = await keepTree(other, {
          ref: `tasks/${taskId}/after`,
          tree: merged.tree,
          message: `With the work of ${displayId}`,
          parents: [before.commit],
        })
        const landed = await landTree(other, { from: before.tree, to: merged.tree, journalFile, signal })
        if (landed.status === 'landed') return landedWork(other, before.commit, after.commit)
        if (landed.status === 'blocked' || tries >= mostTries) throw new AppError('conflict', landed.words)
      }
    },

    ...looks,
    ...createRestore({ roomOf: room, ours }),
    ...reverts,
    trialMerges: createTrialMerges(room),

    close: ({ taskId, into }) => remove(join(ours, taskId), into),

    async tidy(isOpen, folders) {
      await finishFiles()
      for (const folder of folders) await strikeHalf(folder)
      for (const name of await readdir(ours).catch(() => [])) {
        const path = join(ours, name)
        if (name.startsWith('tsk_') && !isOpen(name as TaskId, path)) await remove(path, path)
      }
    },
  }
}

async function landedWork(room: Room, before: string, after: string): Promise<Landed> {
  const changes = await treeChanges(room, before, after)
  const files = changes.map(({ path, before: was, after: is }) => ({
    path,
    change: was === null ? ('added' as const) : is === null ? ('deleted' as const) : ('changed' as const),
  }))
  return { status: 'landed', before, after, files }
}

/** What clashes, for the model that has to bring both together. */
function inWords(conflicts: readonly MergeConflict[]): { path: string; words: string }[] {
  return conflicts.map(({ path, kind, ours, theirs }) => ({ path, words: wordsOf(kind, path, ours, theirs) }))
}

function wordsOf(
  kind: MergeConflict['kind'],
  path: string,
  other: MergeConflict['ours'],
  own: MergeConflict['theirs'],
): string {
  switch (kind) {
    case 'content':
    case 'add/add':
      return 'both changed the same lines; look for the markers.'
    case 'binary':
      return 'both changed it, and it is no text: decide which one stays.'
    case 'delete/modify':
      return own === null
        ? 'you deleted it, they changed it: decide whether it stays.'
        : 'they deleted it, you changed it: decide whether it stays.'
    case 'rename/rename':
    case 'rename/delete':
      return `one of you renamed it${other === null ? '' : ` (${basename(other.path)})`}: decide where ${basename(path)} belongs.`
    default:
      return 'both changed it in ways that do not go together: look at it.'
  }
}
