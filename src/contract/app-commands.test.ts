import { expect, test } from 'vitest'
import { type AppCommand, appCommands } from './app-commands.ts'
import { menuAccelerator } from './menu-accelerator.ts'

const commands: readonly AppCommand[] = appCommands

test('no id and no keys are given to two commands', () => {
  const ids = commands.map((command) => command.id)
  const keys = commands.flatMap((command) => command.keys)
  expect({ ids: new Set(ids).size, keys: new Set(keys).size }).toEqual({ ids: ids.length, keys: keys.length })
})

test('menus get accelerators of their own notation, and none for what belongs to the page', () => {
  const accelerator = (id: string) => {
    const command = commands.find((candidate) => candidate.id === id)
    return command && menuAccelerator(command)
  }
  expect([
    accelerator('task.new'),
    accelerator('go.parent'),
    accelerator('settings.open'),
    accelerator('pane.split'),
    accelerator('pane.go-to'),
    accelerator('task.stop'),
    accelerator('workspace.demo'),
  ]).toEqual([
    'CommandOrControl+N',
    'CommandOrControl+Alt+Left',
    'CommandOrControl+,',
    'CommandOrControl+\\',
    null,
    null,
    null,
  ])
})
