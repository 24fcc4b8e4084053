import type { TaskId } from '../../contract/ids.ts'
import type { TreeIndex } from '../state/tree-index.ts'

const atWork = new Set(['queued', 'in_progress'])
const mostTasks = 1_000

/**
 * A word that is another one when a task of a subtree has come to rest since, where it works has changed, or one was
 * added. Work that goes on does not change it.
 */
export function restMark(tree: Pick<TreeIndex, 'tasks' | 'children'>, taskId: TaskId): string {
  const marks: string[] = []
  const waiting = [taskId]
  for (let id = waiting.pop(); id !== undefined && marks.length < mostTasks; id = waiting.pop()) {
    const task = tree.tasks.get(id)
    if (task === undefined) continue
    marks.push(atWork.has(task.status) ? '' : `${task.status}${task.folder.length}`)
    waiting.push(...(tree.children.get(id) ?? []))
  }
  return marks.join(' ')
}
