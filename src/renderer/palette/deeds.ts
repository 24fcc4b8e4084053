import type { AppCommandId } from '../../contract/app-commands.ts'
import type { TaskId } from '../../contract/ids.ts'
import { findIn } from '../chat/find/find-source.ts'
import { forkTask } from '../chat/transcript/fork-task.ts'
import { searchIn } from '../search/search-source.ts'
import { toggleQuiet } from '../settings/toggle-quiet.ts'
import { toggleTheme } from '../settings/toggle-theme.ts'
import type { AppState } from '../state/app-state.ts'
import { askToShow } from '../state/ask-to-show.ts'
import type { SettingsSection } from '../state/chrome.ts'
import { goToTask, openDemo } from '../state/open-workspace.ts'
import { openXray } from '../xray/wanted-request.ts'
import { type Deed, onTask } from './deed.ts'
import { childToVisit, neighbour, nextWaiting } from './go-to-task.ts'
import { importTasks } from './import-tasks.ts'
import { openTaskWindow } from './open-task-window.ts'
import { deedsOnSeveral, treeDeeds } from './tree-deeds.ts'

/** A deed that opens the task it finds, if it finds one. */
const goTo =
  (find: (app: AppState) => TaskId | null): Deed =>
  (app) => {
    const taskId = find(app)
    if (taskId !== null) app.navigation.openTask(taskId)
  }

const newTask: Deed = ({ navigation }) => {
  const { workspaceId } = navigation.store.getState()
  if (workspaceId !== null) navigation.openPane({ type: 'new-task', workspaceId })
}

const settings =
  (section: SettingsSection | null): Deed =>
  ({ chrome, navigation }) => {
    if (section !== null) chrome.setSettingsSection(section)
    navigation.openPane({ type: 'settings' })
  }

/** Handled by the card that has the focus. */
const elsewhere: Deed = () => {}

/** What every command of `src/contract/app-commands.ts` does in this page. */
export const deeds: Record<AppCommandId, Deed> = {
  ...treeDeeds,
  ...deedsOnSeveral,
  'task.new': newTask,
  'task.rename': onTask(({ chrome }, task) => chrome.showDialog({ type: 'rename', taskId: task.id })),
  'task.retry': onTask(({ chrome }, task) => chrome.showDialog({ type: 'retry', taskId: task.id })),
  'task.fork': onTask((app, task) => forkTask(app, task.id)),
  'task.condense': onTask(({ client }, task) => client.task.condense({ taskId: task.id })),
  'task.cancel': onTask(({ chrome }, task) => chrome.showDialog({ type: 'cancel', taskId: task.id })),
  'task.attach': onTask(({ chrome }, task) => chrome.showPalette('attach', [task.id])),
  'task.restore': ({ chrome }) => chrome.showPalette('deleted'),
  'task.copy-markdown': onTask(async ({ client, toasts }, task) => {
    const { content } = await client.task.export({ taskId: task.id, format: 'md', subtree: false })
    await navigator.clipboard.writeText(content)
    toasts.show({ tone: 'done', title: `Copied ${task.displayId} as Markdown` })
  }),
  'tasks.import': importTasks,
  'task.open-window': onTask((app, task) => openTaskWindow(app, task.id)),

  'go.palette': ({ chrome }) => chrome.showPalette('commands'),
  'go.task': ({ chrome }) => chrome.showPalette('tasks'),
  'go.search': (app) => {
    app.navigation.openPane({ type: 'search' })
    searchIn(app).ask()
  },
  'go.filter': ({ chrome }) => chrome.askSearch(),
  'go.next-waiting': (app) => {
    const { tree, navigation, toasts } = app
    const taskId = nextWaiting(tree.store.getState(), navigation.store.getState())
    if (taskId === null) toasts.show({ tone: 'info', title: 'No task waits for you' })
    else {
      askToShow(app, { taskId, call: 'waiting' })
      goToTask(app, taskId)
    }
  },
  'inbox.open': ({ navigation }) => navigation.openPane({ type: 'inbox' }),
  'go.previous': goTo(({ tree, navigation }) =>
    neighbour(tree.store.getState(), navigation.store.getState(), -1),
  ),
  'go.next': goTo(({ tree, navigation }) => neighbour(tree.store.getState(), navigation.store.getState(), 1)),
  'go.back': ({ visited }) => visited.go(-1),
  'go.forward': ({ visited }) => visited.go(1),
  'go.parent': onTask(({ navigation }, task) => {
    if (task.parentId !== null) navigation.openTask(task.parentId)
  }),
  'go.child': onTask(({ tree, navigation }, task) => {
    const child = childToVisit(tree.store.getState(), task.id)
    if (child !== null) navigation.openTask(child)
  }),

  'plan.open': onTask(({ navigation }, task) => navigation.openPane({ type: 'plan', taskId: task.id })),

  'xray.open': onTask((app, task) => openXray(app, task.id, null)),

  'view.left-bar': ({ chrome }) => chrome.setLeft({ open: !chrome.store.getState().left.open }),
  'view.right-bar': ({ chrome }) => chrome.setRight({ open: !chrome.store.getState().right.open }),
  'view.changes': ({ chrome }) => chrome.toggleInspector('changes'),
  'view.terminal': ({ chrome }) => chrome.toggleInspector('terminal'),
  'pane.new': newTask,
  'pane.split': ({ navigation }) => navigation.host()?.split(),
  'pane.zoom': ({ navigation }) => navigation.host()?.zoom(),
  'pane.next-split': ({ navigation }) => navigation.host()?.nextSplit(),
  'pane.close': ({ navigation }) => navigation.host()?.closeFront(),
  'pane.reopen': ({ navigation }) => navigation.host()?.reopen(),
  'pane.go-to': ({ navigation }, { event }) => {
    const digit = Number(/[1-9]$/.exec(event?.code ?? '')?.[0] ?? event?.key)
    if (digit >= 1) navigation.host()?.goTo(digit)
  },
  'view.find': (app, { task }) => {
    if (task !== null && app.navigation.store.getState().front?.type === 'task') findIn(app).ask(task.id)
  },
  'view.turn-details': async ({ client, preferences }) => {
    const turnDetails = !(preferences.store.getState().value?.turnDetails ?? false)
    preferences.set(await client.settings.setPreferences({ turnDetails }))
  },
  'view.theme': toggleTheme,
  'view.keys': ({ chrome }) => chrome.showDialog({ type: 'keys' }),

  'approval.approve': elsewhere,
  'approval.reject': elsewhere,

  'workspace.open': ({ chrome }) => chrome.showDialog({ type: 'open-folder' }),
  'workspace.switch': ({ chrome }) => chrome.showPalette('workspaces'),
  'workspace.demo': openDemo,

  'settings.open': settings(null),
  'settings.providers': settings('providers'),
  'settings.auto-approve': settings('auto-approve'),
  'settings.preferences': settings('preferences'),
  'settings.appearance': settings('appearance'),
  'settings.keys': settings('keys'),
  'settings.notifications': settings('notifications'),
  'settings.file': ({ navigation }) => navigation.openPane({ type: 'settings-file' }),
  'settings.quiet': toggleQuiet,
  'modes.edit': ({ navigation }) => navigation.openPane({ type: 'modes' }),
}
