import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Suggestion } from '../../../contract/tool-display.ts'
import { useModes } from '../../state/hooks.ts'
import { ModeGlyph } from '../../ui/mode-glyph.tsx'
import { withKeys } from '../../ui/with-keys.ts'

/** The answers that the model suggests, each with the mode it switches to, if it does. */
export function Suggestions({
  suggestions,
  workspaceId,
  disabled,
  onChoose,
}: {
  suggestions: readonly Suggestion[]
  workspaceId: WorkspaceId | null
  disabled: boolean
  onChoose: (suggestion: Suggestion) => void
}) {
  const modes = useModes(workspaceId)
  if (suggestions.length === 0) return null
  return (
    <ul aria-label="Suggested answers" className="flex flex-col gap-1.5">
      {withKeys(suggestions, ({ text }) => text).map(({ key, item: suggestion }) => (
        <li key={key}>
          <button
            type="button"
            disabled={disabled}
            onClick={() => onChoose(suggestion)}
            className="flex w-full items-start gap-2 rounded-md border border-line-strong bg-surface px-3 py-1.5 text-left hover:bg-hover disabled:opacity-50"
          >
            <span className="min-w-0 flex-1 break-words">{suggestion.text}</span>
            {suggestion.mode === null ? null : (
              <span className="inline-flex shrink-0 items-center gap-1 text-small text-ink-3">
                <ModeGlyph mode={suggestion.mode} />
                switches to {modes?.find(({ slug }) => slug === suggestion.mode)?.name ?? suggestion.mode}
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  )
}
