import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { preferenceNames } from '../../../contract/settings.ts'
import { openReader } from '../../reader.ts'
import { runProgram } from './program.ts'

function terminal() {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const refuse = () => {
    throw new Error('Settings need no app.')
  }
  return {
    file: () => readFileSync(join(folder, 'settings.json'), 'utf8'),
    async run(...args: string[]) {
      const [out, err]: string[][] = [[], []]
      const output = {
        out: (text: string) => void out?.push(text),
        err: (text: string) => void err?.push(text),
        unread: new AbortController().signal,
      }
      const openReaderOf = (data?: string) =>
        openReader({ dataFolder: data ?? '', resourcesFolder: 'resources' })
      const host = {
        version: '0',
        output,
        openApp: refuse,
        openReader: openReaderOf,
        upkeep: refuse,
        serve: refuse,
      }
      const code = await runProgram(['settings', ...args, '--data', folder], host)
      return { code, out: out?.join('') ?? '', err: err?.join('') ?? '' }
    },
  }
}

test('settings are set, shown and unset without an app', async () => {
  const { run, file } = terminal()
  expect((await run('get', 'theme')).out).toBe('"system"\n')
  expect((await run('set', 'theme', 'dark')).code).toBe(0)
  expect((await run('set', 'keys', '{"task.resume": ["F9"]}')).code).toBe(0)
  expect((await run('set', 'fontSize', '15')).code).toBe(0)
  expect(JSON.parse(file())).toEqual({ theme: 'dark', keys: { 'task.resume': ['F9'] }, fontSize: 15 })
  const { preferences, set } = JSON.parse((await run('list', '--json')).out)
  expect([preferences.fontSize, set]).toEqual([15, ['theme', 'keys', 'fontSize']])
  expect((await run('unset', 'keys')).err).toContain('keys is {}, as at first.')
  expect((await run('list')).out).toMatch(/^\* theme +"dark"$/m)
  expect((await run('path')).out).toMatch(/settings\.json\n$/)
})

test('what is not possible is refused with words and exit code 2', async () => {
  const { run } = terminal()
  const [unknown, wrong] = [await run('get', 'colour'), await run('set', 'maxDepth', 'deep')]
  expect([unknown.code, wrong.code]).toEqual([2, 2])
  expect(unknown.err).toContain('no setting colour')
  expect(wrong.err).toContain('How deep subtasks may nest')
})

test('the schema names every setting with its words and every command', async () => {
  const { properties } = JSON.parse((await terminal().run('schema')).out)
  expect(Object.keys(properties)).toEqual(['$schema', ...preferenceNames, 'editor'])
  expect(properties.theme).toMatchObject({
    enum: ['system', 'light', 'dark'],
    title: 'Theme',
    default: 'system',
  })
  expect(properties.keys.properties['task.new']).toMatchObject({ type: 'array', description: 'New Task' })
  expect(properties.treeBudget.required).toBeUndefined()
})
