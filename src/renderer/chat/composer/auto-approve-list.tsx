import { RotateCcw } from 'lucide-react'
import { useId } from 'react'
import {
  type AutoApproveEntry,
  actionTypeLabels,
  actionTypes,
  type SettingScope,
} from '../../../contract/action-type.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Switch } from '../../ui/switch.tsx'

const places: Record<SettingScope, string> = {
  default: 'by default',
  everywhere: 'set everywhere',
  workspace: 'set in this workspace',
  task: 'set for this task',
}

/** Every action type with its switch, what it covers and where its value comes from. */
export function AutoApproveList({
  entries,
  scope,
  onSet,
}: {
  entries: readonly AutoApproveEntry[]
  /** Where a flip of a switch is kept. */
  scope: SettingScope
  /** `null` unsets a type here, so that what is set further out holds. */
  onSet: (toggles: Record<string, boolean | null>) => void
}) {
  const allId = useId()
  const count = entries.filter(({ on }) => on).length
  const all = (on: boolean | null) => Object.fromEntries(actionTypes.map((action) => [action, on]))
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-2">
      <div className="flex items-start gap-3 border-b border-line py-2">
        <div className="min-w-0 flex-1">
          <label htmlFor={allId} className="font-medium">
            Everything
          </label>
          <p className="text-small text-ink-3">
            On: all {actionTypes.length} types below, commands, deletions and protected files included. Off:
            each goes back to what is set further out. Now {count} of {actionTypes.length} are on.
          </p>
        </div>
        <Switch
          id={allId}
          label="Approve everything"
          checked={count === actionTypes.length}
          onCheckedChange={(on) => onSet(all(on ? true : null))}
        />
      </div>
      {entries.map(({ action, on, from }) => (
        <div key={action} className="flex items-start gap-3 py-1.5">
          <div className="min-w-0 flex-1">
            <p>{actionTypeLabels[action].title}</p>
            <p className="text-small text-ink-3">
              {actionTypeLabels[action].covers} · <span className="whitespace-nowrap">{places[from]}</span>
            </p>
          </div>
          {from === scope ? (
            <IconButton
              size="small"
              label="Unset here"
              icon={<RotateCcw className="size-3.5" />}
              onClick={() => onSet({ [action]: null })}
            />
          ) : null}
          <span className="mt-0.5">
            <Switch
              label={actionTypeLabels[action].title}
              checked={on}
              onCheckedChange={(on) => onSet({ [action]: on })}
            />
          </span>
        </div>
      ))}
    </div>
  )
}
