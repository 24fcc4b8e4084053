import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { type AutoApproveEntry, actionTypes } from '../../../contract/action-type.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { AutoApprove, ScopeRef } from '../../../contract/settings.ts'
import { useAutoApprove, useToasts } from '../../state/hooks.ts'
import { Select } from '../../ui/field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { AutoApproveList } from './auto-approve-list.tsx'
import { Popover } from './popover.tsx'
import { ToolButton } from './tool-button.tsx'

type Scope = ScopeRef['scope']

/** What a task that does not exist yet will start with, kept by whoever makes it. */
export type TaskToggles = { toggles: AutoApprove; onToggles: (toggles: AutoApprove) => void }

/** The auto-approve toggles: those of a task, its workspace and everywhere, one scope at a time. */
export function AutoApproveMenu({
  workspaceId,
  task,
}: {
  workspaceId: WorkspaceId
  /** The task, or what is kept for one that is about to be made. */
  task: Extract<ScopeRef, { scope: 'task' }> | TaskToggles
}) {
  const [scope, setScope] = useState<Scope>('task')
  const inherited: ScopeRef = 'scope' in task ? task : { scope: 'workspace', workspaceId }
  const { entries } = useAutoApprove(inherited)
  const shown = entries === null ? null : 'scope' in task ? entries : overlaid(entries, task.toggles)
  const count = shown?.filter(({ on }) => on).length ?? 0
  return (
    <Popover
      label="Auto-approve"
      trigger={
        <ToolButton label="Auto-approve" icon={<ShieldCheck className="text-ink-3" />}>
          {count === actionTypes.length ? 'Everything' : `Auto ${count}/${actionTypes.length}`}
        </ToolButton>
      }
    >
      <div className="flex items-center gap-2 border-b border-line px-3 py-2">
        <h3 className="flex-1 font-semibold">Done without asking</h3>
        <Select
          aria-label="Where a change is kept"
          className="w-auto"
          value={scope}
          onChange={({ target }) => setScope(target.value as Scope)}
        >
          <option value="task">This task and its subtasks</option>
          <option value="workspace">This workspace</option>
          <option value="everywhere">Everywhere</option>
        </Select>
      </div>
      {scope === 'task' && !('scope' in task) ? (
        <NewTaskToggles entries={shown} task={task} />
      ) : (
        <KeptToggles at={placeOf(scope, workspaceId, task)} />
      )}
    </Popover>
  )
}

function placeOf(scope: Scope, workspaceId: WorkspaceId, task: ScopeRef | TaskToggles): ScopeRef {
  if (scope === 'everywhere') return { scope }
  return scope === 'task' && 'scope' in task ? task : { scope: 'workspace', workspaceId }
}

function KeptToggles({ at }: { at: ScopeRef }) {
  const { entries, set } = useAutoApprove(at)
  const toasts = useToasts()
  if (entries === null) return <Loading />
  return (
    <AutoApproveList
      entries={entries}
      scope={at.scope}
      onSet={(toggles) => {
        set(toggles).catch((error) => toasts.failed('The setting could not be kept', error))
      }}
    />
  )
}

function NewTaskToggles({ entries, task }: { entries: AutoApproveEntry[] | null; task: TaskToggles }) {
  if (entries === null) return <Loading />
  const onSet = (toggles: Record<string, boolean | null>) => {
    const next: Record<string, boolean | null> = { ...task.toggles, ...toggles }
    task.onToggles(Object.fromEntries(Object.entries(next).filter(([, on]) => on !== null)) as AutoApprove)
  }
  return <AutoApproveList entries={entries} scope="task" onSet={onSet} />
}

function overlaid(entries: AutoApproveEntry[], toggles: AutoApprove): AutoApproveEntry[] {
  return entries.map((entry) => {
    const on = toggles[entry.action]
    return on === undefined ? entry : { ...entry, on, from: 'task' }
  })
}

function Loading() {
  return (
    <div className="flex justify-center p-6">
      <Spinner label="Loading" />
    </div>
  )
}
