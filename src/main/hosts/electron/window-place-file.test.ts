import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWindowPlaceFile } from './window-place-file.ts'

const place = { x: 1, y: 2, width: 800, height: 600, maximized: true }
let folder = ''
let path = ''
let said: string[] = []
const open = () => openWindowPlaceFile(path, (_level, message) => void said.push(message))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treeline-windows-'))
  path = join(folder, 'windows.json')
  said = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('remembers each kind of window', () => {
  const file = open()
  expect([file.get('main'), file.get('task')]).toEqual([undefined, undefined])
  file.keep('main', place)
  file.keep('task', { ...place, x: -5 })
  const again = open()
  expect([again.get('main'), again.get('task')]).toEqual([place, { ...place, x: -5 }])
  expect(said).toEqual([])
})

test.each([
  '',
  'not json',
  '[]',
  '{"main":{"x":"1"}}',
  '{"main":{"x":1e99,"y":0,"width":1,"height":1,"maximized":false}}',
])('says that places are lost when the file holds %j, and goes on', async (content) => {
  await writeFile(path, content)
  const file = open()
  expect(file.get('main')).toBeUndefined()
  expect(said).toEqual([expect.stringContaining(path)])
  file.keep('main', place)
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ main: place })
})

test('says so when a place cannot be kept', async () => {
  path = join(folder, 'missing', 'windows.json')
  open().keep('main', place)
  expect(said).toEqual([expect.stringContaining('could not be kept')])
})
