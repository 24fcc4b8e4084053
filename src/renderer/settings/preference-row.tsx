import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { settingWords } from '../../contract/setting-words.ts'
import type { PreferenceName } from '../../contract/settings.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { SettingRow } from './setting-row.tsx'
import { useChange } from './use-change.ts'

/** A preference on one line, by its own words; what the person has set can be reset. What sets it has its name as id. */
export function PreferenceRow({ name, children }: { name: PreferenceName; children: ReactNode }) {
  const { settings } = useAppState()
  const set = useStore(settings, (state) => state?.set.includes(name) ?? false)
  const { reset } = useChange()
  const { title, hint } = settingWords[name]
  return (
    <SettingRow title={title} id={name} hint={hint}>
      <div className="flex items-center gap-1">
        {set ? (
          <IconButton
            label={`Reset “${title}”`}
            size="small"
            icon={<RotateCcw className="size-3.5" />}
            onClick={() => void reset(name)}
          />
        ) : null}
        {children}
      </div>
    </SettingRow>
  )
}
