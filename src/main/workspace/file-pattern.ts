import ignore from 'ignore'

/** Says whether a `/`-separated path, relative to the folder searched, is one of the files wanted. */
export type FilePattern = {
  matches(path: string): boolean
  /** Globs of which every matching file's name matches one: what narrows a search beforehand. [] is any name. */
  names: string[]
}

/** Alternatives of all braces together; more is a mistake or an attack. */
const MOST_ALTERNATIVES = 200

/**
 * Reads a glob as models write them: `*.ts`, `*.{ts,tsx}`, `src/*.ts`, several separated by commas.
 * Without a slash it matches names at any depth, otherwise paths from the folder searched. Null for text
 * that matches everything. Throws Error in words when it has too many alternatives.
 */
export function parseFilePattern(text: string): FilePattern | null {
  const globs = splitCommas(text)
    .flatMap((glob) => expandBraces(glob.trim()))
    .map((glob) => glob.replace(/^\.?\//, '/').replace(/\/+$/, '/**'))
    .filter((glob) => glob !== '')
  if (globs.length === 0 || globs.some((glob) => /^\/?\*\*?(\/\*)?$/.test(glob))) return null
  if (globs.length > MOST_ALTERNATIVES) throw new Error(`it has more than ${MOST_ALTERNATIVES} alternatives`)
  // Gitignore's globs are what models mean; a leading "!" or "#" would mean something else there.
  const rules = ignore().add(globs.map((glob) => glob.replace(/^[!#]/, '\\$&')))
  const names = globs.map((glob) => glob.slice(glob.lastIndexOf('/') + 1))
  return {
    matches: (path) => rules.ignores(path),
    // Any other last part may be the name of a folder, which stands for everything in it.
    names: names.every((name) => name.startsWith('*.')) ? [...new Set(names)] : [],
  }
}

function splitCommas(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if (character === '{') depth++
    if (character === '}') depth--
    if (character === ',' && depth <= 0) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${character}`)
  }
  return parts
}

function expandBraces(glob: string): string[] {
  const innermost = /\{([^{}]*)\}/.exec(glob)
  if (!innermost) return [glob]
  const all: string[] = []
  for (const choice of (innermost[1] ?? '').split(',')) {
    const before = glob.slice(0, innermost.index)
    const after = glob.slice(innermost.index + innermost[0].length)
    all.push(...expandBraces(`${before}${choice}${after}`))
    if (all.length > MOST_ALTERNATIVES) break
  }
  return all
}
