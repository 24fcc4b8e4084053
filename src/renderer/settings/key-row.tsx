import { Globe, Plus, RotateCcw, X } from 'lucide-react'
import type { AppCommand } from '../../contract/app-commands.ts'
import { commandConditions } from '../../contract/command-condition.ts'
import { type BoundCommand, keptByBrowser } from '../../contract/command-keys.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useAppInfo } from '../state/hooks.ts'
import { formatKeys, onMac } from '../ui/format-keys.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { Marked } from './found-settings.tsx'
import { RecordKeys } from './record-keys.tsx'
import { useChange } from './use-change.ts'

/** A command with its keys, where they come from, and the ways to change them. */
export function KeyRow({
  command,
  commands,
  search,
  recording,
  onRecord,
}: {
  command: BoundCommand
  commands: readonly BoundCommand[]
  search: string
  recording: boolean
  onRecord: (on: boolean) => void
}) {
  const { id, title, keys, changed } = command
  const { preferences } = useAppState()
  const { change } = useChange()
  const setKeys = (changes: Readonly<Record<string, readonly string[] | null>>) => {
    const next = { ...preferences.store.getState().value?.keys }
    for (const [name, wanted] of Object.entries(changes)) {
      if (wanted === null) delete next[name]
      else next[name] = [...wanted]
    }
    return change({ keys: next })
  }
  return (
    <li aria-label={title} className="border-b border-line py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-40 flex-1">
          <span className="font-medium">
            <Marked text={title} search={search} />
          </span>{' '}
          <span className="text-micro text-ink-3">{changed ? 'yours' : 'default'}</span>
          <WhenItWorks command={command} />
        </div>
        <div className="flex flex-wrap items-center justify-end gap-1.5">
          {keys.length === 0 ? <span className="text-small text-ink-3">no keys</span> : null}
          {keys.map((combination) => (
            <span key={combination} className="inline-flex items-center gap-0.5">
              <Kbd keys={combination} />
              <BrowserMark combination={combination} />
              <IconButton
                label={`Remove ${formatKeys(combination)} from “${title}”`}
                size="small"
                icon={<X className="size-3" />}
                onClick={() => void setKeys({ [id]: keys.filter((one) => one !== combination) })}
              />
            </span>
          ))}
          <IconButton
            label={`Add keys to “${title}”`}
            size="small"
            pressed={recording}
            icon={<Plus className="size-3.5" />}
            onClick={() => onRecord(!recording)}
          />
          {changed ? (
            <IconButton
              label={`Reset the keys of “${title}”`}
              size="small"
              icon={<RotateCcw className="size-3.5" />}
              onClick={() => void setKeys({ [id]: null })}
            />
          ) : null}
        </div>
      </div>
      {recording ? (
        <RecordKeys
          command={command}
          commands={commands}
          onCancel={() => onRecord(false)}
          onKeep={async (combination, takenFrom) => {
            const others = takenFrom.map(({ command: other, keys: left }) => [other.id, left] as const)
            const mine = [...keys.filter((one) => one !== combination), combination]
            if (await setKeys({ ...Object.fromEntries(others), [id]: mine })) onRecord(false)
          }}
        />
      ) : null}
    </li>
  )
}

function WhenItWorks({ command: { when = [] } }: { command: AppCommand }) {
  if (when.length === 0) return null
  return (
    <span className="block text-small text-ink-3">
      with {when.map((condition) => commandConditions[condition]).join(' and ')}
    </span>
  )
}

/** In a browser: that a combination never reaches the page. */
function BrowserMark({ combination }: { combination: string }) {
  const info = useAppInfo()
  if (info === null || info.host === 'desktop' || !keptByBrowser(combination, onMac)) return null
  const label = 'Most browsers keep this for themselves. It works in the desktop app.'
  return (
    <Tooltip label={label} side="bottom">
      <Globe role="img" aria-label={label} className="size-3 text-approval" />
    </Tooltip>
  )
}
