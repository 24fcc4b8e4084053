import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import { describeFileError, hasCode } from './describe-file-error.ts'
import { protectedName } from './protected.ts'
import { refusePathText } from './refuse-path-text.ts'

/** Where a path that a model named really leads. */
export type ScopedPath = {
  /** Absolute, links followed as far as anything exists: the place to act on, and the only one. */
  real: string
  /** Whether `real` is the task's folder or lies in it. */
  inside: boolean
  /** `real` as people and models read it: `/`-separated and relative to the folder, or absolute outside it. */
  shown: string
  /**
   * `real` below the folder as given, and, where links lead from another name in the folder, that name too.
   * What limits paths (a mode's `fileRegex`) must hold for all of them.
   */
  paths: string[]
  /** The name that makes it protected, or null. The folder's own place on the disk does not count. */
  protectedBy: string | null
  exists: boolean
  /** Forbidden folders somewhere below `real`, `/`-separated and relative to it: not to be searched or deleted. */
  closed: string[]
}

/** Decides what a model's paths mean. */
export type PathScope = {
  /**
   * Resolves `given` against the task's folder. Relative paths start there; `~` and `~/…` mean the person's
   * home (outside, so they ask), while `~name` and `./~` are ordinary names. Nothing else is expanded or
   * decoded. `followLast: false` names a link itself instead of what it points to, as deleting does.
   * Throws AppError in words: `bad_request` for text that is no path, `not_allowed` for what no approval can
   * open (the app's own data, /proc), `workspace_unavailable` when the folder is gone or became a link.
   */
  resolve(folder: string, given: string, options?: { followLast?: boolean }): Promise<ScopedPath>
}

/** The kernel gives up after as many links, too. */
const MOST_LINKS = 40

/** `forbidden` are absolute folders no tool may touch, such as the app's data; a task folder below one may. */
export function createPathScope({
  forbidden = [],
  home = homedir(),
}: {
  forbidden?: readonly string[]
  home?: string
} = {}): PathScope {
  return {
    // Looked up without leaving the thread: each of the dozen steps takes microseconds, and a tenth of a
    // millisecond or more when handed to another.
    async resolve(folder, given, { followLast = true } = {}) {
      refusePathText(given)
      const root = realFolder(folder)
      const expanded = given === '~' || /^~[/\\]/.test(given) ? join(home, given.slice(1)) : given
      const named = resolve(folder, expanded)
      const { real, exists } = followed(named, given, followLast)
      const inner = relativeInside(root, real)
      const closed = refuseForbidden(real, root, forbidden, given)

      const namedInner = insideText(folder, named)
      const paths = new Set([inner === null ? real : join(folder, inner)])
      if (namedInner !== null) paths.add(join(folder, namedInner))
      return {
        real: inner === null ? real : join(root, inner),
        inside: inner !== null,
        shown: inner === null ? real : withSlashes(inner) || '.',
        paths: [...paths],
        protectedBy: protectedName(inner ?? real) ?? protectedName(namedInner ?? named),
        exists,
        closed,
      }
    },
  }
}

function realFolder(folder: string): string {
  try {
    if (lstatSync(folder).isDirectory()) return realpathSync.native(folder)
  } catch (error) {
    const words = `The task's folder ${folder} cannot be used: ${describeFileError(error)}.`
    throw new AppError('workspace_unavailable', words, { cause: error })
  }
  throw new AppError(
    'workspace_unavailable',
    `The task's folder ${folder} is no folder any more, but a link or a file.`,
  )
}

function followed(path: string, given: string, followLast: boolean): { real: string; exists: boolean } {
  try {
    if (followLast || dirname(path) === path) return nearest(path, 0)
    const parent = nearest(dirname(path), 0)
    const real = join(parent.real, nameOnDisk(parent.real, basename(path)))
    return { real, exists: lstatSync(real, { throwIfNoEntry: false }) !== undefined }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('bad_request', `${given}: ${describeFileError(error)}.`, { cause: error })
  }
}

/** Follows links to the nearest thing that exists; what lies below it is kept as named. */
function nearest(path: string, links: number): { real: string; exists: boolean } {
  try {
    return { real: realpathSync.native(path), exists: true }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  const parent = nearest(dirname(path), links)
  const name = nameOnDisk(parent.real, basename(path))
  const there = join(parent.real, name)
  const stats = unlessRefused(() => lstatSync(there))
  if (stats?.isSymbolicLink()) {
    if (links >= MOST_LINKS) throw Object.assign(new Error('Too many links'), { code: 'ELOOP' })
    // A link to nothing: writing through it would make its target, so that is what the path means.
    const target = nearest(resolve(parent.real, readlinkSync(there)), links + 1)
    return { real: target.real, exists: false }
  }
  if (stats && there !== path) return nearest(there, links)
  return { real: there, exists: stats !== null }
}

/**
 * The entry of `folder` that is this name in another Unicode form ("é" in one code point or in two), if the
 * name itself is not there: models write composed forms whatever the disk holds.
 */
function nameOnDisk(folder: string, name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name
  const names = unlessRefused(() => readdirSync(folder)) ?? []
  if (names.includes(name)) return name
  return names.find((other) => other.normalize('NFC') === name.normalize('NFC')) ?? name
}

/** `path` relative to `folder` by their text, segment by segment, or null when it is not in it. */
function insideText(folder: string, path: string): string | null {
  const inner = relative(folder, path)
  return inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner) ? null : inner
}

/** As `insideText`, but also knows the folder again where the file system folds case or Unicode forms. */
function relativeInside(root: string, real: string): string | null {
  const text = insideText(root, real)
  if (text !== null) return text
  const folder = statSync(root, { bigint: true })
  for (let at = real; dirname(at) !== at; at = dirname(at)) {
    const stats = unlessRefused(() => statSync(at, { bigint: true }))
    if (stats && stats.ino !== 0n && stats.ino === folder.ino && stats.dev === folder.dev)
      return relative(at, real)
  }
  return null
}

/** Throws for what no tool may open; returns what of it lies below `real`. */
function refuseForbidden(real: string, root: string, forbidden: readonly string[], given: string): string[] {
  if (process.platform === 'linux' && insideText('/proc', real) !== null) {
    throw new AppError('not_allowed', `${given} lies in /proc, which tools cannot open.`)
  }
  const below: string[] = []
  for (const folder of forbidden) {
    const closed = nearest(folder, 0).real
    const inner = insideText(real, closed)
    if (inner !== null && inner !== '') below.push(withSlashes(inner))
    // A worktree that lies in the app's data is the task's own folder.
    const own = insideText(closed, root) !== null && relativeInside(root, real) !== null
    const inClosed = unlessRefused(() => relativeInside(closed, real)) ?? insideText(closed, real)
    if (inClosed === null || own) continue
    throw new AppError('not_allowed', `${given} lies in Treeline's own data, which tools cannot open.`)
  }
  return below
}

/** What the file system answers, or null when it has no answer. */
function unlessRefused<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch {
    return null
  }
}

function withSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}
