import type { WayBack } from '../engine/way-back.ts'
import { benchGit } from '../workspace/isolation/bench.ts'
import { conflictText, mergeWork } from '../workspace/isolation/merge-work.ts'
import { nameText, splitNul } from '../workspace/isolation/nul-list.ts'
import type { MergeConflict } from '../workspace/isolation/parse-merge.ts'
import type { Room } from '../workspace/isolation/room.ts'
import { findSnapshot, keepTree, takeSnapshot } from '../workspace/isolation/snapshots.ts'
import { withEntries } from '../workspace/isolation/stored-form.ts'
import type { TreeEntry } from '../workspace/isolation/tree-changes.ts'
import { parentsOf } from './looks.ts'

/** Makes the function that puts a person's choice in place of what clashes. */
export function createResolve({
  roomOf,
}: {
  roomOf(folder: string): Promise<Room>
}): Pick<WayBack, 'resolve'> {
  return {
    async resolve({ taskId, displayId, folder, base: before, own: mine, sides }, signal) {
      const own = await roomOf(folder)
      const lies = await takeSnapshot(own, {
        ref: `tasks/${taskId}/work`,
        message: `What ${displayId} did`,
        reuse: true,
        signal,
      })
      const kept = await findSnapshot(own, `tasks/${taskId}/merged`)
      const [, , began] = kept === null ? [] : await parentsOf(own, kept.commit)
      // What it was before both changed it tells which paths belong together.
      const names = { ours: 'others', theirs: displayId }
      const merged = await mergeWork(own, {
        base: began ?? (await emptyTree(own)),
        ours: before,
        theirs: mine,
        names,
      })
      const conflicts = merged.status === 'conflicts' ? merged.conflicts : []
      const marked: string[] = []
      const entries: [string, TreeEntry][] = []
      for (const conflict of conflicts) {
        const side = sides[conflict.path] ?? 'worktree'
        if (side === 'worktree') {
          if (await stillMarked(own, lies.tree, merged.tree, conflict)) marked.push(conflict.path)
          continue
        }
        const wanted = side === 'subtask' ? mine : before
        const paths = await namesOf(own, conflict, { merged: merged.tree, sides: [before, mine] })
        for (const path of (await entriesAt(own, lies.tree, paths)).keys()) entries.push([path, null])
        for (const [path, entry] of await entriesAt(own, wanted, paths)) entries.push([path, entry])
      }
      if (marked.length > 0) return { marked }
      const chosen = new Map(entries)
      if (chosen.size === 0) return { head: lies.commit }
      const tree = await withEntries(own, lies.tree, [...chosen])
      const message = `What ${displayId} did, as you decided`
      const resolved = await keepTree(own, {
        ref: `tasks/${taskId}/resolved`,
        tree,
        message,
        parents: [lies.commit],
      })
      return { head: resolved.commit }
    },
  }
}

/** Whether the text with markers that was put there lies there still. */
async function stillMarked(
  room: Room,
  lies: string,
  merged: string,
  conflict: MergeConflict,
): Promise<boolean> {
  if ((await conflictText(room, merged, conflict, Number.POSITIVE_INFINITY)) === null) return false
  const { path } = conflict
  const [is, was] = [await entriesAt(room, lies, [path]), await entriesAt(room, merged, [path])]
  return is.get(path)?.blob === was.get(path)?.blob
}

/**
 * The paths at which a side may have something of a conflict, and names that git made up for what was in another's way,
 * such as `a~others`.
 */
async function namesOf(
  room: Room,
  { path, base, ours, theirs }: MergeConflict,
  { merged, sides }: { merged: string; sides: readonly string[] },
): Promise<string[]> {
  const told = [path, base?.path, ours?.path, theirs?.path].filter((one) => one !== undefined)
  const all = new Set(
    (await Promise.all(sides.map((side) => entriesAt(room, side, [])))).flatMap((found) => [...found.keys()]),
  )
  const madeUp = (name: string) => !all.has(name) && /~[^/]*$/.test(name)
  const meant = told.map((name) => (madeUp(name) ? name.replace(/~[^/]*$/, '') : name))
  const strays = [...(await entriesAt(room, merged, [])).keys()].filter(
    (name) => madeUp(name) && meant.includes(name.replace(/~[^/]*$/, '')),
  )
  return [...new Set([...told, ...meant, ...strays])]
}

/** The files of a tree at these paths or below them; all of them for no path. */
async function entriesAt(
  room: Room,
  tree: string,
  paths: readonly string[],
): Promise<Map<string, NonNullable<TreeEntry>>> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', tree, '--', ...paths]
  const { stdout } = await benchGit(room.git, room.bench, args, { encoding: 'latin1' })
  return new Map(
    splitNul(stdout).map((line) => {
      const tab = line.indexOf('\t')
      const [mode = '', , blob = ''] = line.slice(0, tab).split(' ')
      return [nameText(line.slice(tab + 1)), { mode, blob }] as const
    }),
  )
}

async function emptyTree(room: Room): Promise<string> {
  return (
    await benchGit(room.git, room.bench, ['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' })
  ).stdout.trim()
}
