import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AppCommand, appCommands } from './app-commands.ts'
import { canBothRun, needsInWords, unmet } from './command-condition.ts'
import {
  boundCommands,
  combinationOf,
  combinationSchema,
  keptByBrowser,
  keyClashes,
  keysWithout,
  writesCharacter,
} from './command-keys.ts'
import { menuAccelerator } from './menu-accelerator.ts'

const commands: readonly AppCommand[] = appCommands
const press = (code: string, ...held: ('ctrl' | 'meta' | 'alt' | 'shift')[]) => ({
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
})

test('every command’s own keys are possible ones, and clash with no other', () => {
  const bound = boundCommands({})
  for (const { id, keys } of commands) {
    for (const combination of keys) {
      expect(combinationSchema.safeParse(combination).success, combination).toBe(true)
      expect(keyClashes(bound, id, combination, false), combination).toEqual([])
    }
  }
})

test('the person’s keys replace a command’s own, in menus too; none takes them away', () => {
  const bound = boundCommands({ 'task.resume': ['F9', '$mod+Shift+Period'], 'task.new': [] })
  const of = (id: string) => bound.find((command) => command.id === id)
  expect([of('task.resume')?.keys, of('task.resume')?.changed]).toEqual([['F9', '$mod+Shift+Period'], true])
  expect([of('task.new')?.keys, of('task.rename')?.changed]).toEqual([[], false])
  const accelerator = (keys: string[]) => menuAccelerator({ keys })
  expect([
    accelerator(['F9']),
    accelerator(['$mod+Shift+Period']),
    accelerator(['KeyX']),
    accelerator([]),
  ]).toEqual(['F9', 'CommandOrControl+Shift+.', null, null])
})

test('a press becomes a combination as the platform has it, and a modifier alone or nothing held does not', () => {
  expect(combinationOf(press('KeyP', 'ctrl', 'shift'), false)).toBe('$mod+Shift+KeyP')
  expect(combinationOf(press('KeyP', 'meta', 'shift'), true)).toBe('$mod+Shift+KeyP')
  expect(combinationOf(press('KeyP', 'ctrl'), true)).toBe('Control+KeyP')
  expect(combinationOf(press('KeyP', 'meta'), false)).toBe('Meta+KeyP')
  expect(combinationOf(press('ControlLeft', 'ctrl'), false)).toBeNull()
  expect(combinationOf(press('Digit3', 'alt'), false, true)).toBe('Alt+([1-9])')
  expect(combinationOf(press('KeyA', 'alt'), false, true)).toBeNull()
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (code, mac) => {
      const made = combinationOf(press(code, 'ctrl'), mac)
      expect(made === null || combinationSchema.safeParse(made).success).toBe(true)
    }),
  )
})

test('a clash is told whatever it is called, unless both can never run', () => {
  const ids = (changes: Record<string, string[]>, id: string, combination: string) =>
    keyClashes(boundCommands(changes), id, combination, false).map((command) => command.id)
  expect(ids({}, 'task.resume', 'Control+KeyK')).toEqual(['go.palette'])
  expect(ids({}, 'task.resume', '$mod+Digit4')).toEqual(['pane.go-to'])
  expect(ids({ 'go.palette': [] }, 'task.resume', '$mod+KeyK')).toEqual([])
  expect(ids({ 'task.retry': ['F8'] }, 'task.resume', 'F8')).toEqual([])
  expect(ids({ 'task.delete': ['F8'] }, 'task.resume', 'F8')).toEqual(['task.delete'])
  expect(keysWithout(['$mod+KeyK', 'F8'], 'Control+KeyK', false)).toEqual(['F8'])
})

test('what a browser keeps, and what writes, is known', () => {
  expect(
    ['$mod+KeyT', 'Control+KeyT', '$mod+KeyK', '$mod+KeyQ'].map((one) => keptByBrowser(one, false)),
  ).toEqual([true, true, false, false])
  expect(keptByBrowser('Meta+KeyQ', true)).toBe(true)
  expect(['KeyX', 'Shift+Slash', 'F5', 'Alt+KeyX', 'Enter'].map(writesCharacter)).toEqual([
    true,
    true,
    false,
    false,
    true,
  ])
})

test('conditions that do not hold keep a command from running, and are said', () => {
  const of = (id: string) => commands.find((command) => command.id === id) ?? { when: [] }
  expect(unmet(of('task.open-window'), new Set(['task']))).toEqual(['windows'])
  expect(unmet(of('go.palette'), new Set())).toEqual([])
  expect(needsInWords(['task', 'windows'])).toBe('Needs a task in front and an app with windows of its own')
  expect(canBothRun(of('task.pin'), of('task.unpin'))).toBe(false)
  expect(canBothRun(of('task.nest'), of('task.delete'))).toBe(true)
})
