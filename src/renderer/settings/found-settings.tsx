import { SearchX } from 'lucide-react'
import { Fragment } from 'react'
import type { SettingsSection } from '../state/chrome.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { withKeys } from '../ui/with-keys.ts'
import { type FoundSetting, findSettings, markWords } from './find-settings.ts'

/** What a search of the settings found; a click leads there. */
export function FoundSettings({
  text,
  labels,
  onGo,
}: {
  text: string
  labels: Readonly<Record<SettingsSection, string>>
  onGo: (found: FoundSetting) => void
}) {
  const found = findSettings(text)
  if (found.length === 0) {
    return (
      <EmptyState icon={<SearchX />} title={`No setting has “${text.trim()}”`}>
        Search looks at titles and descriptions.
      </EmptyState>
    )
  }
  return (
    <ul aria-label="Settings found" className="mx-auto max-w-2xl px-2 py-3 @md:px-4">
      {withKeys(found, ({ section, title }) => `${section} ${title}`).map(({ key, item }) => (
        <li key={key}>
          <button
            type="button"
            onClick={() => onGo(item)}
            className="flex w-full items-baseline gap-3 rounded-md px-2 py-1.5 text-left hover:bg-hover"
          >
            <span className="min-w-0 flex-1">
              <span className="block font-medium">
                <Marked text={item.title} search={text} />
              </span>
              <span className="block text-small text-ink-2">
                <Marked text={item.hint} search={text} />
              </span>
            </span>
            <span className="shrink-0 text-small text-ink-3">{labels[item.section]}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A text in which what was searched for is marked. */
export function Marked({ text, search }: { text: string; search: string }) {
  const pieces = markWords(text, search)
  return withKeys(pieces, (piece) => piece).map(({ key, item }, index) =>
    index % 2 === 0 ? (
      <Fragment key={key}>{item}</Fragment>
    ) : (
      <mark key={key} className="rounded-sm bg-match text-inherit">
        {item}
      </mark>
    ),
  )
}
