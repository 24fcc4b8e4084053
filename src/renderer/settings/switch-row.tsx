import { settingWords } from '../../contract/setting-words.ts'
import type { PreferenceName } from '../../contract/settings.ts'
import { Switch } from '../ui/switch.tsx'
import { PreferenceRow } from './preference-row.tsx'
import { useChange } from './use-change.ts'

/** A preference that is on or off. */
export function SwitchRow({ name, value }: { name: PreferenceName; value: boolean }) {
  const { change } = useChange()
  return (
    <PreferenceRow name={name}>
      <Switch
        id={name}
        label={settingWords[name].title}
        checked={value}
        onCheckedChange={(checked) => void change({ [name]: checked })}
      />
    </PreferenceRow>
  )
}
