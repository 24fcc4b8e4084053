import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { actionTypeLabels, actionTypes, defaultAutoApprove } from '../src/contract/action-type.ts'
import { type AppCommand, appCommands } from '../src/contract/app-commands.ts'
import { settingWords } from '../src/contract/setting-words.ts'
import { preferenceNames, preferencesSchema } from '../src/contract/settings.ts'
import { taskEventBodySchema } from '../src/contract/task-event.ts'
import { taskStatuses } from '../src/contract/task-status.ts'
import { exitCode } from '../src/main/hosts/terminal/exit-code.ts'
import { runProgram } from '../src/main/hosts/terminal/program.ts'
import { builtInSlugs, loadBuiltInModes } from '../src/main/modes/built-in.ts'
import { projectFileNames } from '../src/main/modes/mode-sources.ts'
import { createToolBench, type ToolBench } from '../src/main/testing/tool-bench.ts'
import { toolDefinition } from '../src/main/tools/tool.ts'

// Holds the documentation to the code: what there is, is described, and what is described, is there.

const root = dirname(import.meta.dirname)
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Every page of the documentation, by its path from the root. */
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .sort(),
]

/** The cells of every table row of a page, by the text of the first cell without its backticks. */
function tableRows(page: string): Map<string, string[]> {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()))
  return new Map(rows.map(([first = '', ...rest]) => [first.replaceAll('`', ''), rest]))
}

/** The text below a heading, up to the next heading of its level or above. */
function section(page: string, heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 1
  const [, after] = page.split(`\n${heading}\n`)
  if (after === undefined) throw new Error(`There is no heading "${heading}".`)
  return after.split(new RegExp(`\n#{1,${level}} `))[0] ?? ''
}

describe('links', () => {
  test.each(pages)('%s', (page) => {
    const text = withoutCode(read(page))
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
      .map(([, link, picture]) => link ?? picture ?? '')
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !resolves(page, target))
    expect(broken).toEqual([])
  })

  test('every page of docs can be reached from its index', () => {
    const index = read('docs/README.md')
    const missing = pages
      .filter((page) => /^docs\/[^/]+$/.test(page) && page !== 'docs/README.md')
      .filter((page) => !index.includes(`(${relative('docs', page)})`))
    expect(missing).toEqual([])
  })

  test('every picture is shown somewhere', () => {
    const all = pages.map(read).join('\n')
    const unused = readdirSync(join(root, 'docs', 'images')).filter((name) => !all.includes(`images/${name}`))
    expect(unused).toEqual([])
  })

  function resolves(page: string, target: string): boolean {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, file))) return false
    return anchor === undefined || anchorsOf(read(file)).includes(anchor)
  }

  function withoutCode(text: string): string {
    return text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '')
  }

  /** As GitHub makes them: lower case, without punctuation, hyphens for spaces. */
  function anchorsOf(text: string): string[] {
    return [...text.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    )
  }
})

describe('docs/command-line.md', () => {
  const page = read('docs/command-line.md')

  async function help(...args: string[]): Promise<string> {
    const pieces: string[] = []
    const unread = new AbortController().signal
    const output = { out: (piece: string) => void pieces.push(piece), err: () => {}, unread }
    const unused = () => Promise.reject(new Error('Help opens nothing.'))
    const refuse = () => unused() as never
    const host = { version: '0', output, openApp: unused, openReader: refuse, upkeep: refuse, serve: unused }
    expect(await runProgram([...args, '--help'], host)).toBe(0)
    return pieces.join('')
  }

  test('has every command and every option of it', async () => {
    const commands = [...(await help()).matchAll(/^ {2}(\w+) \[/gm)].map(([, name = '']) => name)
    expect(commands.length).toBeGreaterThan(5)
    for (const name of commands) {
      expect(page, name).toContain(`treeline ${name}`)
      if (name === 'help') continue
      const own = section(page, `## ${name}`)
      for (const [, flags = ''] of (await help(name)).matchAll(/^ {2}((?:-\w, )?--\S+)/gm)) {
        const option = flags.split(', ').at(-1) ?? ''
        const place = ['--help', '--data'].includes(option) ? page : own
        expect(place, `${name} ${option}`).toContain(`\`${option}`)
      }
    }
  })

  test('has every exit code and every action type', () => {
    const rows = tableRows(section(page, '## Exit codes'))
    for (const code of Object.values(exitCode)) expect([...rows.keys()]).toContain(String(code))
    for (const action of actionTypes) expect(section(page, '### --approve')).toContain(`\`${action}\``)
  })
})

test('docs/approvals.md has every action type, as it is shown, with what it is at first', () => {
  const rows = tableRows(section(read('docs/approvals.md'), '## The action types'))
  const described = actionTypes.map((action) => {
    const [title, , first] = rows.get(action) ?? []
    return { action, title, first }
  })
  expect(described).toEqual(
    actionTypes.map((action) => ({
      action,
      title: actionTypeLabels[action].title,
      first: defaultAutoApprove[action] ? 'on' : 'off',
    })),
  )
})

describe('docs/tools.md', () => {
  let bench: ToolBench
  beforeAll(async () => {
    bench = await createToolBench()
  })
  afterAll(() => bench.dispose())

  test('has every tool, its group and its arguments, and no other', () => {
    const page = read('docs/tools.md')
    const described = [...page.matchAll(/^### `(\w+)`$/gm)].map(([, name = '']) => name)
    expect(described.toSorted()).toEqual(bench.tools.all.map(({ name }) => name).toSorted())
    for (const tool of bench.tools.all) {
      const text = section(page, `### \`${tool.name}\``)
      const names = [...(/Arguments: (.+)\./.exec(text)?.[1] ?? '').matchAll(/`(\w+)`/g)]
      const parameters = toolDefinition(tool).parameters.properties as Record<string, unknown>
      expect(
        names.map(([, name]) => name),
        tool.name,
      ).toEqual(Object.keys(parameters))
      expect(/Group `(\w+)`/.exec(text)?.[1] ?? null, tool.name).toBe(tool.group)
    }
  })
})

test('docs/modes.md has every built-in mode with its groups, and every file that is read', () => {
  const page = read('docs/modes.md')
  const rows = tableRows(section(page, '## Built in'))
  for (const mode of loadBuiltInModes(join(root, 'resources', 'modes'))) {
    const groups = mode.groups.map(({ group, fileRegex }) =>
      fileRegex ? `${group} (\`${fileRegex}\`)` : group,
    )
    expect(rows.get(mode.slug)?.at(-1), mode.slug).toBe(groups.join(', ') || 'none')
  }
  for (const slug of builtInSlugs) expect([...rows.keys()]).toContain(slug)
  for (const name of projectFileNames) expect(page).toContain(`\`${name}\``)
})

test('docs/keys.md has every command with its keys', () => {
  const page = read('docs/keys.md')
  const rows = tableRows(page)
  const commands: readonly AppCommand[] = appCommands
  for (const { title, keys } of commands) {
    if (keys.length === 0) expect(page.replace(/\s+/g, ' '), title).toContain(title)
    else {
      const shown = keys.map((combination) => `\`${keysInWords(combination)}\``).join(' or ')
      expect(rows.get(title)?.[0]?.replace(/, .*/, ''), title).toBe(shown.replace(/, .*/, ''))
    }
  }

  function keysInWords(combination: string): string {
    return combination
      .replace('[Shift]+', '')
      .replace('([1-9])', '1–9')
      .split('+')
      .map((part) => part.replace('$mod', 'Mod').replace(/^(Key|Digit|Arrow)(?=.)/, ''))
      .map((part) => ({ Backslash: '\\', BracketLeft: '[', BracketRight: ']', Comma: ',' })[part] ?? part)
      .join('+')
  }
})

test('docs/delegation.md has every status', () => {
  const rows = tableRows(section(read('docs/delegation.md'), '## The states of a task'))
  for (const status of taskStatuses) expect([...rows.keys()]).toContain(status)
})

test('docs/transcripts.md has every event with its fields', () => {
  const rows = tableRows(section(read('docs/transcripts.md'), '## Events'))
  for (const option of taskEventBodySchema.options) {
    const { type, ...fields } = (option as z.ZodObject<{ type: z.ZodLiteral<string> }>).shape
    const described = (rows.get(type.value)?.[1] ?? '').replace(/\([^)]*\)/g, '')
    const names = [...described.matchAll(/`(\w+)`/g)].map(([, name]) => name)
    expect(names, type.value).toEqual(Object.keys(fields))
  }
})

test('docs/settings.md has every setting by its title and name, as it is at first', () => {
  const rows = tableRows(read('docs/settings.md'))
  const first = preferencesSchema.parse({})
  for (const name of preferenceNames) {
    const [shown, value] = rows.get(settingWords[name].title) ?? []
    expect(shown, name).toBe(`\`${name}\``)
    expect(value, name).toBe(name === 'treeBudget' ? 'no limits' : `\`${JSON.stringify(first[name])}\``)
  }
})

test('every npm script that the documentation names is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/\bnpm run (?:-s )?([\w-]+)/g)].map(([, name]) => name),
  )
  expect(named.filter((name) => scripts[name ?? ''] === undefined)).toEqual([])
})

test('every environment variable that the app reads is in the documentation', () => {
  const all = pages.map(read).join('\n')
  const names = readdirSync(join(root, 'src', 'main'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('testing'))
    .flatMap((path) => [...read(join('src', 'main', path)).matchAll(/\benvironment\.([A-Z][A-Z_]+)/g)])
    .map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(5)
  expect([...new Set(names)].filter((name) => !all.includes(name))).toEqual([])
})
