import type { AppCommandId } from '../../contract/app-commands.ts'
import type { TaskId } from '../../contract/ids.ts'
import { isEnded, isLive, isStopped, type TaskStatus } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { hasPlan } from '../plan/has-plan.ts'
import { searchIn } from '../search/search-source.ts'
import { toggleTheme } from '../settings/toggle-theme.ts'
import type { AppState } from '../state/app-state.ts'
import { askToShow } from '../state/ask-to-show.ts'
import { goToTask, openDemo } from '../state/open-workspace.ts'
import { openXray } from '../xray/wanted-request.ts'
import { deleteTask } from './delete-task.ts'
import { exportTask } from './export-task.ts'
import { childToVisit, neighbour, nextWaiting } from './go-to-task.ts'
import { importTasks } from './import-tasks.ts'
import { canOpenTaskWindow, openTaskWindow } from './open-task-window.ts'

/** What a command works on. */
export type CommandTarget = {
  /** The task it is about: the one it was called on, else the one in front. */
  task: TaskSummary | null
  /** The key press that called it, if one did. */
  event: KeyboardEvent | null
}

/** What a command does, and whether it can now. A deed may reject with an error for people. */
export type Deed = {
  when?: (app: AppState, target: CommandTarget) => boolean
  run: (app: AppState, target: CommandTarget) => unknown
}

const hasTask: Deed['when'] = (_app, { task }) => task !== null
const hasWorkspace: Deed['when'] = (app) => app.navigation.store.getState().workspaceId !== null
const hasPane: Deed['when'] = (app) => app.navigation.store.getState().front !== null
const inStatus =
  (fits: (status: TaskStatus) => boolean): Deed['when'] =>
  (_app, { task }) =>
    task !== null && fits(task.status)

/** A deed on the target's task. */
const onTask = (run: (app: AppState, task: TaskSummary) => unknown, when: Deed['when'] = hasTask): Deed => ({
  when,
  run: (app, { task }) => (task === null ? undefined : run(app, task)),
})

/** A deed that opens the task it finds, if it finds one. */
const goTo = (find: (app: AppState) => TaskId | null): Deed => ({
  when: hasWorkspace,
  run: (app) => {
    const taskId = find(app)
    if (taskId !== null) app.navigation.openTask(taskId)
  },
})

const newTask: Deed = {
  when: hasWorkspace,
  run: ({ navigation }) => {
    const { workspaceId } = navigation.store.getState()
    if (workspaceId !== null) navigation.openPane({ type: 'new-task', workspaceId })
  },
}

const settings = (section: 'providers' | 'auto-approve' | null): Deed => ({
  run: ({ chrome, navigation }) => {
    if (section !== null) chrome.setSettingsSection(section)
    navigation.openPane({ type: 'settings' })
  },
})

const exported = (format: 'md' | 'json' | 'html', subtree: boolean): Deed =>
  onTask((app, task) => exportTask(app, task.id, { format, subtree }))

/** Handled by the card that has the focus. */
const elsewhere: Deed = { when: () => false, run: () => {} }

/** What every command of `src/contract/app-commands.ts` does in this page. */
export const deeds: Record<AppCommandId, Deed> = {
  'task.new': newTask,
  'task.rename': onTask(({ chrome }, task) => chrome.showDialog({ type: 'rename', taskId: task.id })),
  'task.stop': onTask(
    ({ client }, task) => client.task.stop({ taskId: task.id }),
    inStatus((status) => isLive(status) || status === 'queued'),
  ),
  'task.resume': onTask(({ client }, task) => client.task.resume({ taskId: task.id }), inStatus(isStopped)),
  'task.retry': onTask(
    ({ chrome }, task) => chrome.showDialog({ type: 'retry', taskId: task.id }),
    inStatus(isEnded),
  ),
  'task.condense': onTask(({ client }, task) => client.task.condense({ taskId: task.id })),
  'task.cancel': onTask(
    ({ chrome }, task) => chrome.showDialog({ type: 'cancel', taskId: task.id }),
    inStatus((status) => !isEnded(status)),
  ),
  'task.nest': onTask(
    ({ chrome }, task) => chrome.showPalette('nest', task.id),
    (_app, { task }) => task !== null && task.parentId === null,
  ),
  'task.unnest': onTask(
    ({ client }, task) => client.task.unnest({ taskId: task.id }),
    (_app, { task }) => task !== null && task.parentId !== null,
  ),
  'task.attach': onTask(
    ({ chrome }, task) => chrome.showPalette('attach', task.id),
    inStatus((status) => status === 'completed'),
  ),
  'task.delete': onTask(deleteTask),
  'task.restore': { run: ({ chrome }) => chrome.showPalette('deleted') },
  'task.copy-id': onTask(async ({ toasts }, task) => {
    await navigator.clipboard.writeText(task.displayId)
    toasts.show({ tone: 'done', title: `Copied ${task.displayId}` })
  }),
  'task.export-markdown': exported('md', false),
  'task.export-json': exported('json', false),
  'task.export-tree-markdown': exported('md', true),
  'task.export-html': exported('html', true),
  'task.copy-markdown': onTask(async ({ client, toasts }, task) => {
    const { content } = await client.task.export({ taskId: task.id, format: 'md', subtree: false })
    await navigator.clipboard.writeText(content)
    toasts.show({ tone: 'done', title: `Copied ${task.displayId} as Markdown` })
  }),
  'tasks.import': { when: hasWorkspace, run: importTasks },
  'task.open-window': onTask(
    (app, task) => openTaskWindow(app, task.id),
    (app, { task }) => task !== null && canOpenTaskWindow(app),
  ),

  'go.palette': { run: ({ chrome }) => chrome.showPalette('commands') },
  'go.task': { run: ({ chrome }) => chrome.showPalette('tasks') },
  'go.search': {
    when: hasWorkspace,
    run: (app) => {
      app.navigation.openPane({ type: 'search' })
      searchIn(app).ask()
    },
  },
  'go.filter': { when: hasWorkspace, run: ({ chrome }) => chrome.askSearch() },
  'go.next-waiting': {
    run: (app) => {
      const { tree, navigation, toasts } = app
      const taskId = nextWaiting(tree.store.getState(), navigation.store.getState())
      if (taskId === null) toasts.show({ tone: 'info', title: 'No task waits for you' })
      else {
        askToShow(app, { taskId, call: 'waiting' })
        goToTask(app, taskId)
      }
    },
  },
  'inbox.open': {
    when: hasWorkspace,
    run: ({ navigation }) => navigation.openPane({ type: 'inbox' }),
  },
  'go.previous': goTo(({ tree, navigation }) =>
    neighbour(tree.store.getState(), navigation.store.getState(), -1),
  ),
  'go.next': goTo(({ tree, navigation }) => neighbour(tree.store.getState(), navigation.store.getState(), 1)),
  'go.back': { when: ({ visited }) => visited.can(-1), run: ({ visited }) => visited.go(-1) },
  'go.forward': { when: ({ visited }) => visited.can(1), run: ({ visited }) => visited.go(1) },
  'go.parent': onTask(
    ({ navigation }, task) => {
      if (task.parentId !== null) navigation.openTask(task.parentId)
    },
    (_app, { task }) => task !== null && task.parentId !== null,
  ),
  'go.child': onTask(
    ({ tree, navigation }, task) => {
      const child = childToVisit(tree.store.getState(), task.id)
      if (child !== null) navigation.openTask(child)
    },
    ({ tree }, { task }) => task !== null && tree.store.getState().children.has(task.id),
  ),

  'plan.open': onTask(
    ({ navigation }, task) => navigation.openPane({ type: 'plan', taskId: task.id }),
    (app, { task }) => task !== null && hasPlan(app, task.id),
  ),

  'xray.open': onTask((app, task) => openXray(app, task.id, null)),

  'view.left-bar': { run: ({ chrome }) => chrome.setLeft({ open: !chrome.store.getState().left.open }) },
  'view.right-bar': { run: ({ chrome }) => chrome.setRight({ open: !chrome.store.getState().right.open }) },
  'view.changes': { run: ({ chrome }) => chrome.toggleInspector('changes') },
  'view.terminal': { run: ({ chrome }) => chrome.toggleInspector('terminal') },
  'pane.new': newTask,
  'pane.split': { when: hasPane, run: ({ navigation }) => navigation.host()?.split() },
  'pane.zoom': { when: hasPane, run: ({ navigation }) => navigation.host()?.zoom() },
  'pane.next-split': { when: hasPane, run: ({ navigation }) => navigation.host()?.nextSplit() },
  'pane.close': { when: hasPane, run: ({ navigation }) => navigation.host()?.closeFront() },
  'pane.reopen': { when: hasWorkspace, run: ({ navigation }) => navigation.host()?.reopen() },
  'pane.go-to': {
    when: (_app, { event }) => event !== null,
    run: ({ navigation }, { event }) => navigation.host()?.goTo(Number(event?.key)),
  },
  'view.theme': { run: toggleTheme },
  'view.keys': { run: ({ chrome }) => chrome.showDialog({ type: 'keys' }) },

  'approval.approve': elsewhere,
  'approval.reject': elsewhere,

  'workspace.open': { run: ({ chrome }) => chrome.showDialog({ type: 'open-folder' }) },
  'workspace.switch': { run: ({ chrome }) => chrome.showPalette('workspaces') },
  'workspace.demo': { run: openDemo },

  'settings.open': settings(null),
  'settings.providers': settings('providers'),
  'settings.auto-approve': settings('auto-approve'),
  'modes.edit': { run: ({ navigation }) => navigation.openPane({ type: 'modes' }) },
}
