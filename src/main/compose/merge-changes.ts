import type { ChangeAuthor, ChangeWay, SubtreeFile } from '../../contract/changes-api.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { Work } from '../../contract/work.ts'
import type { ChangeFact } from '../store/store.ts'

type State = SubtreeFile['state']
type Lines = { added: number; removed: number }

/** One task's part in a file. */
export type Part = {
  path: string
  state: State
  /** When it was (epoch ms): the first time, and the last. */
  first: number
  last: number
  way: ChangeWay
  lines: Lines | null
  between: ChangeAuthor['between']
  /** Whether calls of the task itself changed the file, and not its subtasks or commands alone. */
  own: boolean
}

/** What a task did by its log: `open` while it has a worktree, whose files only git knows. */
export type TaskParts = { parts: Part[]; open: boolean; edited: Map<string, Part> }

/**
 * A task's parts in files, from its facts. Edits in a worktree are the work's: they count once it was taken over or
 * put on a branch, by the files of the work, and not when it was dropped or taken back.
 */
export function partsOf(facts: readonly ChangeFact[]): TaskParts {
  const direct = new Map<string, Part>()
  let edited = new Map<string, Part>()
  let works: Part[] = []
  let landed: Part[] = []
  let open = false
  for (const fact of facts) {
    if (fact.type === 'edit') {
      addEdit(open ? edited : direct, fact)
      continue
    }
    const { body, at } = fact
    switch (body.type) {
      case 'worktree.opened':
        open = true
        break
      case 'work.landed':
      case 'work.branched': {
        const between = body.type === 'work.landed' ? { base: body.before, head: body.after } : null
        const way = body.type === 'work.landed' ? 'taken' : 'branch'
        const parts = body.files.map(({ path, change }): Part => {
          const edit = edited.get(path)
          const state = change === 'added' ? 'created' : change
          const lines = edit?.lines ?? null
          return {
            path,
            state,
            first: edit?.first ?? at,
            last: at,
            way,
            lines,
            between,
            own: edit !== undefined,
          }
        })
        works = [...works, ...parts]
        landed = body.type === 'work.landed' ? parts : []
        edited = new Map()
        open = false
        break
      }
      case 'work.dropped':
        edited = new Map()
        open = false
        break
      case 'work.reverted': {
        const gone = landed
        works = works.filter((part) => !gone.includes(part))
        break
      }
      default:
    }
  }
  return { parts: [...direct.values(), ...works], open, edited }
}

function addEdit(
  into: Map<string, Part>,
  { path, state, at, added, removed }: ChangeFact & { type: 'edit' },
): void {
  const before = into.get(path)
  into.set(path, {
    path,
    state: joined(before?.state, state),
    first: before?.first ?? at,
    last: at,
    way: 'edit',
    lines: { added: (before?.lines?.added ?? 0) + added, removed: (before?.lines?.removed ?? 0) + removed },
    between: null,
    own: true,
  })
}

/** A file that was made and changed since is a new one all the same. */
function joined(before: State | undefined, next: State): State {
  return before === 'created' && next === 'changed' ? 'created' : next
}

/** The parts of a task in the files of its worktree as they are now. */
export function openParts({ base, head, files }: Work, edited: TaskParts['edited'], now: number): Part[] {
  return files.map(({ path, state, added, removed, binary }): Part => {
    const edit = edited.get(path)
    return {
      path,
      state: state === 'added' ? 'created' : state === 'deleted' ? 'deleted' : 'changed',
      first: edit?.first ?? now,
      last: edit?.last ?? now,
      way: 'worktree',
      lines: binary ? null : { added, removed },
      between: { base, head },
      own: edit !== undefined,
    }
  })
}

/** A task with its parts; `parentId` null for the topmost. */
export type TaskWithParts = {
  taskId: TaskId
  parentId: TaskId | null
  displayId: string
  title: string
  parts: Part[]
}

/**
 * Every file once, the one that was changed last first, with those who changed it. What came into a task's work by way
 * of its subtasks is theirs: the task itself is named where its own calls, or nobody below it, changed the file.
 * Tasks come parents first.
 */
export function mergeChanges(tasks: readonly TaskWithParts[]): SubtreeFile[] {
  const below = new Map<TaskId, Set<string>>()
  const files = new Map<
    string,
    { state: State; last: number; by: { first: number; author: ChangeAuthor }[] }
  >()
  for (const task of tasks.toReversed()) {
    const { taskId, parentId, displayId, title, parts } = task
    const beneath = below.get(taskId) ?? new Set<string>()
    if (parentId !== null) {
      const above = below.get(parentId) ?? new Set<string>()
      for (const path of beneath) above.add(path)
      for (const { path } of parts) above.add(path)
      below.set(parentId, above)
    }
    for (const { path, state, first, last, way, lines, between, own } of parts) {
      if (!own && beneath.has(path)) continue
      const { added = null, removed = null } = lines ?? {}
      const author: ChangeAuthor = { taskId, displayId, title, way, added, removed, between }
      const file = files.get(path)
      if (file === undefined) {
        files.set(path, { state, last, by: [{ first, author }] })
        continue
      }
      file.by.push({ first, author })
      file.state = last >= file.last ? joined(file.state, state) : joined(state, file.state)
      file.last = Math.max(file.last, last)
    }
  }
  return [...files]
    .sort(([, a], [, b]) => b.last - a.last)
    .map(([path, { state, by }]) => ({
      path,
      state,
      by: by.sort((a, b) => a.first - b.first).map(({ author }) => author),
    }))
}
