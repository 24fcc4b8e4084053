/**
 * Whether no path can match both of two lists of globs, as far as their beginnings tell: the folders named before the
 * first wildcard must part ways for each two of them. So `src/api/**` and `src/ui/**` are disjoint, and `src/**` is
 * disjoint from nothing below `src`. Mistakes only in one direction: what it calls disjoint is.
 */
export function areDisjoint(some: readonly string[], others: readonly string[]): boolean {
  const beginnings = others.map(beginningOf)
  return some.map(beginningOf).every((one) => beginnings.every((other) => partWays(one, other)))
}

function partWays(one: readonly string[], other: readonly string[]): boolean {
  return one.some((part, at) => at < other.length && part !== other[at])
}

/** The folders and perhaps the file that everything matching a glob begins with. */
function beginningOf(glob: string): string[] {
  // A comma outside of braces stands between two globs.
  if (!/^[^{},]*(\{[^{}]*\}[^{},]*)*$/.test(glob) || glob.split('/').includes('..')) return []
  const parts: string[] = []
  for (const part of glob.trim().split('/')) {
    if (part === '' || part === '.') continue
    // Whatever a glob may read as anything but itself.
    if (/[*?[\]{}!\\#]/.test(part)) break
    parts.push(folded(part))
  }
  return parts
}

/** The same for names that globs, or a disk that folds case or Unicode forms, take for one. */
function folded(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}
