import { isQuiet } from '../../contract/attention.ts'
import type { Preferences } from '../../contract/settings.ts'
import { Select } from '../ui/field.tsx'
import { PreferenceRow } from './preference-row.tsx'
import { useChange } from './use-change.ts'

const hourMs = 3_600_000

const choices = {
  off: 'Off',
  on: 'Until I switch it off',
  hour: 'For an hour',
  hours: 'For four hours',
  tomorrow: 'Until tomorrow, 8:00',
} as const

/** Do not disturb: off, on, or until a time, which is shown. */
export function QuietRow({ value }: { value: Preferences['doNotDisturb'] }) {
  const { change } = useChange()
  const now = Date.now()
  const until = value !== 'off' && value !== 'on' && isQuiet(value, now) ? new Date(value) : null
  const shown = until !== null ? 'until' : value === 'on' ? 'on' : 'off'
  const choose = (choice: keyof typeof choices) => {
    const doNotDisturb =
      choice === 'off' || choice === 'on' ? choice : endOf(choice, new Date()).toISOString()
    void change({ doNotDisturb })
  }
  return (
    <PreferenceRow name="doNotDisturb">
      <Select
        id="doNotDisturb"
        className="w-48"
        value={shown}
        onChange={(event) => choose(event.target.value as keyof typeof choices)}
      >
        {until === null ? null : (
          <option value="until">
            Until {until.toLocaleString(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' })}
          </option>
        )}
        {Object.entries(choices).map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </Select>
    </PreferenceRow>
  )
}

function endOf(choice: 'hour' | 'hours' | 'tomorrow', now: Date): Date {
  if (choice !== 'tomorrow') return new Date(now.getTime() + (choice === 'hour' ? 1 : 4) * hourMs)
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8)
}
