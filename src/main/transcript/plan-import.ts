import type { ModeSnapshotId, TaskId, WorkspaceId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent, TaskEventBody } from '../../contract/task-event.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { closeImported } from './close-imported.ts'
import { inOneOrder } from './in-one-order.ts'
import { missingSubtasks } from './missing-subtasks.ts'
import type { ReadTask } from './read-transcript-json.ts'
import { createNewNames, renewIds } from './renew-ids.ts'

/** Where imported tasks go, and what names they get. */
export type ImportTarget = {
  workspace: { id: WorkspaceId; path: string }
  nextDisplayId(): string
  newId(prefix: string): string
  /** A kept snapshot to stand for a mode that the file names: the same one where it is kept here. */
  modeSnapshot(slug: string, id: ModeSnapshotId): ModeSnapshotId
  /** Epoch ms. */
  now: number
}

/** The facts to be appended in this order, in one transaction, and the tasks that they make, parents first. */
export type ImportPlan = {
  entries: { taskId: TaskId; body: TaskEventBody; at: number }[]
  tasks: { id: TaskId; displayId: string; title: string }[]
}

/**
 * What makes the tasks of a file new tasks of a workspace: every id is a new one, the shape of the tree and the times
 * stay, all of them lie in the workspace's folder, and nothing is under way. What the file says was allowed holds
 * no more: commands among checks are asked about again. Throws AppError `bad_request` in words.
 */
export function planImport(tasks: readonly ReadTask[], target: ImportTarget): ImportPlan {
  const { workspace, now } = target
  const all = [...tasks, ...missingSubtasks(tasks)]
  const displayIds = new Map(all.map(({ displayId }) => [displayId, target.nextDisplayId()]))
  const names = createNewNames(target.newId, displayIds)
  const renew = (id: TaskId) => names.id(id, 'tsk') as TaskId
  const inFile = new Set(all.map(({ id }) => id))
  const known = (id: TaskId | null) => (id !== null && inFile.has(id) ? id : null)

  const logs = all.map((task): TaskEvent[] => {
    const own = task.id
    const bring = (body: TaskEventBody): TaskEventBody => {
      const renewed = renewIds(body, names)
      switch (renewed.type) {
        case 'task.created': {
          const { parentId } = placed(body as typeof renewed, own)
          const { checks } = renewed
          return {
            ...renewed,
            ...placed(body as typeof renewed, own),
            parentCallId: parentId === null ? null : renewed.parentCallId,
            workspaceId: workspace.id,
            folder: workspace.path,
            modeSnapshotId: target.modeSnapshot(renewed.mode, renewed.modeSnapshotId),
            ...(checks === undefined ? {} : { checks: { ...checks, approved: false } }),
          }
        }
        case 'task.moved':
          return { ...renewed, ...placed(body as typeof renewed, own) }
        case 'mode.switched':
          return { ...renewed, modeSnapshotId: target.modeSnapshot(renewed.to, renewed.modeSnapshotId) }
        case 'work.landed':
        case 'work.branched':
        case 'work.dropped':
        case 'work.reverted':
          return { ...renewed, into: workspace.path }
        default:
          return renewed
      }
    }
    return task.events.map(({ seq, at, body }) => ({ taskId: renew(own), seq, at, body: bring(body) }))
  })

  /** A place in the forest among the tasks of the file; a task whose parent is not among them is a root. */
  function placed(body: { parentId: TaskId | null; rootId: TaskId; depth: number }, own: TaskId) {
    const parentId = known(body.parentId)
    if (parentId === null) return { parentId: null, rootId: renew(own), depth: 0 }
    const rootId = known(body.rootId)
    if (rootId !== null) return { parentId: renew(parentId), rootId: renew(rootId), depth: body.depth }
    const top = topOf(all, parentId)
    const depth = Math.max(1, body.depth - (depthOf(all, top) ?? 0))
    return { parentId: renew(parentId), rootId: renew(top), depth }
  }

  const views = new Map<TaskId, TaskView>()
  for (const log of logs) {
    const view = replayTask(log)
    if (view !== null) views.set(view.id, view)
  }
  const entries = inOneOrder(logs).map(({ taskId, body, at }) => ({ taskId, body, at }))
  const append = (taskId: TaskId, body: TaskEventBody) => entries.push({ taskId, body, at: now })
  const [top] = tasks
  // What was deleted with the top is what a person wants back; what was deleted before stays so.
  const deletedWithTop = top === undefined ? null : (views.get(renew(top.id))?.deletedAt ?? null)
  for (const view of views.values()) {
    for (const body of rightPlace(view, views)) append(view.id, body)
    if (deletedWithTop !== null && view.deletedAt === deletedWithTop)
      append(view.id, { type: 'task.restored' })
    const comesBack = ({ subtask }: TaskView['calls'][never]) => {
      const child = subtask === null ? undefined : views.get(subtask.childId)
      return subtask?.outcome === null && child !== undefined && !isEnded(child.status)
    }
    for (const body of closeImported(view, workspace.path, comesBack)) append(view.id, body)
  }
  return {
    entries,
    tasks: logs.slice(0, tasks.length).flatMap(([first]) => {
      const view = first === undefined ? undefined : views.get(first.taskId)
      return view === undefined ? [] : [{ id: view.id, displayId: view.displayId, title: view.title }]
    }),
  }
}

function topOf(tasks: readonly ReadTask[], id: TaskId): TaskId {
  const parents = new Map(tasks.map((task) => [task.id, task.parentId]))
  const seen = new Set<TaskId>()
  let top = id
  for (let next: TaskId | null = id; next !== null && parents.has(next) && !seen.has(next); ) {
    seen.add(next)
    top = next
    next = parents.get(next) ?? null
  }
  return top
}

function depthOf(tasks: readonly ReadTask[], id: TaskId): number | null {
  const body = tasks.find((task) => task.id === id)?.events.findLast(({ body }) => 'depth' in body)?.body
  return body !== undefined && 'depth' in body ? body.depth : null
}

/** A fact that puts a task where its parent is, where a part of a tree or a faulty file says otherwise. */
function rightPlace(view: TaskView, views: ReadonlyMap<TaskId, TaskView>): TaskEventBody[] {
  let rootId = view.id
  let depth = 0
  for (let parent = views.get(view.parentId as TaskId); parent !== undefined && depth < views.size; depth++) {
    rootId = parent.id
    parent = views.get(parent.parentId as TaskId)
  }
  if (rootId === view.rootId && depth === view.depth) return []
  return [{ type: 'task.moved', parentId: view.parentId, rootId, depth }]
}
