import { useState } from 'react'
import type { AutoApproveEntry, SettingScope } from '../../contract/action-type.ts'
import { actionTypeLabels } from '../../contract/action-type.ts'
import type { ScopeRef } from '../../contract/settings.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useAutoApprove, useWorkspace, useWorkspaceId } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { Switch } from '../ui/switch.tsx'
import { SectionHeading } from './section-heading.tsx'

const fromWords: Record<SettingScope, string> = {
  default: 'default',
  everywhere: 'set everywhere',
  workspace: 'set for this workspace',
  task: 'set for this task',
}

/** Which actions need no approval: one switch per action, everywhere or for the workspace. */
export function AutoApproveSection() {
  const workspaceId = useWorkspaceId()
  const workspace = useWorkspace(workspaceId)
  const [scope, setScope] = useState<'everywhere' | 'workspace'>('everywhere')
  const at: ScopeRef =
    scope === 'workspace' && workspaceId !== null
      ? { scope: 'workspace', workspaceId }
      : { scope: 'everywhere' }
  return (
    <>
      <SectionHeading title="Auto-approve">
        What is switched on happens without asking you. The narrowest place that sets a switch decides: task,
        then workspace, then everywhere.
      </SectionHeading>
      {workspace === undefined ? null : (
        <fieldset className="mb-3 inline-flex rounded-md border border-line bg-sunken p-0.5">
          <legend className="sr-only">Where these switches apply</legend>
          {(['everywhere', 'workspace'] as const).map((value) => (
            <label
              key={value}
              className="flex h-6 items-center rounded-sm px-3 whitespace-nowrap text-ink-2 has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-low has-focus-visible:outline-2 has-focus-visible:outline-focus"
            >
              <input
                type="radio"
                name="auto-approve-scope"
                value={value}
                checked={scope === value}
                onChange={() => setScope(value)}
                className="sr-only"
              />
              {value === 'everywhere' ? 'Everywhere' : `In ${workspace.name}`}
            </label>
          ))}
        </fieldset>
      )}
      <Toggles key={JSON.stringify(at)} at={at} />
    </>
  )
}

function Toggles({ at }: { at: ScopeRef }) {
  const { toasts } = useAppState()
  const { entries, set } = useAutoApprove(at)
  if (entries === null) return <Spinner label="Loading" />
  const change = (toggles: Record<string, boolean | null>) =>
    void set(toggles).catch((error) => toasts.failed('The setting could not be kept', error))
  return (
    <ul className="flex flex-col border-t border-line">
      {entries.map((entry) => (
        <Toggle key={entry.action} entry={entry} ownScope={at.scope} onChange={change} />
      ))}
    </ul>
  )
}

function Toggle({
  entry: { action, on, from },
  ownScope,
  onChange,
}: {
  entry: AutoApproveEntry
  ownScope: SettingScope
  onChange: (toggles: Record<string, boolean | null>) => void
}) {
  const { title, covers } = actionTypeLabels[action]
  return (
    <li className="flex items-center gap-4 border-b border-line py-2">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{title}</span>
          <span className="text-micro text-ink-3">{fromWords[from]}</span>
        </div>
        <div className="text-small text-ink-2">{covers}</div>
      </div>
      {from === ownScope ? (
        <Button size="small" look="quiet" onClick={() => onChange({ [action]: null })}>
          Unset
        </Button>
      ) : null}
      <Switch label={title} checked={on} onCheckedChange={(checked) => onChange({ [action]: checked })} />
    </li>
  )
}
