import type { ReactNode } from 'react'
import {
  copyFault,
  type WorktreeSettings,
  type WorktreeSettingsChange,
} from '../../contract/worktree-settings.ts'
import { Select } from '../ui/field.tsx'
import { Switch } from '../ui/switch.tsx'
import { LinesField } from './lines-field.tsx'
import { SettingRow } from './setting-row.tsx'

/** What a worktree begins with, and how its work comes back. */
export function WorktreeSettingsFields({
  settings,
  untrusted,
  onChange,
}: {
  settings: WorktreeSettings
  /** What stands below set-up commands in a folder that is not trusted; null in one that is. */
  untrusted: ReactNode
  onChange: (change: WorktreeSettingsChange) => void
}) {
  return (
    <>
      <Group title="What a worktree begins with">
        <LinesField
          title="Set-up commands"
          hint="Run one after the other in every new worktree, before its task begins. One a line."
          placeholder="npm ci"
          value={settings.setup}
          onKeep={(setup) => onChange({ setup })}
        />
        {untrusted}
        <LinesField
          title="Files to copy"
          hint="Ignored files and folders that it gets a copy of, such as .env or node_modules. One glob a line."
          placeholder=".env"
          value={settings.copy}
          faultOf={copyFault}
          onKeep={(copy) => onChange({ copy })}
        />
      </Group>
      <Group title="How its work comes back">
        <SettingRow
          id="worktrees-review"
          title="Look at work first"
          hint="You are asked before a subtask’s changes are taken over, also where finishing needs no approval."
        >
          <Switch
            id="worktrees-review"
            label="Look at work first"
            checked={settings.review}
            onCheckedChange={(review) => onChange({ review })}
          />
        </SettingRow>
        <SettingRow
          id="worktrees-clashes"
          title="When work clashes"
          hint="Who first brings together what two subtasks changed in the same place."
        >
          <Select
            id="worktrees-clashes"
            className="w-52"
            value={settings.clashes}
            onChange={(event) => onChange({ clashes: event.target.value as WorktreeSettings['clashes'] })}
          >
            <option value="subtask">The later subtask</option>
            <option value="person">I do</option>
          </Select>
        </SettingRow>
        <LinesField
          title="Gate"
          hint="Commands that must exit with 0 on the merged work before it is taken over. One a line."
          placeholder="npm test"
          value={settings.gate}
          onKeep={(gate) => onChange({ gate })}
        />
        <SettingRow
          id="worktrees-landing"
          title="Work arrives as"
          hint="What becomes of a subtask’s work that goes into this folder itself."
        >
          <Select
            id="worktrees-landing"
            className="w-52"
            value={settings.landing}
            onChange={(event) => onChange({ landing: event.target.value as WorktreeSettings['landing'] })}
          >
            <option value="changes">Changes, not committed</option>
            <option value="commit">A commit of each subtask</option>
            <option value="branch">A branch of each subtask</option>
          </Select>
        </SettingRow>
      </Group>
    </>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-5">
      <h3 className="border-b border-line pb-1 font-medium text-ink-2">{title}</h3>
      {children}
    </section>
  )
}
