import { stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { readTextFile } from './files.ts'

/** Folders that listings and searches never enter: what is in them is made by tools, and huge. */
const ALWAYS_SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn', '.jj'])

/** What the ignore files say about the entries of one folder. Immutable. */
export type IgnoreRules = {
  /** Whether the entry `name` of this folder is left out. */
  ignores(name: string, isFolder: boolean): boolean
  /** The rules for the entries of its folder `name`, with that folder's own `.gitignore`. */
  below(name: string): Promise<IgnoreRules>
}

/** Rules of one ignore file, and the path from its folder to the one asked about ("" or "a/b/"). */
type Layer = { rules: Ignore; prefix: string }

/** An ignore file larger than this is none. */
const MOST_BYTES = 1024 * 1024

/**
 * Loads the rules for the real folder `folder`: its own `.gitignore`, those above it up to the repository's
 * top, and the repository's `info/exclude`. Without a repository only its own and those below count.
 */
export async function loadIgnoreRules(folder: string): Promise<IgnoreRules> {
  const top = await repositoryTop(folder)
  const layers: Layer[] = []
  if (top !== null) {
    await addLayer(layers, join(top, '.git', 'info', 'exclude'), prefixFrom(top, folder))
    const between: string[] = []
    for (let at = folder; at !== top; at = dirname(at)) between.unshift(dirname(at))
    for (const above of between) await addLayer(layers, join(above, '.gitignore'), prefixFrom(above, folder))
  }
  return rulesFor(folder, layers)
}

async function rulesFor(folder: string, above: readonly Layer[]): Promise<IgnoreRules> {
  const layers = [...above]
  await addLayer(layers, join(folder, '.gitignore'), '')
  return {
    ignores(name, isFolder) {
      if (ALWAYS_SKIPPED.has(name)) return true
      // The deepest file that says anything about the entry decides.
      for (const { rules, prefix } of layers.toReversed()) {
        const { ignored, unignored } = rules.test(`${prefix}${name}${isFolder ? '/' : ''}`)
        if (ignored || unignored) return ignored
      }
      return false
    },
    below: (name) =>
      rulesFor(
        join(folder, name),
        layers.map(({ rules, prefix }) => ({ rules, prefix: `${prefix}${name}/` })),
      ),
  }
}

async function addLayer(layers: Layer[], path: string, prefix: string): Promise<void> {
  // Missing is the usual case; one that cannot be read as text sets no rules, as for git.
  const file = await readTextFile({ real: path, shown: path }, MOST_BYTES).catch(() => null)
  if (file) layers.push({ rules: ignore().add(file.text.replace(/^\uFEFF/, '')), prefix })
}

async function repositoryTop(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    if (await stat(join(at, '.git')).catch(() => null)) return at
    if (dirname(at) === at) return null
  }
}

function prefixFrom(above: string, folder: string): string {
  const inner = relative(above, folder)
  return inner === '' ? '' : `${inner.replaceAll(sep, '/')}/`
}
