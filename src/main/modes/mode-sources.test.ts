import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadBuiltInModes } from './built-in.ts'
import { createModes, type Modes } from './mode-sources.ts'
import { parseModesText } from './parse-modes.ts'
import { starterText } from './starter-text.ts'

const builtIn = loadBuiltInModes(join(import.meta.dirname, '../../../resources/modes'))

let root: string
let dataFolder: string
let folder: string
let modes: Modes

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'modes-'))
  dataFolder = join(root, 'data')
  folder = join(root, 'project')
  mkdirSync(folder)
  modes = createModes({ dataFolder, builtIn })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** A modes file with one mode a slug; the name tells the modes of different files apart. */
const file = (name: string, ...slugs: string[]) =>
  `customModes:\n${slugs.map((slug) => `- {slug: ${slug}, name: ${name}, roleDefinition: R, groups: [read]}\n`).join('')}`

function put(path: string, text: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const inForce = (trusted = true) =>
  modes.list({ folder, trusted }).map(({ slug, source, overrides }) => [slug, source, ...overrides].join(' '))

describe('the modes in force', () => {
  test('are the built-in ones when there is nothing else, without writing anything', () => {
    expect(inForce().map((line) => line.split(' ')[0])).toEqual([
      'orchestrator',
      'code',
      'architect',
      'debug',
      'ask',
      'test',
      'review',
    ])
    expect(modes.list({ folder: null, trusted: false })).toHaveLength(7)
    expect(() => readFileSync(join(dataFolder, 'modes.json'))).toThrow()
  })

  test('are the project’s before the user’s before the built-in ones, and tell what they replace', () => {
    put(join(dataFolder, 'modes.json'), file('Mine', 'mine', 'code', 'ask'))
    put(join(folder, '.roomodes'), file('Ours', 'ours', 'code'))
    expect(inForce()).toEqual([
      'orchestrator builtin',
      'code project user builtin',
      'architect builtin',
      'debug builtin',
      'ask user builtin',
      'test builtin',
      'review builtin',
      'ours project',
      'mine user',
    ])
  })

  test('leave a project out that is not trusted, though its files are shown', () => {
    put(join(folder, '.roomodes'), file('Ours', 'ours', 'code'))
    expect(inForce(false)).not.toContain('ours project')
    expect(inForce(false)).toContain('code builtin')
    const [, shown] = modes.files({ folder })
    expect(shown).toMatchObject({ path: join(folder, '.roomodes'), source: 'project', exists: true })
    expect(shown?.modes.map(({ slug }) => slug)).toEqual(['ours', 'code'])
  })

  test('come from the first of several project files that defines them', () => {
    put(join(folder, '.kilocodemodes'), file('Kilo', 'both', 'kilo'))
    put(join(folder, '.roomodes'), file('Roo', 'both', 'all'))
    put(join(folder, '.treeline/modes.yaml'), file('Own', 'all'))
    const names = modes
      .list({ folder, trusted: true })
      .flatMap(({ slug, name, source }) => (source === 'project' ? [`${slug} ${name}`] : []))
    expect(names).toEqual(['all Own', 'both Roo', 'kilo Kilo'])
    const problems = modes
      .files({ folder })
      .map((one) => one.problems.map(({ line, slug, message }) => `${line} ${slug} ${message}`))
    expect(problems).toEqual([
      [],
      [],
      ['3 all The mode "all" is also defined in modes.yaml, which counts before this file.'],
      ['2 both The mode "both" is also defined in .roomodes, which counts before this file.'],
    ])
  })

  test('follow the files, and are not read again while those stay the same', () => {
    const path = join(folder, '.roomodes')
    put(path, file('Before', 'ours'))
    const first = modes.list({ folder, trusted: true }).at(-1)
    expect(modes.list({ folder, trusted: true }).at(-1)?.groups).toBe(first?.groups)
    put(path, file('Afterwards', 'ours'))
    expect(modes.list({ folder, trusted: true }).at(-1)?.name).toBe('Afterwards')
    rmSync(path)
    expect(inForce()).toHaveLength(7)
  })

  test('give an orchestrator with read, and with nothing else, to who asks for it', () => {
    modes.saveUser(
      JSON.stringify({
        customModes: [
          {
            slug: 'orchestrator',
            name: '🪃 Orchestrator',
            roleDefinition: 'You coordinate.',
            groups: ['read'],
            source: 'global',
          },
        ],
      }),
    )
    expect(modes.list({ folder, trusted: true })[0]).toMatchObject({
      slug: 'orchestrator',
      source: 'user',
      overrides: ['builtin'],
      groups: [{ group: 'read' }],
    })
  })
})

describe('the user’s own file', () => {
  test('is a text to begin with while it is not there', () => {
    const [own] = modes.files({ folder: null })
    expect(own).toEqual({
      path: join(dataFolder, 'modes.json'),
      source: 'user',
      exists: false,
      text: starterText,
      modes: [],
      problems: [],
    })
    expect(parseModesText(starterText, 'user')).toMatchObject({ modes: [], problems: [] })
  })

  test('has an example in the text to begin with that holds', () => {
    const example = starterText
      .split('\n')
      .filter((line) => line.startsWith('//   '))
      .map((line) => line.slice(2))
    const { modes: read, problems } = parseModesText(`[${example.join('\n')}]`, 'user')
    expect(problems).toEqual([])
    expect(read[0]?.groups[1]).toMatchObject({ group: 'edit', fileRegex: '\\.md$' })
  })

  test('keeps what was typed, byte for byte, also with faults, and uses only what holds', () => {
    const text = `\ufeff# mine\r\n${file('Mine', 'mine', 'not_good')}`
    const saved = modes.saveUser(text)
    expect(saved.modes.map(({ slug }) => slug)).toEqual(['mine'])
    expect(saved.problems[0]).toMatchObject({ severity: 'error', slug: 'not_good', line: 4 })
    expect(readFileSync(join(dataFolder, 'modes.json'), 'utf8')).toBe(text)
    expect(modes.files({ folder: null })[0]).toEqual(saved)
    expect(inForce().at(-1)).toBe('mine user')
  })

  test('is checked without being written', () => {
    expect(modes.check('customModes:\n- slug: a')).toMatchObject({
      exists: false,
      modes: [],
      problems: [{ line: 2 }, { line: 2 }, { line: 2 }],
    })
    expect(modes.files({ folder: null })[0]?.exists).toBe(false)
  })

  test('stays YAML where it is YAML, and says when a second one is ignored', () => {
    put(join(dataFolder, 'modes.yaml'), file('Mine', 'mine'))
    expect(modes.saveUser(file('Mine', 'changed')).path).toBe(join(dataFolder, 'modes.yaml'))
    put(join(dataFolder, 'modes.json'), file('Mine', 'json'))
    expect(modes.files({ folder: null })[0]?.path).toBe(join(dataFolder, 'modes.json'))
    expect(modes.files({ folder: null })[0]?.problems[0]?.message).toContain(
      'modes.yaml beside this file is not read',
    )
    expect(inForce().at(-1)).toBe('json user')
  })

  test('is not written beyond 4 MB, nor where the disk refuses', () => {
    expect(() => modes.saveUser('x'.repeat(4 * 1024 * 1024 + 1))).toThrow(
      expect.objectContaining({ code: 'bad_request' }),
    )
    put(dataFolder, 'a file where the folder should be')
    expect(() => modes.saveUser('')).toThrow(expect.objectContaining({ code: 'storage_failed' }))
  })
})

describe('files that are not as they should be', () => {
  const problems = () =>
    modes
      .files({ folder })[1]
      ?.problems.map(({ message }) => message)
      .join()

  test('UTF-16 is read as such', () => {
    const text = `\ufeff${file('Größe', 'ours')}`
    put(join(folder, '.roomodes'), Buffer.from(text, 'utf16le'))
    expect(modes.list({ folder, trusted: true }).at(-1)?.name).toBe('Größe')
    put(join(folder, '.kilocodemodes'), Buffer.from(text.replace('ours', 'other'), 'utf16le').swap16())
    expect(modes.list({ folder, trusted: true }).at(-1)).toMatchObject({ slug: 'other', name: 'Größe' })
  })

  test('a link that leads out of the project is not followed', () => {
    put(join(root, 'elsewhere'), file('Theirs', 'theirs'))
    symlinkSync(join(root, 'elsewhere'), join(folder, '.roomodes'))
    expect(inForce()).toHaveLength(7)
    expect(problems()).toContain('leads out of')
    expect(modes.files({ folder })[1]?.text).toBe('')
  })

  test('a link inside the project is', () => {
    put(join(folder, 'config/modes'), file('Ours', 'ours'))
    symlinkSync('config/modes', join(folder, '.roomodes'))
    expect(inForce().at(-1)).toBe('ours project')
  })

  test('a folder, a file too large and a dangling link are no modes', () => {
    mkdirSync(join(folder, '.roomodes'))
    expect(problems()).toContain('is not a file')
    rmSync(join(folder, '.roomodes'), { recursive: true })
    put(join(folder, '.roomodes'), 'x'.repeat(4 * 1024 * 1024 + 1))
    expect(problems()).toContain('4 MB')
    rmSync(join(folder, '.roomodes'))
    symlinkSync('nowhere', join(folder, '.roomodes'))
    expect(modes.files({ folder })).toHaveLength(1)
    expect(inForce()).toHaveLength(7)
  })
})
