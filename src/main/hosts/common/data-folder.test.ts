import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { dataFolder } from './data-folder.ts'

it('takes what was asked for before TREELINE_DATA, and that before the system’s place', () => {
  expect(dataFolder('some/where', { TREELINE_DATA: '/data' }, 'linux')).toBe(resolve('some/where'))
  expect(dataFolder(undefined, { TREELINE_DATA: '/data', XDG_DATA_HOME: '/xdg' }, 'linux')).toBe('/data')
  expect(dataFolder('', { TREELINE_DATA: '', XDG_DATA_HOME: '/xdg' }, 'linux')).toBe('/xdg/treeline')
})

it('keeps data where each system keeps an app’s', () => {
  expect(dataFolder(undefined, {}, 'linux')).toBe(join(homedir(), '.local', 'share', 'treeline'))
  expect(dataFolder(undefined, {}, 'darwin')).toBe(
    join(homedir(), 'Library', 'Application Support', 'Treeline'),
  )
  expect(dataFolder(undefined, { APPDATA: '/roaming' }, 'win32')).toBe(join('/roaming', 'Treeline'))
})
