import { Command, defaultFilter } from 'cmdk'
import type { AppCommandId } from '../../contract/app-commands.ts'
import { needsInWords } from '../../contract/command-condition.ts'
import type { BoundCommand } from '../../contract/command-keys.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { canRun, howMany, onlyPressed, runCommand, whyNot } from './commands.ts'
import { useCommandsNow } from './keys-now.ts'
import { PaletteItem } from './palette-item.tsx'

const heading =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3'

const notNow = 'Not now: '

/** How well a line of the palette fits. What cannot be done now always comes after what can. */
export function scoreCommand(value: string, search: string, keywords?: string[]): number {
  if (!value.startsWith(notNow)) return defaultFilter(value, search, keywords)
  return defaultFilter(value.slice(notNow.length), search, keywords) / 1e6
}

/** The commands that can do something now, by category; with a text also those that cannot, and what they need. */
export function CommandItems({ text, onDone }: { text: string; onDone: () => void }) {
  const app = useAppState()
  const commands = useCommandsNow()
  const able = commands.filter(({ id }) => id !== 'go.palette' && canRun(app, id as AppCommandId))
  const categories = [...new Set(able.map((command) => command.category))]
  return (
    <>
      {categories.map((category) => (
        <Command.Group key={category} heading={category} className={heading}>
          {able
            .filter((command) => command.category === category)
            .map(({ id, title, keys }) => (
              <PaletteItem
                key={id}
                value={title}
                keywords={[category]}
                onSelect={() => {
                  onDone()
                  runCommand(app, id as AppCommandId)
                }}
              >
                <span className="min-w-0 flex-1 truncate">{title}</span>
                <HowMany count={howMany(app, id as AppCommandId)} />
                <Kbd keys={keys[0]} />
              </PaletteItem>
            ))}
        </Command.Group>
      ))}
      {text.trim() === '' ? null : <UnableItems commands={commands} />}
    </>
  )
}

function UnableItems({ commands }: { commands: readonly BoundCommand[] }) {
  const app = useAppState()
  const unable = commands.flatMap(({ id, title }) => {
    const needs = onlyPressed(id as AppCommandId) ? [] : whyNot(app, id as AppCommandId)
    return needs.length === 0 ? [] : [{ id, title, needs }]
  })
  return (
    <Command.Group heading="Not now" className={heading}>
      {unable.map(({ id, title, needs }) => (
        <PaletteItem key={id} value={`${notNow}${title}`} disabled onSelect={() => {}}>
          <span className="min-w-0 flex-1 truncate text-ink-3">{title}</span>
          <span className="min-w-0 truncate text-small text-ink-3">{needsInWords(needs)}</span>
        </PaletteItem>
      ))}
    </Command.Group>
  )
}

function HowMany({ count }: { count: number | null }) {
  return count === null ? null : (
    <span className="shrink-0 text-small text-ink-3">{count} selected tasks</span>
  )
}
