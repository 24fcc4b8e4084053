import { ChevronDown, FolderOpen, Globe, ListTree, SquareCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { type ActionType, actionTypeLabels } from '../../../contract/action-type.ts'
import type { TaskId } from '../../../contract/ids.ts'
import type { ScopeRef } from '../../../contract/settings.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useTaskSummary, useWorkspace } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../../ui/menu.tsx'

/** Switches an action type to automatic at a scope of one's choice, and approves what is asked now. */
export function AlwaysAllowMenu({
  taskId,
  action,
  disabled,
  asked = 'this',
  below = 'In this task and its subtasks',
  onAllowed,
}: {
  taskId: TaskId
  action: ActionType
  disabled: boolean
  /** What is approved with it. */
  asked?: string
  /** The scope of the task and what is below it. */
  below?: string
  /** Called once the setting is kept. */
  onAllowed: () => void
}) {
  const { client, autoApprove, toasts } = useAppState()
  const task = useTaskSummary(taskId)
  const root = useTaskSummary(task?.rootId ?? null)
  const workspace = useWorkspace(task?.workspaceId ?? null)
  const { title, covers } = actionTypeLabels[action]

  const allow = async (at: ScopeRef) => {
    try {
      await client.settings.setAutoApprove({ at, toggles: { [action]: true } })
      autoApprove.reloadAll()
      onAllowed()
    } catch (error) {
      toasts.failed('The setting could not be kept, so nothing was approved', error)
    }
  }
  const scopes: { at: ScopeRef; icon: ReactNode; words: string }[] = [
    { at: { scope: 'task', taskId }, icon: <SquareCheck />, words: below },
  ]
  if (root !== undefined && root.id !== taskId) {
    const words = `In the whole tree of ${root.displayId}`
    scopes.push({ at: { scope: 'task', taskId: root.id }, icon: <ListTree />, words })
  }
  if (task !== undefined) {
    const words = `In this workspace${workspace ? ` (${workspace.name})` : ''}`
    scopes.push({
      at: { scope: 'workspace', workspaceId: task.workspaceId },
      icon: <FolderOpen />,
      words,
    })
  }
  scopes.push({ at: { scope: 'everywhere' }, icon: <Globe />, words: 'Everywhere' })

  return (
    <Menu
      trigger={
        <Button disabled={disabled}>
          Always allow…
          <ChevronDown className="size-3.5 text-ink-3" />
        </Button>
      }
    >
      <MenuLabel>
        Approve {asked}, and switch on “{title}”:
      </MenuLabel>
      <p className="max-w-72 px-2 pb-1.5 text-small text-ink-2">{covers}, without asking.</p>
      {scopes.map(({ at, icon, words }) => (
        <MenuItem key={words} icon={icon} onSelect={() => void allow(at)}>
          {words}
        </MenuItem>
      ))}
    </Menu>
  )
}
