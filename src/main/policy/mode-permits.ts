import { isAbsolute, relative, sep } from 'node:path'
import type { GroupGrant, Mode, ToolGroup } from '../../contract/mode.ts'
import { boundedMatch } from './bounded-match.ts'

/** Why the mode does not grant the group of a tool, in words for the model, or null when it does. */
export function refuseGroup(mode: Mode, tool: { name: string; group: ToolGroup | null }): string | null {
  if (tool.group === null || mode.groups.some(({ group }) => group === tool.group)) return null
  const granted = [...new Set(mode.groups.map(({ group }) => group))]
  const has = granted.length === 0 ? 'no tools that touch the workspace' : `only these: ${granted.join(', ')}`
  return `${tool.name} needs the ${tool.group} tools, and mode ${mode.slug} grants ${has}. Nothing was done.`
}

/**
 * Why the mode does not permit changing these absolute paths, or null when it does. A grant of `edit`
 * without `fileRegex` permits all; several with one permit what any of them matches. The pattern is held,
 * unanchored, against the `/`-separated path from `folder`; a path outside it matches none, and neither
 * does any path when the pattern is empty, cannot be read or takes too long.
 */
export function refusePaths(mode: Mode, paths: readonly string[], folder: string): string | null {
  const grants = mode.groups.filter(({ group }) => group === 'edit')
  if (grants.length === 0 || grants.some(({ fileRegex }) => fileRegex === undefined)) return null
  if (paths.length === 0)
    return `Mode ${mode.slug} limits edits to certain files, and this names none. Nothing was done.`
  for (const path of paths) {
    const inner = insidePath(folder, path)
    const outcomes = grants.map((grant) => ({
      grant,
      outcome: inner === null ? 'outside' : test(grant, inner),
    }))
    if (outcomes.some(({ outcome }) => outcome === 'match')) continue
    const rules = outcomes.map(({ grant, outcome }) => ruleWords(grant, outcome)).join(', or ')
    const what = inner === null ? `${path} lies outside the workspace` : `${inner} does not match`
    return `Mode ${mode.slug} may change only files whose path matches ${rules}. ${what}, so nothing was done. Change a file that matches, or leave this change to a mode that may make it.`
  }
  return null
}

function test({ fileRegex = '' }: GroupGrant, inner: string) {
  return fileRegex === '' ? 'invalid' : boundedMatch(fileRegex, inner)
}

function ruleWords({ fileRegex = '', description }: GroupGrant, outcome: string): string {
  const about = description ? ` (${description})` : ''
  if (outcome === 'invalid')
    return `"${fileRegex}"${about}, which is no valid regular expression and so permits nothing`
  if (outcome === 'too_slow')
    return `"${fileRegex}"${about}, which took too long on this path and so does not permit it`
  return `"${fileRegex}"${about}`
}

/** `path` relative to `folder`, `/`-separated ("" for the folder itself), or null when it lies outside. */
export function insidePath(folder: string, path: string): string | null {
  const inner = relative(folder, path)
  if (inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner)) return null
  return inner.replaceAll(sep, '/')
}
