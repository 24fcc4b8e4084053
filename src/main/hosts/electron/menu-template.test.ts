import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { appCommands } from '../../../contract/app-commands.ts'
import { menuTemplate } from './menu-template.ts'

type Item = MenuItemConstructorOptions

function build(platform: NodeJS.Platform) {
  const calls: string[] = []
  const template = menuTemplate({ platform, run: (id) => calls.push(id), showMain: () => calls.push('main') })
  return { template, all: flatten(template), calls }
}

function flatten(items: Item[]): Item[] {
  return items.flatMap((item) => [item, ...flatten((item.submenu as Item[] | undefined) ?? [])])
}

const click = (item: Item | undefined) => (item?.click as (() => void) | undefined)?.()

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  const { template, all, calls } = build(platform)

  test('has every command that can be chosen in a menu once, and runs it', () => {
    const elsewhere = ['task.stop', 'approval.approve', 'approval.reject', 'pane.go-to']
    const expected = appCommands.map(({ id }) => id).filter((id) => !elsewhere.includes(id))
    const ids = all.flatMap(({ id }) => (id === undefined || id === 'window.main' ? [] : [id]))
    expect(ids.toSorted()).toEqual(expected.toSorted())
    for (const id of ids) click(all.find((item) => item.id === id))
    expect(calls.splice(0)).toEqual(ids)
  })

  test('gives no keys twice', () => {
    const accelerators = all.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]))
    // What the roles bring along where nothing else is said.
    const ofRoles = ['Z', 'X', 'C', 'V', 'A', 'Q', 'R', 'M', '0', 'Plus', '-'].map(
      (key) => `CommandOrControl+${key}`,
    )
    expect(new Set([...accelerators, ...ofRoles]).size).toBe(accelerators.length + ofRoles.length)
  })

  test('brings what belongs to the system', () => {
    const names = all.flatMap(({ role }) => (role === undefined ? [] : [role]))
    expect(names).toEqual(
      expect.arrayContaining(['undo', 'copy', 'paste', 'selectAll', 'quit', 'close', 'minimize']),
    )
    expect(names.includes('services')).toBe(platform === 'darwin')
    expect(names.filter((name) => name === 'quit')).toHaveLength(1)
    expect(template[0]?.label).toBe(platform === 'darwin' ? 'Treeline' : 'Task')
  })

  test('leads back to the main window, and has no empty menu', () => {
    click(all.find(({ id }) => id === 'window.main'))
    expect(calls.splice(0)).toEqual(['main'])
    expect(template.filter(({ submenu }) => (submenu as Item[]).length === 0)).toEqual([])
  })
})
