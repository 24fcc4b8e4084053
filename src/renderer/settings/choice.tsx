import type { PreferenceName, Preferences } from '../../contract/settings.ts'
import { Select } from '../ui/field.tsx'
import { PreferenceRow } from './preference-row.tsx'
import { useChange } from './use-change.ts'

/** A preference with a few possible values, each with its words. */
export function Choice<Name extends PreferenceName>({
  name,
  value,
  options,
}: {
  name: Name
  value: Preferences[Name] & string
  options: Readonly<Record<Preferences[Name] & string, string>>
}) {
  const { change } = useChange()
  return (
    <PreferenceRow name={name}>
      <Select
        id={name}
        className="w-40"
        value={value}
        onChange={(event) => void change({ [name]: event.target.value })}
      >
        {Object.entries<string>(options).map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </Select>
    </PreferenceRow>
  )
}
