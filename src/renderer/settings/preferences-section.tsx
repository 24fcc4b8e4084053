import { useEffect, useState } from 'react'
import { settingWords } from '../../contract/setting-words.ts'
import { usePreferences } from '../state/hooks.ts'
import { TextArea } from '../ui/field.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { Choice } from './choice.tsx'
import { NumberInput } from './number-input.tsx'
import { PreferenceRow } from './preference-row.tsx'
import { SectionHeading } from './section-heading.tsx'
import { TreeBudget } from './tree-budget.tsx'
import { useChange } from './use-change.ts'

/** How tasks work, everywhere. Every field is kept as soon as one leaves it. */
export function PreferencesSection() {
  const kept = usePreferences()
  const { change } = useChange()
  if (kept === null) return <Spinner label="Loading" />
  return (
    <>
      <SectionHeading title="Preferences">They hold in every workspace.</SectionHeading>
      <div className="flex flex-col border-t border-line">
        <Choice
          name="afterRestart"
          value={kept.afterRestart}
          options={{ continue: 'They go on', wait: 'They wait for me' }}
        />
        {numbers.map(({ name, least, most }) => (
          <PreferenceRow key={name} name={name}>
            <NumberInput
              id={name}
              value={kept[name]}
              least={least}
              most={most}
              onKeep={(value) => void change({ [name]: value })}
            />
          </PreferenceRow>
        ))}
      </div>
      <TreeBudget budget={kept.treeBudget} onKeep={(treeBudget) => void change({ treeBudget })} />
      <Instructions
        value={kept.customInstructions}
        onKeep={(customInstructions) => void change({ customInstructions })}
      />
    </>
  )
}

const numbers = [
  { name: 'maxDepth', least: 0, most: 20 },
  { name: 'commandTimeoutSeconds', least: 1, most: 86_400 },
  { name: 'maxRetries', least: 0, most: 50 },
  { name: 'stallSeconds', least: 1, most: 7_200 },
  { name: 'maxMistakes', least: 1, most: 20 },
] as const

function Instructions({ value, onKeep }: { value: string; onKeep: (value: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <div className="mt-4 flex flex-col gap-1">
      <label htmlFor="customInstructions">
        <span className="block font-medium">{settingWords.customInstructions.title}</span>
        <span className="block text-small text-ink-2">{settingWords.customInstructions.hint}</span>
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
