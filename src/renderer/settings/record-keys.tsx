import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import {
  type BoundCommand,
  combinationOf,
  keptByBrowser,
  keyClashes,
  keysWithout,
  writesCharacter,
} from '../../contract/command-keys.ts'
import { useAppInfo } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/field.tsx'
import { formatKeys, onMac } from '../ui/format-keys.ts'

/** A command that loses a combination, and what it keeps. */
export type TakenFrom = { command: BoundCommand; keys: string[] }

/** Takes the next combination that is pressed, says what it means already, and hands it on when that is confirmed. */
export function RecordKeys({
  command,
  commands,
  onCancel,
  onKeep,
}: {
  command: BoundCommand
  commands: readonly BoundCommand[]
  onCancel: () => void
  onKeep: (combination: string, takenFrom: TakenFrom[]) => Promise<void>
}) {
  const inBrowser = useAppInfo()?.host !== 'desktop'
  const [combination, setCombination] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const forDigits = command.id === 'pane.go-to'
  const onKeyDown = (event: KeyboardEvent) => {
    // Tab leads on to the buttons, as everywhere.
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    if (event.repeat) return
    const pressed = combinationOf(event.nativeEvent, onMac, forDigits)
    if (pressed !== null) setCombination(pressed)
  }
  const clashes = combination === null ? [] : keyClashes(commands, command.id, combination, onMac)
  const warning = combination === null ? null : warningOf(command, combination, inBrowser)
  const taken = clashes.map((other) => ({
    command: other,
    keys: keysWithout(other.keys, combination ?? '', onMac),
  }))
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-2 rounded-md bg-sunken px-2.5 py-2">
      <Input
        ref={field}
        readOnly
        aria-label={`New keys for “${command.title}”`}
        className="w-44"
        placeholder={forDigits ? 'Press keys with a digit' : 'Press the keys'}
        value={combination === null ? '' : formatKeys(combination)}
        onKeyDown={onKeyDown}
      />
      <Button
        size="small"
        look="primary"
        disabled={combination === null}
        onClick={() => combination !== null && void onKeep(combination, taken)}
      >
        {taken.length === 0 ? 'Keep' : 'Take them over'}
      </Button>
      <Button size="small" look="quiet" onClick={onCancel}>
        Cancel
      </Button>
      <p role="status" className="w-full text-small text-approval-ink empty:hidden">
        {clashes.length === 0 || combination === null
          ? null
          : `${formatKeys(combination)} calls “${clashes.map(({ title }) => title).join('”, “')}” now, and would not any more. `}
        {warning}
      </p>
    </div>
  )
}

function warningOf(command: BoundCommand, combination: string, inBrowser: boolean): string | null {
  if (inBrowser && keptByBrowser(combination, onMac)) {
    return 'Most browsers keep this for themselves: it will work in the desktop app only.'
  }
  if (command.local !== true && writesCharacter(combination)) {
    return 'While you write in a field it writes, and calls nothing.'
  }
  return null
}
