import {
  Coins,
  FileDiff,
  Inbox,
  ListTodo,
  PanelLeft,
  ReceiptText,
  Settings,
  SquarePen,
  SquareTerminal,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { runCommand } from '../palette/commands.ts'
import { useKeysOf } from '../palette/keys-now.ts'
import { useAppState } from '../state/app-state-context.tsx'
import type { InspectorTab } from '../state/layout.ts'
import { countWaiting } from '../state/tree-index.ts'
import { IconButton } from '../ui/icon-button.tsx'

const look = 'flex w-10 shrink-0 flex-col items-center gap-1 bg-canvas py-1'

/** What stands for the left bar while it is closed. */
export function LeftRail() {
  const app = useAppState()
  const keysOf = useKeysOf()
  const waiting = useStore(app.tree.store, (state) => countWaiting(state.tasks.values()))
  return (
    <nav aria-label="Tasks" className={`${look} border-r border-line`}>
      <IconButton
        label="Show the task list"
        keys={keysOf('view.left-bar')}
        side="right"
        icon={<PanelLeft className="size-4" />}
        onClick={() => runCommand(app, 'view.left-bar')}
      />
      <IconButton
        label="New task"
        keys={keysOf('task.new')}
        side="right"
        icon={<SquarePen className="size-4" />}
        onClick={() => runCommand(app, 'task.new')}
      />
      {waiting > 0 ? (
        <IconButton
          label={waiting === 1 ? '1 task waits for you' : `${waiting} tasks wait for you`}
          keys={keysOf('inbox.open')}
          side="right"
          className="relative bg-approval-soft text-approval-ink"
          icon={<Inbox className="size-4" />}
          onClick={() => runCommand(app, 'inbox.open')}
        />
      ) : null}
      <span className="flex-1" />
      <IconButton
        label="Settings"
        keys={keysOf('settings.open')}
        side="right"
        icon={<Settings className="size-4" />}
        onClick={() => runCommand(app, 'settings.open')}
      />
    </nav>
  )
}

const parts: readonly { tab: InspectorTab; label: string; icon: ReactNode }[] = [
  { tab: 'todo', label: 'Todo', icon: <ListTodo className="size-4" /> },
  { tab: 'changes', label: 'Changes', icon: <FileDiff className="size-4" /> },
  { tab: 'terminal', label: 'Terminal', icon: <SquareTerminal className="size-4" /> },
  { tab: 'receipts', label: 'Receipts', icon: <ReceiptText className="size-4" /> },
  { tab: 'context', label: 'Cost', icon: <Coins className="size-4" /> },
]

/** What stands for the inspector while it is closed: a way to each of its parts. */
export function RightRail() {
  const { chrome } = useAppState()
  return (
    <nav aria-label="Inspector" className={`${look} border-l border-line`}>
      {parts.map(({ tab, label, icon }) => (
        <IconButton
          key={tab}
          label={label}
          side="left"
          icon={icon}
          onClick={() => chrome.setRight({ open: true, tab })}
        />
      ))}
    </nav>
  )
}
