import {
  AppWindow,
  Ban,
  ChartGantt,
  ClipboardCopy,
  Columns2,
  Copy,
  FileBraces,
  Files,
  FileText,
  Globe,
  IndentDecrease,
  IndentIncrease,
  PanelTop,
  Paperclip,
  Pause,
  Pencil,
  Play,
  RotateCw,
  Trash2,
} from 'lucide-react'
import { type ComponentType, Fragment, type ReactNode } from 'react'
import type { AppCommandId } from '../../contract/app-commands.ts'
import type { TaskId } from '../../contract/ids.ts'
import { canRun, commandOf, runCommand } from '../palette/commands.ts'
import { useKeysOf } from '../palette/keys-now.ts'
import type { AppState } from '../state/app-state.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { ContextItem, ContextSeparator } from '../ui/context-menu.tsx'
import { MenuItem, MenuSeparator } from '../ui/menu.tsx'
import type { MenuItemProps } from '../ui/menu-parts.tsx'

const groups: readonly (readonly { id: AppCommandId; icon: ReactNode; danger?: boolean }[])[] = [
  [
    { id: 'task.open-window', icon: <AppWindow /> },
    { id: 'plan.open', icon: <ChartGantt /> },
  ],
  [
    { id: 'task.rename', icon: <Pencil /> },
    { id: 'task.stop', icon: <Pause /> },
    { id: 'task.resume', icon: <Play /> },
    { id: 'task.retry', icon: <RotateCw /> },
    { id: 'task.cancel', icon: <Ban />, danger: true },
    { id: 'task.delete', icon: <Trash2 />, danger: true },
  ],
  [
    { id: 'task.nest', icon: <IndentIncrease /> },
    { id: 'task.unnest', icon: <IndentDecrease /> },
    { id: 'task.attach', icon: <Paperclip /> },
  ],
  [
    { id: 'task.copy-id', icon: <Copy /> },
    { id: 'task.copy-markdown', icon: <ClipboardCopy /> },
    { id: 'task.export-markdown', icon: <FileText /> },
    { id: 'task.export-tree-markdown', icon: <Files /> },
    { id: 'task.export-json', icon: <FileBraces /> },
    { id: 'task.export-html', icon: <Globe /> },
  ],
]

/** The commands that can do something for a task now, in their groups; a group without one is left out. */
export function taskCommands(app: AppState, taskId: TaskId) {
  return groups
    .map((group) => group.filter(({ id }) => canRun(app, id, { taskId })))
    .filter((group) => group.length > 0)
}

/** Parts of the kind of menu the commands stand in. */
type Parts = { Item: ComponentType<MenuItemProps>; Separator: ComponentType }

/** The context menu of a task in the tree. */
export function TaskContextMenu({ taskId }: { taskId: TaskId }) {
  const { openTask } = useAppState().navigation
  return (
    <>
      <ContextItem icon={<PanelTop />} onSelect={() => openTask(taskId)}>
        Open
      </ContextItem>
      <CommandItems taskId={taskId} Item={ContextItem} Separator={ContextSeparator} />
    </>
  )
}

/** The same commands for a dropdown menu in a pane's header. */
export function TaskMenuItems({ taskId }: { taskId: TaskId }) {
  return <CommandItems taskId={taskId} Item={MenuItem} Separator={MenuSeparator} />
}

function CommandItems({ taskId, Item, Separator }: { taskId: TaskId } & Parts) {
  const app = useAppState()
  const keysOf = useKeysOf()
  return (
    <>
      <Item icon={<Columns2 />} onSelect={() => app.navigation.openTask(taskId, { beside: true })}>
        Open Beside
      </Item>
      {taskCommands(app, taskId).map((group, at) => (
        <Fragment key={group[0]?.id}>
          {at === 0 && (group[0]?.id === 'task.open-window' || group[0]?.id === 'plan.open') ? null : (
            <Separator />
          )}
          {group.map(({ id, icon, danger }) => (
            <Item
              key={id}
              icon={icon}
              danger={danger === true}
              keys={keysOf(id)}
              onSelect={() => runCommand(app, id, { taskId })}
            >
              {commandOf(id).title}
            </Item>
          ))}
        </Fragment>
      ))}
    </>
  )
}
