import type { WorkspaceId } from '../../contract/ids.ts'
import { type TaskStatus, taskStatuses } from '../../contract/task-status.ts'
import { useModes, useWorkspaceId, useWorkspaces } from '../state/hooks.ts'
import { Select } from '../ui/field.tsx'
import { statusInfo } from '../ui/status-info.ts'
import type { Wish } from './search-source.ts'

/** Which tasks are looked through. */
export function SearchFilters({ wish, onChange }: { wish: Wish; onChange: (change: Partial<Wish>) => void }) {
  const workspaces = useWorkspaces() ?? []
  const here = useWorkspaceId()
  const modes = useModes(wish.workspaceId ?? here) ?? []
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        aria-label="Workspace"
        className="w-44 text-small"
        value={wish.workspaceId ?? ''}
        onChange={({ target }) => onChange({ workspaceId: (target.value || null) as WorkspaceId | null })}
      >
        <option value="">All workspaces</option>
        {workspaces.map(({ id, name }) => (
          <option key={id} value={id}>
            {id === here ? `${name} (this one)` : name}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Mode"
        className="w-36 text-small"
        value={wish.mode ?? ''}
        onChange={({ target }) => onChange({ mode: target.value || null })}
      >
        <option value="">Any mode</option>
        {modes.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Status"
        className="w-40 text-small"
        value={wish.status ?? ''}
        onChange={({ target }) => onChange({ status: (target.value || null) as TaskStatus | null })}
      >
        <option value="">Any status</option>
        {taskStatuses.map((status) => (
          <option key={status} value={status}>
            {statusInfo[status].label}
          </option>
        ))}
      </Select>
    </div>
  )
}
