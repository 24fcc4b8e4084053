import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { GIT_HOME, HOMES, ROOMS, type Room, TEST_SUPPORT } from './import-table.ts'
import { isMain } from './is-main.mjs'
import { type ModuleReference, parseReferences } from './parse-imports.ts'

/** One import that the table forbids. */
export type Violation = {
  /** Path from the root, with forward slashes. */
  file: string
  /** Counted from 1. */
  line: number
  message: string
}

const rooms: readonly (Room & { name: string })[] = Object.entries(ROOMS).map(([name, room]) => ({
  ...(room as Room),
  name,
}))

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

const roomOf = (path: string) => rooms.find((room) => isBelow(path, room.path))

const isTestSupport = (path: string): boolean =>
  /\.test\.[cm]?tsx?$/.test(path) || TEST_SUPPORT.some((folder) => isBelow(path, folder))

function packageViolation(file: string, room: Room & { name: string }, name: string): string | undefined {
  const bare = name.replace(/^node:/, '')
  if (isBuiltin(name) && room.builtins && !room.builtins.includes(bare)) {
    return `${room.name} must not use Node: '${name}'`
  }
  for (const [module, homes] of Object.entries(HOMES)) {
    if (!isBelow(bare, module.replace(/^node:/, ''))) continue
    if (homes.some((home) => isBelow(file, home))) continue
    return `'${name}' may be imported only from ${homes.join(', ')}`
  }
  return undefined
}

function fileViolation(
  room: Room & { name: string },
  target: string,
  typesOnly: boolean,
): string | undefined {
  if (isTestSupport(target)) return `${target} is for tests only`
  if (target === 'package.json' || isBelow(target, 'resources')) {
    return room.resources ? undefined : `${room.name} must not import ${target}`
  }
  const other = roomOf(target)
  if (!other) return `${target} is in no room of scripts/import-table.ts`
  if (other.name === room.name || room.may.includes(other.name)) return undefined
  if (!room.types?.includes(other.name)) return `${room.name} must not import ${other.name} (${target})`
  if (typesOnly) return undefined
  return `${room.name} may import only types from ${other.name} (${target}): write \`import type\``
}

function referenceViolation(file: string, room: Room & { name: string }, reference: ModuleReference) {
  if (reference.kind === 'computed')
    return 'the module must be a literal string, so that this check can see it'
  if (reference.kind === 'git') return `only ${GIT_HOME} starts git`
  if (reference.kind === 'suppression') return 'import cycles are broken, not suppressed'
  const specifier = reference.specifier.replace(/\?.*$/, '')
  if (/^(\/|#|src\/|[a-z]:|file:)/i.test(specifier) && !isBuiltin(specifier)) {
    return `'${specifier}': files of ours are imported by relative path`
  }
  if (!specifier.startsWith('.')) return packageViolation(file, room, specifier)
  return fileViolation(room, posix.join(posix.dirname(file), specifier), reference.typesOnly)
}

/** Returns what `file` (path from the root, forward slashes) with this source does against the table. */
export function checkFile(file: string, source: string): Violation[] {
  if (isTestSupport(file)) return []
  const room = roomOf(file)
  if (!room) return [{ file, line: 1, message: 'this file is in no room of scripts/import-table.ts' }]
  return parseReferences(file, source).flatMap((reference) => {
    if (reference.kind === 'git' && file === GIT_HOME) return []
    const message = referenceViolation(file, room, reference)
    return message ? [{ file, line: reference.line, message }] : []
  })
}

/** Checks every TypeScript file below `root/src`. */
export function checkImports(root: string): Violation[] {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .flatMap((file) => checkFile(file, readFileSync(join(root, file), 'utf8')))
}

if (isMain(import.meta.url)) {
  const root = resolve(process.argv[2] ?? dirname(import.meta.dirname))
  const violations = checkImports(root)
  for (const { file, line, message } of violations) console.error(`${file}:${line}: ${message}`)
  if (violations.length > 0) {
    console.error(
      `${violations.length} forbidden import${violations.length === 1 ? '' : 's'}. The table is scripts/import-table.ts.`,
    )
    process.exitCode = 1
  }
}
