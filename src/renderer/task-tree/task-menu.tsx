import {
  AppWindow,
  Archive,
  ArchiveRestore,
  Ban,
  ChartGantt,
  ClipboardCopy,
  Columns2,
  Copy,
  CopyPlus,
  FileBraces,
  Files,
  FileText,
  FoldVertical,
  Globe,
  IndentDecrease,
  IndentIncrease,
  PanelTop,
  Paperclip,
  Pause,
  Pencil,
  Pin,
  PinOff,
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
import { ContextItem, ContextLabel, ContextSeparator } from '../ui/context-menu.tsx'
import { MenuItem, MenuSeparator } from '../ui/menu.tsx'
import type { MenuItemProps } from '../ui/menu-parts.tsx'

const groups: readonly (readonly { id: AppCommandId; icon: ReactNode; danger?: boolean }[])[] = [
  [
    { id: 'task.open-window', icon: <AppWindow /> },
    { id: 'plan.open', icon: <ChartGantt /> },
    { id: 'tree.focus', icon: <FoldVertical /> },
  ],
  [
    { id: 'task.rename', icon: <Pencil /> },
    { id: 'task.stop', icon: <Pause /> },
    { id: 'task.resume', icon: <Play /> },
    { id: 'task.retry', icon: <RotateCw /> },
    { id: 'task.duplicate', icon: <CopyPlus /> },
    { id: 'task.cancel', icon: <Ban />, danger: true },
    { id: 'task.delete', icon: <Trash2 />, danger: true },
  ],
  [
    { id: 'task.pin', icon: <Pin /> },
    { id: 'task.unpin', icon: <PinOff /> },
    { id: 'task.archive', icon: <Archive /> },
    { id: 'task.unarchive', icon: <ArchiveRestore /> },
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

/** The commands that can do something for these tasks now, in their groups; a group without one is left out. */
export function taskCommands(app: AppState, taskIds: readonly TaskId[]) {
  return groups
    .map((group) => group.filter(({ id }) => canRun(app, id, { taskIds })))
    .filter((group) => group.length > 0)
}

/** Parts of the kind of menu the commands stand in. */
type Parts = { Item: ComponentType<MenuItemProps>; Separator: ComponentType }

/** The context menu of tasks in the tree: of one, or of all that are selected. */
export function TaskContextMenu({
  taskIds,
  onChosen,
}: {
  taskIds: readonly TaskId[]
  /** Told before a command runs. */
  onChosen: () => void
}) {
  const { openTask } = useAppState().navigation
  const [only] = taskIds
  return (
    <>
      {only === undefined || taskIds.length > 1 ? (
        <ContextLabel>{taskIds.length} tasks selected</ContextLabel>
      ) : (
        <ContextItem icon={<PanelTop />} onSelect={() => openTask(only)}>
          Open
        </ContextItem>
      )}
      <CommandItems taskIds={taskIds} onChosen={onChosen} Item={ContextItem} Separator={ContextSeparator} />
    </>
  )
}

const alone = () => {}

/** The same commands for a dropdown menu in a pane's header. */
export function TaskMenuItems({ taskId }: { taskId: TaskId }) {
  return <CommandItems taskIds={[taskId]} onChosen={alone} Item={MenuItem} Separator={MenuSeparator} />
}

function CommandItems({
  taskIds,
  onChosen,
  Item,
  Separator,
}: { taskIds: readonly TaskId[]; onChosen: () => void } & Parts) {
  const app = useAppState()
  const keysOf = useKeysOf()
  const [only] = taskIds
  const opens = (group: ReturnType<typeof taskCommands>[number]) =>
    group.some(({ id }) => id === 'task.open-window' || id === 'plan.open' || id === 'tree.focus')
  return (
    <>
      {only === undefined || taskIds.length > 1 ? null : (
        <Item icon={<Columns2 />} onSelect={() => app.navigation.openTask(only, { beside: true })}>
          Open Beside
        </Item>
      )}
      {taskCommands(app, taskIds).map((group, at) => (
        <Fragment key={group[0]?.id}>
          {at === 0 && opens(group) ? null : <Separator />}
          {group.map(({ id, icon, danger }) => (
            <Item
              key={id}
              icon={icon}
              danger={danger === true}
              keys={keysOf(id)}
              onSelect={() => {
                onChosen()
                runCommand(app, id, { taskIds })
              }}
            >
              {commandOf(id).title}
            </Item>
          ))}
        </Fragment>
      ))}
    </>
  )
}
