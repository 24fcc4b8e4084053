import type { TaskId } from '../../contract/ids.ts'
import { needWords } from '../../contract/need-words.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TurnFailure } from '../../contract/turn-failure.ts'
import type { TreeIndex } from './tree-index.ts'

/** What a wait before another try is for, to be put behind "waits 42 s for". */
const waitWords: Partial<Record<TurnFailure['kind'], string>> = {
  rate_limited: 'the server’s rate limit',
  server: 'the server to recover',
  network: 'the connection',
  stalled: 'another try',
}

/** What a task waits for before it asks again, in words. `seconds` is how long yet. */
export function describeWait(kind: TurnFailure['kind'], seconds: number): string {
  if (kind === 'offline') return 'offline: goes on by itself when the network is back'
  return `waits ${seconds} s for ${waitWords[kind] ?? 'another try'}`
}

/**
 * What a task does or waits for, in words: for a parent also what the subtask it waits for is held up by, however
 * deep that lies. Empty when there is nothing to say.
 */
export function whyWaiting(tree: Pick<TreeIndex, 'tasks' | 'children'>, id: TaskId): string {
  const task = tree.tasks.get(id)
  if (task === undefined) return ''
  if (task.status !== 'awaiting_subtask') return ownWords(task)
  const held = heldUp(tree, id)
  return held === null ? task.activity : `waits for ${held.displayId}, which ${ownWords(held)}`
}

/**
 * Where a task is in its tree: the tasks between it and the root, from the root down. Empty for the root itself and for
 * its own subtasks.
 */
export function throughWhom({ tasks }: Pick<TreeIndex, 'tasks'>, id: TaskId): TaskSummary[] {
  const through: TaskSummary[] = []
  const task = tasks.get(id)
  for (let above = task?.parentId ?? null; above !== null; ) {
    const parent = tasks.get(above)
    if (parent === undefined || parent.parentId === null || through.includes(parent)) break
    through.unshift(parent)
    above = parent.parentId
  }
  return through
}

function ownWords(task: TaskSummary): string {
  if (task.status === 'paused') {
    const needs = task.needs === null ? 'is paused' : `needs ${needWords[task.needs]}`
    return task.statusReason === null ? needs : `${needs}: ${task.statusReason}`
  }
  if (task.waits?.for === 'offline') return 'is offline and goes on by itself when the network is back'
  if (task.waits !== null) return `waits for ${waitWords[task.waits.for] ?? 'another try'}`
  if (task.needs === 'answer') return task.activity
  return task.statusReason ?? task.activity
}

/** The task below that holds up a parent: a subtask that cannot go on by itself, or one further down. */
function heldUp({ tasks, children }: Pick<TreeIndex, 'tasks' | 'children'>, id: TaskId): TaskSummary | null {
  for (const childId of children.get(id) ?? []) {
    const child = tasks.get(childId)
    if (child === undefined || child.background || isEnded(child.status)) continue
    if (child.status === 'awaiting_subtask') {
      const deeper = heldUp({ tasks, children }, childId)
      if (deeper !== null) return deeper
    } else if (child.status === 'paused' || child.waits !== null) return child
  }
  return null
}
