import ignore from 'ignore'

/** Says which ignored files and folders a set of globs names. Paths are `/`-separated, from the top. */
export type CopyGlobs = {
  /** Whether it is to be copied itself, a folder with all that lies in it. */
  fits(path: string, isFolder: boolean): boolean
  /** Whether something in a folder that does not fit itself may fit, so that it has to be looked through. */
  leadsInto(folder: string): boolean
}

/**
 * Reads globs as ignore files do: one without a slash fits that name in every folder, one with a slash the path from
 * the top. One that begins with a name leads into folders that are ignored as a whole, one that begins with `**` does
 * not: it would have every package of a project looked through.
 */
export function readCopyGlobs(globs: readonly string[]): CopyGlobs {
  const plain = globs
    .map((glob) =>
      glob
        .trim()
        .replace(/^\.?\/+/, '/')
        .replace(/\/\*\*\/?$/, ''),
    )
    .filter((glob) => glob !== '')
  const fitting = rulesOf(plain)
  // By depth, since a rule for a folder holds for all below it too; behind a `**` any depth will do.
  const leading = new Map<number, string[]>()
  const anyDepth: string[] = []
  for (const glob of plain) {
    const parts = glob.split('/').filter((part) => part !== '')
    if (!glob.replace(/\/$/, '').includes('/')) continue
    for (let depth = 1; depth < parts.length; depth++) {
      const start = `/${parts.slice(0, depth).join('/')}`
      if (parts[depth - 1] === '**') {
        if (depth > 1) anyDepth.push(start)
        break
      }
      leading.set(depth, [...(leading.get(depth) ?? []), start])
    }
  }
  const byDepth = new Map([...leading].map(([depth, starts]) => [depth, rulesOf(starts)]))
  const deep = rulesOf(anyDepth)
  return {
    fits: (path, isFolder) => fitting.ignores(isFolder ? `${path}/` : path),
    leadsInto: (folder) =>
      byDepth.get(folder.split('/').length)?.ignores(`${folder}/`) === true || deep.ignores(`${folder}/`),
  }
}

function rulesOf(globs: readonly string[]) {
  // What means something else at the beginning of a line of an ignore file is the name's own here.
  return ignore({ ignorecase: false }).add(globs.map((glob) => glob.replace(/^[!#]/, '\\$&')))
}
