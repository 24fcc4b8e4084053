import { useEffect, useState } from 'react'
import type { Preferences } from '../../contract/settings.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { usePreferences } from '../state/hooks.ts'
import { Input, Select, TextArea } from '../ui/field.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { SectionHeading } from './section-heading.tsx'
import { SettingRow } from './setting-row.tsx'
import { TreeBudget } from './tree-budget.tsx'

/** What a person prefers, everywhere. Every field is kept as soon as one leaves it. */
export function PreferencesSection() {
  const { client, preferences, toasts } = useAppState()
  const kept = usePreferences()
  if (kept === null) return <Spinner label="Loading" />
  const change = async (part: Partial<Preferences>) => {
    try {
      preferences.set(await client.settings.setPreferences(part))
    } catch (error) {
      toasts.failed('The setting could not be kept', error)
    }
  }
  return (
    <>
      <SectionHeading title="Preferences">They hold in every workspace.</SectionHeading>
      <div className="flex flex-col border-t border-line">
        <SettingRow title="Theme" id="theme">
          <Select
            id="theme"
            className="w-40"
            value={kept.theme}
            onChange={(event) => void change({ theme: event.target.value as Preferences['theme'] })}
          >
            <option value="system">As the system</option>
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </Select>
        </SettingRow>
        <SettingRow
          title="After a restart"
          id="afterRestart"
          hint="For tasks that were at work when Treeline ended."
        >
          <Select
            id="afterRestart"
            className="w-40"
            value={kept.afterRestart}
            onChange={(event) =>
              void change({ afterRestart: event.target.value as Preferences['afterRestart'] })
            }
          >
            <option value="continue">They go on</option>
            <option value="wait">They wait for me</option>
          </Select>
        </SettingRow>
        {numbers.map(({ name, title, hint, least, most }) => (
          <SettingRow key={name} title={title} id={name} hint={hint}>
            <NumberInput
              id={name}
              value={kept[name]}
              least={least}
              most={most}
              onKeep={(value) => change({ [name]: value })}
            />
          </SettingRow>
        ))}
      </div>
      <TreeBudget budget={kept.treeBudget} onKeep={(treeBudget) => void change({ treeBudget })} />
      <Instructions
        value={kept.customInstructions}
        onKeep={(customInstructions) => change({ customInstructions })}
      />
    </>
  )
}

const numbers = [
  {
    name: 'maxDepth',
    title: 'Depth of subtasks',
    hint: 'How deep subtasks may nest below a task; 0 forbids them.',
    least: 0,
    most: 20,
  },
  {
    name: 'commandTimeoutSeconds',
    title: 'Time for a command (seconds)',
    hint: 'A command that runs longer is ended.',
    least: 1,
    most: 86_400,
  },
  {
    name: 'maxRetries',
    title: 'Failed requests in a row',
    hint: 'After so many the task stops and says so.',
    least: 0,
    most: 50,
  },
  {
    name: 'stallSeconds',
    title: 'Silence of a model (seconds)',
    hint: 'A request of which no piece comes for so long is made again. Slow models on your own machine may need more.',
    least: 1,
    most: 7_200,
  },
  {
    name: 'maxMistakes',
    title: 'Faulty answers in a row',
    hint: 'Answers without a usable tool call, before the task stops and says so.',
    least: 1,
    most: 20,
  },
] as const

function NumberInput({
  id,
  value,
  least,
  most,
  onKeep,
}: {
  id: string
  value: number
  least: number
  most: number
  onKeep: (value: number) => void
}) {
  const [text, setText] = useState(`${value}`)
  useEffect(() => setText(`${value}`), [value])
  const keep = () => {
    const wanted = Number.parseInt(text, 10)
    if (Number.isNaN(wanted)) setText(`${value}`)
    else {
      const within = Math.min(most, Math.max(least, wanted))
      setText(`${within}`)
      if (within !== value) onKeep(within)
    }
  }
  return (
    <Input
      id={id}
      type="number"
      min={least}
      max={most}
      className="w-24 text-right"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
      }}
    />
  )
}

function Instructions({ value, onKeep }: { value: string; onKeep: (value: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <div className="mt-4 flex flex-col gap-1">
      <label htmlFor="customInstructions">
        <span className="block font-medium">Your instructions</span>
        <span className="block text-small text-ink-2">
          Every mode gets them at the end of its system prompt.
        </span>
      </label>
      <TextArea
        id="customInstructions"
        rows={6}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          if (text !== value) onKeep(text)
        }}
      />
    </div>
  )
}
