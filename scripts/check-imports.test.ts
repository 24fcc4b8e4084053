import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkFile } from './check-imports.ts'

const repository = dirname(import.meta.dirname)

/** The table of the architecture, written out a second time: `room: may import | types only`. */
const TABLE = `
src/contract/x.ts:
src/main/base/x.ts:
src/main/store/x.ts: contract base
src/main/model/x.ts: contract base
src/main/workspace/x.ts: contract base
src/main/terminal/x.ts: contract base
src/main/mcp/x.ts: contract base
src/main/transcript/x.ts: contract base
src/main/policy/x.ts: contract base workspace
src/main/modes/x.ts: contract base | store
src/main/prompt/x.ts: contract base | store
src/main/tools/x.ts: contract base workspace terminal mcp
src/main/engine/x.ts: contract base prompt | tools model modes policy store workspace
src/main/api/x.ts: contract base engine transcript | store modes workspace
src/main/platform.ts: contract base
src/main/demo/x.ts: contract base model
src/main/compose/x.ts: contract base store model workspace terminal mcp transcript policy modes prompt tools engine api demo platform.ts
src/main/reader.ts: contract base compose store modes transcript
src/main/upkeep.ts: contract base store terminal
src/main/app.ts: contract base store model workspace terminal mcp transcript policy modes prompt tools engine api demo platform.ts compose reader.ts
src/main/hosts/common/x.ts: platform.ts contract base
src/main/hosts/electron/x.ts: app.ts reader.ts platform.ts api contract base hosts/common
src/main/hosts/web/x.ts: app.ts reader.ts platform.ts api contract base hosts/common
src/main/hosts/terminal/x.ts: app.ts reader.ts upkeep.ts platform.ts api contract base hosts/common
src/main/index.ts: app.ts platform.ts hosts/electron
src/main/web.ts: app.ts platform.ts hosts/web
src/main/cli.ts: app.ts platform.ts hosts/terminal hosts/web
src/preload/x.ts: contract
src/renderer/x.ts: contract
`

const nameOf = (path: string): string => path.replace(/^src\/(main\/)?/, '').replace(/\/x\.ts$/, '')

const rows = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [file = '', rest = ''] = line.split(':')
    const [may = '', types = ''] = rest.split('|')
    return { file, name: nameOf(file), may: may.trim().split(' '), types: types.trim().split(' ') }
  })

const specifier = (from: string, to: string): string => {
  const path = posix.relative(posix.dirname(from), to)
  return path.startsWith('.') ? path : `./${path}`
}

const isRefused = (file: string, source: string): boolean => checkFile(file, source).length > 0

describe('the table', () => {
  test.each(rows)('$file', ({ file, name, may, types }) => {
    const seen = rows.map((other) => {
      const path = specifier(file, other.file)
      return {
        to: other.name,
        value: !isRefused(file, `import { a } from '${path}'`),
        types: !isRefused(file, `import type { A } from '${path}'`),
      }
    })
    const expected = rows.map((other) => {
      const value = other.name === name || may.includes(other.name)
      return { to: other.name, value, types: value || types.includes(other.name) }
    })
    expect(seen).toEqual(expected)
  })

  test('holds at any depth', () => {
    const file = 'src/renderer/chat/parts/deep/message.tsx'
    expect(isRefused(file, `import { a } from '../../../../main/engine/loop.ts'`)).toBe(true)
    expect(isRefused(file, `import { a } from '../../../../contract/ids.ts'`)).toBe(false)
    expect(isRefused(file, `import { a } from '../../../state/tasks.ts'`)).toBe(false)
  })
})

describe('every way to name a module', () => {
  const file = 'src/main/engine/loop.ts'
  test.each([
    `import '../store/tasks.ts'`,
    `import { type Task } from '../store/tasks.ts'`,
    `export { a } from '../store/tasks.ts'`,
    `export * from '../store/tasks.ts'`,
    `export const a = await import('../store/tasks.ts')`,
    'export const a = await import(`../store/tasks.ts`)',
    'export const load = (name: string) => import(`./parts/${name}.ts`)',
    `declare const require: (id: string) => unknown\nexport const a = require('../store/tasks.ts')`,
    `export const worker = new URL('../store/worker.ts', import.meta.url)`,
    `import a from '../store/tasks.ts?raw'`,
    `import { a } from '/src/main/store/tasks.ts'`,
    `import { a } from 'src/main/store/tasks.ts'`,
    `import { a } from '../../../node_modules/zod/index.js'`,
    `import { a } from '../unknown-room/a.ts'`,
    `import { a } from '../testing/scripted-model.ts'`,
    `import { a } from '../../renderer/testing/a-task.ts'`,
    `import { a } from './loop.test.ts'`,
    `import { a } from '../../../scripts/check-imports.ts'`,
    `export const all = import.meta.glob('../store/*.ts')`,
    `// biome-ignore lint/suspicious/noImportCycles: no\nimport { a } from './turn.ts'`,
  ])('refused: %s', (source) => {
    expect(isRefused(file, source)).toBe(true)
  })

  test.each([
    `import type { Task } from '../store/tasks.ts'`,
    `export type { Task } from '../store/tasks.ts'`,
    `export let task: import('../store/tasks.ts').Task`,
    `import { a } from './turn.ts'`,
    `import { z } from 'zod'`,
    `import { join } from 'node:path'`,
    `import prompt from '../../../resources/prompts/base.md?raw'`,
    `// import { a } from '../store/tasks.ts'\nexport const text = "import '../store/tasks.ts'"`,
  ])('allowed: %s', (source) => {
    expect(checkFile(file, source)).toEqual([])
  })
})

describe('homes', () => {
  test.each([
    ['better-sqlite3', 'src/main/store/database.ts', 'src/main/engine/loop.ts'],
    ['node-pty', 'src/main/terminal/pty.ts', 'src/main/tools/run-command.ts'],
    ['electron', 'src/main/hosts/electron/windows.ts', 'src/main/hosts/web/server.ts'],
    ['electron', 'src/main/index.ts', 'src/main/app.ts'],
    ['electron/renderer', 'src/preload/index.ts', 'src/renderer/connection/port.ts'],
    ['node:child_process', 'src/main/workspace/git.ts', 'src/main/engine/loop.ts'],
    ['child_process', 'src/main/terminal/sandbox.ts', 'src/main/policy/shell.ts'],
    ['node:url', 'src/preload/index.ts', 'src/contract/ids.ts'],
    ['node:fs', 'src/main/base/files.ts', 'src/preload/index.ts'],
    ['path', 'src/main/policy/scope.ts', 'src/renderer/chat/message.tsx'],
  ])('%s: in %s, not in %s', (module, home, elsewhere) => {
    const value = `import * as a from '${module}'`
    const types = `import type * as a from '${module}'`
    expect([isRefused(home, value), isRefused(home, types)]).toEqual([false, false])
    expect([isRefused(elsewhere, value), isRefused(elsewhere, types)]).toEqual([true, true])
  })

  test.each([`spawn('git', ['status'])`, `execFileSync('/usr/bin/git')`, 'exec(`git -C ${folder} status`)'])(
    'only git.ts runs %s',
    (call) => {
      expect(isRefused('src/main/workspace/git.ts', call)).toBe(false)
      expect(isRefused('src/main/workspace/search.ts', call)).toBe(true)
    },
  )

  test('another program than git may be started beside it', () => {
    expect(isRefused('src/main/workspace/search.ts', `spawn('gitleaks'); spawn('rg', ['git'])`)).toBe(false)
  })
})

test('tests and their support are outside the table', () => {
  const source = `import { a } from '../store/tasks.ts'\nimport { b } from '../testing/scripted-model.ts'`
  expect(checkFile('src/main/engine/loop.test.ts', source)).toEqual([])
  expect(checkFile('src/main/testing/scripted-model.ts', source)).toEqual([])
  expect(checkFile('src/renderer/testing/a-task.ts', source)).toEqual([])
})

test('the page does not import its own tests’ support', () => {
  expect(isRefused('src/renderer/app.tsx', `import { a } from './testing/a-task.ts'`)).toBe(true)
})

test('a file outside every room is refused', () => {
  expect(isRefused('src/main/helpers/x.ts', '')).toBe(true)
  expect(isRefused('src/common.ts', '')).toBe(true)
})

describe('the commands of `npm run lint`', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'treeline-wall-'))
    for (const name of ['scripts', 'biome.json', 'package.json', '.gitignore']) {
      cpSync(join(repository, name), join(folder, name), { recursive: true })
    }
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const write = (files: Record<string, string>): void => {
    rmSync(join(folder, 'src'), { recursive: true, force: true })
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }
  const run = (script: string, ...options: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, script), ...options], {
      cwd: folder,
      encoding: 'utf8',
    })
    return { status, output: stdout + stderr }
  }
  const biome = () => run('node_modules/@biomejs/biome/bin/biome', 'lint', '--error-on-warnings', 'src')

  test('the import check names file, line and rule, and fails', () => {
    write({
      'src/main/engine/loop.ts': `import type { A } from '../store/a.ts'\nimport { b } from '../store/a.ts'\n`,
      'src/main/store/a.ts': 'export type A = string\nexport const b = 1\n',
    })
    const { status, output } = run('scripts/check-imports.ts')
    expect(output).toContain('src/main/engine/loop.ts:2: engine may import only types from store')
    expect(output).toContain('1 forbidden import')
    expect(status).toBe(1)
  })

  test('both pass on an allowed import', () => {
    write({
      'src/main/engine/loop.ts': `import type { A } from '../store/a.ts'\n\nexport type B = A[]\n`,
      'src/main/store/a.ts': 'export type A = string\n',
    })
    expect(run('scripts/check-imports.ts')).toEqual({ status: 0, output: '' })
    expect(biome().status).toBe(0)
  })

  test.each([
    ['a cycle', 'noImportCycles', `import { b } from './b.ts'\n\nexport const a = (): number => b\n`],
    ['a cycle of types', 'noImportCycles', `import type { B } from './b.ts'\n\nexport const a: B = 1\n`],
    ['any', 'noExplicitAny', 'export const a: any = 1\n'],
    ['an unused import', 'noUnusedImports', `import { join } from 'node:path'\n\nexport const a = 1\n`],
    ['an unused variable', 'noUnusedVariables', 'const c = 1\n\nexport const a = 1\n'],
  ])('Biome refuses %s', (_, rule, source) => {
    const b = `import { a } from './a.ts'\n\nexport type B = number\nexport const b: B = a ? 1 : 2\n`
    write({ 'src/main/base/a.ts': source, 'src/main/base/b.ts': b })
    const { status, output } = biome()
    expect(output).toContain(rule)
    expect(status).toBe(1)
  })

  test('Biome refuses a control that a keyboard cannot reach', () => {
    write({
      'src/renderer/ui/row.tsx':
        'export const Row = (props: { open: () => void }) => <div onClick={props.open}>x</div>\n',
    })
    const { status, output } = biome()
    expect(output).toContain('lint/a11y/useKeyWithClickEvents')
    expect(status).toBe(1)
  })
})
