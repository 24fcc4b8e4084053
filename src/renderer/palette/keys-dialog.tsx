import { commandCategories } from '../../contract/app-commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { runCommand } from './commands.ts'
import { useCommandsNow } from './keys-now.ts'

/** The cheat sheet: every command that has keys, and which they are now. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const app = useAppState()
  const commands = useCommandsNow()
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Keyboard shortcuts"
      width="large"
      footer={
        <Button
          onClick={() => {
            onClose()
            runCommand(app, 'settings.keys')
          }}
        >
          Change keys…
        </Button>
      }
    >
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
                      <Kbd keys={keys[0]} />
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
