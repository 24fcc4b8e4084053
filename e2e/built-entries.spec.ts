import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { expect, test } from '@playwright/test'
import { parseReferences } from '../scripts/parse-imports.ts'

const built = join(import.meta.dirname, '..', 'out', 'main')

/** What a built file was made of; the bundler's own few lines were made of nothing. */
function sourcesOf(path: string): string[] {
  if (basename(path).startsWith('rolldown-runtime-')) return []
  return (JSON.parse(readFileSync(`${path}.map`, 'utf8')) as { sources: string[] }).sources
}

/** What an entry loads as it starts: its files, the packages that are not bundled, and the sources inside. */
function graphOf(entry: string) {
  const files = new Set<string>()
  const packages = new Set<string>()
  const sources = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    const path = join(built, file)
    const code = readFileSync(path, 'utf8')
    for (const source of sourcesOf(path))
      sources.add(relative(join(built, '..', '..'), join(dirname(path), source)))
    for (const line of parseReferences(path, code)) {
      if (line.kind !== 'module' || line.dynamic) continue
      if (line.specifier.startsWith('.')) visit(join(dirname(file), line.specifier))
      else if (!isBuiltin(line.specifier)) packages.add(line.specifier)
    }
  }
  visit(entry)
  return { files: [...files], packages: [...packages].sort(), sources: [...sources] }
}

const NATIVE = ['better-sqlite3', 'node-pty']

for (const [entry, host] of [
  ['index.js', 'electron'],
  ['web.js', 'web'],
  ['cli.js', 'terminal'],
] as const) {
  test(`${entry} loads its own host and no other`, () => {
    const { files, packages, sources } = graphOf(entry)
    const others = ['electron', 'web', 'terminal'].filter((name) => name !== host)
    expect(sources).toContain(`src/main/${entry.replace('.js', '.ts')}`)
    expect(
      sources.filter((source) => others.some((name) => source.startsWith(`src/main/hosts/${name}/`))),
    ).toEqual([])
    expect(files.filter((file) => ['index.js', 'web.js', 'cli.js'].includes(file))).toEqual([entry])
    const allowed = host === 'electron' ? [...NATIVE, 'electron'] : NATIVE
    expect(packages.filter((name) => !allowed.includes(name))).toEqual([])
  })
}

test('the command line loads no server', () => {
  const { sources } = graphOf('cli.js')
  expect(sources.filter((source) => source.includes('node_modules/ws/'))).toEqual([])
})
