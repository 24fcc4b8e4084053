import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import { hasCode } from './describe-file-error.ts'
import { parseFilePattern } from './file-pattern.ts'
import { hashFile } from './hash-file.ts'
import { walkFolder } from './walk-folder.ts'

/** So many files are hashed at most, and so many entries looked at to find them: hashes stand in the log. */
const mostFiles = 500
const mostEntries = 100_000

/** Enough of a SHA-256 in hex that no two contents are alike by chance. */
const hashLength = 16

/** What was there: a piece of the SHA-256 in hex by path, '' for what is no file, null for nothing. */
export type Fingerprints = Record<string, string | null>

/**
 * Why a text is no path below a folder, as words that go on "it …"; null when it is one. It must be relative,
 * without `..` and without `~`.
 */
export function refuseRelative(path: string): string | null {
  if (path.trim() === '') return 'is empty'
  if (path.includes('\0')) return 'holds a NUL character'
  if (/^(?:[/\\~]|[a-z]:)/i.test(path)) return 'is not relative to the folder'
  if (path.split(/[/\\]/).includes('..')) return 'leads out of the folder'
  return null
}

/**
 * What paths and globs cover in a folder: a path stands for that file, or for everything in that folder; a glob is
 * read as in gitignore, and what is ignored there is left out. A path at which nothing is, is covered too.
 * Throws AppError `bad_request`, in words, for more than 500 files and for what is no path or glob.
 */
export async function coveredFiles(
  folder: string,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const covered = new Set<string>()
  const add = (path: string) => {
    covered.add(path)
    if (covered.size > mostFiles)
      throw new AppError(
        'bad_request',
        `${patterns.join(', ')} cover more than ${mostFiles} files. Name fewer.`,
      )
  }
  const globs = patterns.filter(isGlob).map(matcherOf)
  if (globs.length > 0) {
    for await (const path of filesBelow(folder, signal)) if (globs.some((matches) => matches(path))) add(path)
  }
  for (const path of patterns.filter((one) => !isGlob(one)).map(plainPath)) {
    if (await isFolder(join(folder, path))) {
      for await (const inner of filesBelow(join(folder, path), signal))
        add(path === '' ? inner : `${path}/${inner}`)
    } else add(path)
  }
  return [...covered].sort()
}

/** Hashes what patterns cover. Throws as `coveredFiles` does, and when a file cannot be read. */
export async function fingerprint(
  folder: string,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<Fingerprints> {
  const found: Fingerprints = {}
  for (const path of await coveredFiles(folder, patterns, signal)) {
    signal?.throwIfAborted()
    found[path] = await hashOf(folder, path)
  }
  return found
}

async function hashOf(folder: string, path: string): Promise<string | null> {
  return (await hashFile(join(folder, path)))?.slice(0, hashLength) ?? null
}

/**
 * For each pattern, what of it is not as it was: "changed: a.txt". [] when all is. In a worktree what is the same in
 * the folder that its work goes to, `into`, is as it was, too: others did it. Throws as `fingerprint` does.
 */
export async function changesSince(
  folder: string,
  patterns: readonly string[],
  before: Fingerprints,
  { into = null, signal }: { into?: string | null; signal?: AbortSignal } = {},
): Promise<{ pattern: string; changes: string[] }[]> {
  const now = await fingerprint(folder, patterns, signal)
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  const changes: { path: string; how: string }[] = []
  for (const path of paths) {
    const [old, current] = [before[path] ?? null, now[path] ?? null]
    if (old === current || (into !== null && (await hashOf(into, path)) === current)) continue
    changes.push({ path, how: old === null ? 'new' : current === null ? 'deleted' : 'changed' })
  }
  return patterns.map((pattern) => {
    const covers = matcherOf(pattern)
    return {
      pattern,
      changes: changes.filter(({ path }) => covers(path)).map(({ path, how }) => `${how}: ${path}`),
    }
  })
}

async function* filesBelow(folder: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  let entries = 0
  for await (const { path, kind, ignored } of walkFolder(folder, {
    recursive: true,
    skip: ['.git'],
    signal,
  })) {
    if (++entries > mostEntries)
      throw new AppError(
        'bad_request',
        `${folder} has more than ${mostEntries} entries. Name files instead of globs.`,
      )
    if (kind !== 'folder' && !ignored) yield path
  }
}

/** What a path or glob covers, by `/`-separated paths below the folder. Throws AppError `bad_request` for what is no glob. */
export function matcherOf(pattern: string): (path: string) => boolean {
  if (!isGlob(pattern)) {
    const own = plainPath(pattern)
    return (path) => own === '' || path === own || path.startsWith(`${own}/`)
  }
  try {
    return parseFilePattern(pattern)?.matches ?? (() => true)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new AppError('bad_request', `${pattern} is no glob: ${words}.`, { cause: error })
  }
}

const isGlob = (pattern: string) => /[*?[{]/.test(pattern)

/** `./a//b/` as `a/b`; the folder itself as ''. */
function plainPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory()
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false
    throw error
  }
}
