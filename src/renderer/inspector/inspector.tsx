import { PanelRight, X } from 'lucide-react'
import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary, useTaskWatch } from '../state/hooks.ts'
import type { InspectorTab } from '../state/layout.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { ChangesTab } from './changes-tab.tsx'
import { ContextTab } from './context-tab.tsx'
import { ReceiptsTab } from './receipts-tab.tsx'
import { TerminalTab } from './terminal-tab.tsx'
import { TodoTab } from './todo-tab.tsx'

const tabs: readonly { id: InspectorTab; label: string; show: (taskId: TaskId) => ReactNode }[] = [
  { id: 'todo', label: 'Todo', show: (taskId) => <TodoTab taskId={taskId} /> },
  { id: 'changes', label: 'Changes', show: (taskId) => <ChangesTab taskId={taskId} /> },
  { id: 'terminal', label: 'Terminal', show: (taskId) => <TerminalTab taskId={taskId} /> },
  { id: 'receipts', label: 'Receipts', show: (taskId) => <ReceiptsTab taskId={taskId} /> },
  { id: 'context', label: 'Cost', show: (taskId) => <ContextTab taskId={taskId} /> },
]

/** The right bar: what the task in front planned, changed, ran and spent. */
export function Inspector() {
  const app = useAppState()
  const { chrome, navigation } = app
  const taskId = useStore(navigation.store, (place) => place.taskId)
  const tab = useStore(chrome.store, (state) => state.right.tab)
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) => chrome.setRight({ tab: next as InspectorTab })}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="flex h-9 shrink-0 items-stretch border-b border-line pr-1 pl-1.5">
        <Tabs.List
          aria-label="Inspector"
          className="flex min-w-0 flex-1 items-stretch overflow-x-auto overflow-y-hidden"
        >
          {tabs.map(({ id, label }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="-mb-px border-b-2 border-transparent px-1.5 text-ink-2 outline-offset-[-2px] hover:text-ink data-[state=active]:border-accent-strong data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <IconButton
          label="Close the inspector"
          keys="$mod+Alt+KeyB"
          size="small"
          className="self-center"
          icon={<X className="size-3.5" />}
          onClick={() => runCommand(app, 'view.right-bar')}
        />
      </div>
      {tabs.map(({ id, show }) => (
        <Tabs.Content key={id} value={id} className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]">
          {taskId === null ? (
            <EmptyState icon={<PanelRight />} title="No task is open">
              What a task plans, changes, runs and costs stands here.
            </EmptyState>
          ) : (
            <Watched taskId={taskId}>{show(taskId)}</Watched>
          )}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}

function Watched({ taskId, children }: { taskId: TaskId; children: ReactNode }) {
  const { status, error } = useTaskWatch(taskId)
  const task = useTaskSummary(taskId)
  if (status === 'failed') return <ErrorState title="The task could not be read" message={error ?? ''} />
  if (status === 'loading') {
    return (
      <div className="flex h-24 items-center justify-center text-ink-3">
        <Spinner label="Loading the task" />
      </div>
    )
  }
  return (
    <>
      <p className="truncate px-3 pt-3 pb-2 text-small text-ink-3" title={task?.title}>
        <span className="tabular">{task?.displayId}</span> {task?.title}
      </p>
      {children}
    </>
  )
}
