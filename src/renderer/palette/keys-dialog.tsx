import { type AppCommand, appCommands, commandCategories } from '../../contract/app-commands.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'

const commands: readonly AppCommand[] = appCommands

/** The cheat sheet: every command that has keys. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts" width="large">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <div tabIndex={0} className="columns-2 gap-8 max-[600px]:columns-1">
        {commandCategories.map((category) => {
          const listed = commands.filter(
            (command) => command.category === category && command.keys.length > 0,
          )
          return listed.length === 0 ? null : (
            <section key={category} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-small font-semibold text-ink-2">{category}</h3>
              <dl>
                {listed.map(({ id, title, keys }) => (
                  <div key={id} className="flex items-center gap-3 border-b border-line py-1">
                    <dt className="min-w-0 flex-1">{title}</dt>
                    <dd>
                      <Kbd keys={keys[0] ?? ''} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
    </Dialog>
  )
}
