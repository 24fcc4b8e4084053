import type { AppCommandId } from '../../contract/app-commands.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { topmostOf } from '../state/tree-selection.ts'
import { archiveTasks, unarchiveTasks } from './archive-tasks.ts'
import { type Deed, onTask, onTasks } from './deed.ts'
import { deleteTasks } from './delete-task.ts'
import { doToEach, nameTasks, tellRefused } from './do-to-each.ts'
import { duplicateTask } from './duplicate-task.ts'
import { exportTask } from './export-task.ts'
import { putTasks } from './nest-tasks.ts'

/** Asks the engine for each; what it refuses is shown in one toast. */
const each =
  (verb: string, work: (app: AppState, task: TaskSummary) => Promise<unknown>) =>
  async (app: AppState, tasks: readonly TaskSummary[]) => {
    const { refused } = await doToEach(tasks, (task) => work(app, task))
    tellRefused(app.toasts, verb, tasks, refused)
  }

const exported = (format: 'md' | 'json' | 'html', subtree: boolean): Deed =>
  onTasks(each('exported', (app, task) => exportTask(app, task.id, { format, subtree })))

/** Stopping and resuming a task does the same to all below it: once for each tree of what is chosen is enough. */
const eachTree =
  (verb: string, work: (app: AppState, task: TaskSummary) => Promise<unknown>) =>
  (app: AppState, tasks: readonly TaskSummary[]) =>
    each(verb, work)(app, topmostOf(tasks, app.tree.store.getState().tasks))

/** What the commands do that act on all tasks they are called on, or that are selected. */
export const deedsOnSeveral = {
  'task.stop': onTasks(eachTree('stopped', ({ client }, { id }) => client.task.stop({ taskId: id }))),
  'task.resume': onTasks(eachTree('resumed', ({ client }, { id }) => client.task.resume({ taskId: id }))),
  'task.pin': onTasks(each('pinned', ({ client }, { id }) => client.task.pin({ taskId: id, pinned: true }))),
  'task.unpin': onTasks(
    each('unpinned', ({ client }, { id }) => client.task.pin({ taskId: id, pinned: false })),
  ),
  'task.archive': onTasks(archiveTasks),
  'task.unarchive': onTasks(unarchiveTasks),
  'task.delete': onTasks(deleteTasks),
  'task.nest': onTasks(({ chrome }, tasks) =>
    chrome.showPalette(
      'nest',
      tasks.map(({ id }) => id),
    ),
  ),
  'task.unnest': onTasks((app, tasks) => putTasks(app, tasks, null)),
  'task.copy-id': onTasks(async ({ toasts }, tasks) => {
    await navigator.clipboard.writeText(tasks.map(({ displayId }) => displayId).join(' '))
    toasts.show({ tone: 'done', title: `Copied ${nameTasks(tasks)}` })
  }),
  'task.export-markdown': exported('md', false),
  'task.export-json': exported('json', false),
  'task.export-tree-markdown': exported('md', true),
  'task.export-html': exported('html', true),
} satisfies Partial<Record<AppCommandId, Deed>>

/** Whether a command acts on several tasks at once. */
export function actsOnSeveral(id: AppCommandId): boolean {
  return Object.hasOwn(deedsOnSeveral, id)
}

/** What the other commands do that are about the tree. */
export const treeDeeds = {
  'task.duplicate': onTask(duplicateTask),
  'tree.focus': onTask(({ chrome }, task) => chrome.showTreeOf(task.id)),
  'tree.all': ({ chrome }) => chrome.showTreeOf(null),
} satisfies Partial<Record<AppCommandId, Deed>>
