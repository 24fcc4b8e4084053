import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { WaitingApproval } from './waiting.ts'

type Tasks = ReadonlyMap<TaskId, TaskSummary>

/** "7 edits under src/ in SA-9’s subtree": what a group of approvals is about. */
export function alikeWords(things: readonly WaitingApproval[], tasks: Tasks): string {
  const [first] = things
  if (first === undefined) return ''
  const folder = commonFolder(things.flatMap(pathsOf))
  const above = commonTask(things, tasks)
  const place =
    above === undefined
      ? ''
      : things.every(({ task }) => task.id === above.id)
        ? ` in ${above.displayId}`
        : ` in ${above.displayId}’s ${above.parentId === null ? 'tree' : 'subtree'}`
  return `${things.length} ${nouns[first.asked.approval.subject.type] ?? 'approvals'}${folder === '' ? '' : ` under ${folder}`}${place}`
}

const nouns: Partial<Record<WaitingApproval['asked']['approval']['subject']['type'], string>> = {
  read: 'reads',
  edit: 'edits',
  command: 'commands',
  delete: 'deletions',
}

function pathsOf({ asked }: WaitingApproval): readonly string[] {
  const { subject } = asked.approval
  if (subject.type === 'read') return subject.paths
  return subject.type === 'edit' || subject.type === 'delete' ? [subject.path] : []
}

/** The folder that all paths lie in, with its slash; empty where there is none but the top. */
export function commonFolder(paths: readonly string[]): string {
  const [first, ...others] = paths.map((path) => path.split('/').slice(0, -1))
  if (first === undefined) return ''
  const differs = first.findIndex((part, at) => others.some((parts) => parts[at] !== part))
  const shared = differs === -1 ? first : first.slice(0, differs)
  return shared.length === 0 ? '' : `${shared.join('/')}/`
}

/** The lowest task that is, or is above, every one of them. Undefined while their ancestors are not known. */
export function commonTask(things: readonly { task: TaskSummary }[], tasks: Tasks): TaskSummary | undefined {
  const [first, ...others] = things.map(({ task }) => lineage(task, tasks))
  return first?.find((candidate) => others.every((line) => line.some(({ id }) => id === candidate.id)))
}

/** A task and those above it, upwards. */
function lineage(task: TaskSummary, tasks: Tasks): TaskSummary[] {
  const line = [task]
  for (let above = task.parentId; above !== null; ) {
    const parent = tasks.get(above)
    if (parent === undefined || line.includes(parent)) break
    line.push(parent)
    above = parent.parentId
  }
  return line
}
