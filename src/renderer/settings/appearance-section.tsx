import { useEffect, useState } from 'react'
import { usePreferences } from '../state/hooks.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Input } from '../ui/field.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { Choice } from './choice.tsx'
import { NumberInput } from './number-input.tsx'
import { PreferenceRow } from './preference-row.tsx'
import { SectionHeading } from './section-heading.tsx'
import { useChange } from './use-change.ts'

/** How the app looks. Everything is in force at once, in all windows. */
export function AppearanceSection() {
  const kept = usePreferences()
  const { change } = useChange()
  if (kept === null) return <Spinner label="Loading" />
  return (
    <>
      <SectionHeading title="Appearance">Changes show at once, in every window.</SectionHeading>
      <div className="flex flex-col border-t border-line">
        <Choice
          name="theme"
          value={kept.theme}
          options={{ system: 'As the system', light: 'Light', dark: 'Dark' }}
        />
        <Choice
          name="density"
          value={kept.density}
          options={{ comfortable: 'Comfortable', compact: 'Compact' }}
        />
        <PreferenceRow name="fontSize">
          <NumberInput
            id="fontSize"
            value={kept.fontSize}
            least={11}
            most={20}
            onKeep={(fontSize) => void change({ fontSize })}
          />
        </PreferenceRow>
        <CodeFont value={kept.codeFont} onKeep={(codeFont) => void change({ codeFont })} />
        <PreferenceRow name="codeFontSize">
          <NumberInput
            id="codeFontSize"
            value={kept.codeFontSize}
            least={9}
            most={24}
            onKeep={(codeFontSize) => void change({ codeFontSize })}
          />
        </PreferenceRow>
        <PreferenceRow name="turnDetails">
          <Checkbox
            label="Turn details"
            checked={kept.turnDetails}
            onChange={() => void change({ turnDetails: !kept.turnDetails })}
          />
        </PreferenceRow>
        <Choice
          name="diffView"
          value={kept.diffView}
          options={{ unified: 'Unified', split: 'Side by side' }}
        />
        <Choice
          name="motion"
          value={kept.motion}
          options={{ system: 'As the system', reduced: 'Reduced', full: 'Full' }}
        />
      </div>
      <pre
        role="img"
        aria-label="How code looks"
        className="mt-4 overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-small"
      >
        {'export function area(width: number, height: number) {\n  return width * height // 0O 1lI\n}'}
      </pre>
    </>
  )
}

function CodeFont({ value, onKeep }: { value: string; onKeep: (value: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const keep = () => {
    if (text.trim() !== value) onKeep(text.trim())
  }
  return (
    <PreferenceRow name="codeFont">
      <Input
        id="codeFont"
        className="w-40"
        placeholder="JetBrains Mono"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep()
        }}
      />
    </PreferenceRow>
  )
}
