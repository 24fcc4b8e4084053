import { z } from 'zod'
import { type AppCommand, appCommands } from './app-commands.ts'
import { canBothRun } from './command-condition.ts'

const modifiers = ['$mod', 'Control', 'Alt', 'Shift', 'Meta'] as const
const keyNames =
  'Key[A-Z]|Digit[0-9]|F(?:[1-9]|1[0-9]|2[0-4])|Arrow(?:Up|Down|Left|Right)|Enter|Escape|Backspace|Delete|Insert|' +
  'Home|End|PageUp|PageDown|Tab|Space|Comma|Period|Slash|Backslash|Semicolon|Quote|BracketLeft|BracketRight|Minus|' +
  'Equal|Backquote|IntlBackslash|Numpad\\w+|\\?|\\(\\[1-9\\]\\)'
const pattern = new RegExp(`^(?:(?:\\$mod|Control|Alt|Shift|Meta|\\[Shift\\])\\+)*(?:${keyNames})$`)

/** One combination, as `app-commands.ts` writes them: `$mod+Shift+KeyP`. */
export const combinationSchema = z
  .string()
  .regex(pattern, 'Keys are written as in "$mod+Shift+KeyP", "Alt+ArrowUp" or "F5"')

/** Keys that replace those a command begins with, by its id. None in the list: it has no keys. */
export const commandKeysSchema = z.record(z.string(), z.array(combinationSchema).max(8))
export type CommandKeys = z.infer<typeof commandKeysSchema>

const commands: readonly AppCommand[] = appCommands

/** A command with the keys in force. */
export type BoundCommand = AppCommand & { changed: boolean }

/** Every command with the keys it has now: the person's where there are some, else its own. */
export function boundCommands(changes: CommandKeys): BoundCommand[] {
  return commands.map((command) => {
    const own = Object.hasOwn(changes, command.id) ? changes[command.id] : undefined
    return { ...command, keys: own ?? command.keys, changed: own !== undefined }
  })
}

/** The same combination is always the same text: modifiers in one order, one name for what `$mod` stands for. */
function plain(combination: string, mac: boolean): string[] {
  const parts = combination.split('+').map((part) => (part === (mac ? 'Meta' : 'Control') ? '$mod' : part))
  const key = parts.at(-1) ?? ''
  const held = modifiers.filter((name) => parts.slice(0, -1).includes(name))
  const keys = key === '([1-9])' ? [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `Digit${digit}`) : [key]
  return keys.map((name) => [...held, name].join('+'))
}

/** The other commands that these keys call already, at a moment when both could run. */
export function keyClashes(
  bound: readonly BoundCommand[],
  id: string,
  combination: string,
  mac: boolean,
): BoundCommand[] {
  const wanted = new Set(plain(combination, mac))
  const self = commands.find((command) => command.id === id)
  return bound.filter(
    (other) =>
      other.id !== id &&
      (self === undefined || canBothRun(self, other)) &&
      other.keys.some((keys) => plain(keys, mac).some((one) => wanted.has(one))),
  )
}

/** What Chromium, Firefox and Safari do not let a page have. */
const keptByBrowsers = new Set([
  ...['$mod+KeyN', '$mod+KeyT', '$mod+KeyW', '$mod+Shift+KeyN', '$mod+Shift+KeyT', '$mod+Shift+KeyW'],
  ...['$mod+Tab', '$mod+Shift+Tab', '$mod+PageUp', '$mod+PageDown', 'Alt+F4'],
])
const keptOnMac = new Set(['$mod+KeyQ', '$mod+KeyH', '$mod+KeyM', '$mod+Alt+KeyH'])

/** Whether a browser keeps a combination for itself, so that it works in the desktop app only. */
export function keptByBrowser(combination: string, mac: boolean): boolean {
  return plain(combination, mac).some((one) => keptByBrowsers.has(one) || (mac && keptOnMac.has(one)))
}

/** What of a key press tells which combination it is. */
export type KeyPress = Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean> & { code: string }

/**
 * A key press as a combination, or null for one that is none: a modifier alone, or a key that writes a character
 * with none held. For a command that takes the digits 1 to 9 any digit stands for all of them.
 */
export function combinationOf(press: KeyPress, mac: boolean, forDigits = false): string | null {
  const { code, ctrlKey, metaKey, altKey, shiftKey } = press
  const key = forDigits && /^Digit[1-9]$/.test(code) ? '([1-9])' : code
  if (forDigits !== (key === '([1-9])')) return null
  const held = [
    (mac ? metaKey : ctrlKey) && '$mod',
    mac && ctrlKey && 'Control',
    altKey && 'Alt',
    shiftKey && 'Shift',
    !mac && metaKey && 'Meta',
  ].filter((name) => name !== false)
  const combination = [...held, key].join('+')
  return combinationSchema.safeParse(combination).success ? combination : null
}

/** Whether a combination would take a character away from whoever writes. */
export function writesCharacter(combination: string): boolean {
  return (
    !/(\$mod|Control|Alt|Meta)\+/.test(combination) &&
    /(^|\+)(Key|Digit|Comma|Period|Slash|Backslash|Semicolon|Quote|Bracket|Minus|Equal|Back(quote|space)|Intl|Numpad|Space|Enter|\?)/.test(
      combination,
    )
  )
}

/** Keys without those that mean the same press as a combination. */
export function keysWithout(keys: readonly string[], combination: string, mac: boolean): string[] {
  const gone = new Set(plain(combination, mac))
  return keys.filter((one) => !plain(one, mac).some((press) => gone.has(press)))
}
