import { Command } from 'cmdk'
import { type AppCommand, type AppCommandId, appCommands } from '../../contract/app-commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { canRun, runCommand } from './commands.ts'
import { PaletteItem } from './palette-item.tsx'

const commands: readonly AppCommand[] = appCommands

/** The commands that can do something now, by category. */
export function CommandItems({ onDone }: { onDone: () => void }) {
  const app = useAppState()
  const able = commands.filter(({ id }) => id !== 'go.palette' && canRun(app, id as AppCommandId))
  const categories = [...new Set(able.map((command) => command.category))]
  return categories.map((category) => (
    <Command.Group
      key={category}
      heading={category}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
    >
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
            {keys[0] === undefined ? null : <Kbd keys={keys[0]} />}
          </PaletteItem>
        ))}
    </Command.Group>
  ))
}
