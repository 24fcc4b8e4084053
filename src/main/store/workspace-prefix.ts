/** What stands in for a name that has no Latin letter. */
const fallback = 'TL'

/**
 * The letters that begin the display ids of a workspace's tasks: the initials of a name of several words
 * (at most three), else its first two letters, in capitals. When they are taken another letter of the
 * name is added, then a number.
 */
export function workspacePrefix(name: string, isTaken: (prefix: string) => boolean): string {
  const words = wordsOf(name)
  const base = baseOf(words)
  if (!isTaken(base)) return base
  if (base.length === 2) {
    for (const letter of new Set(words.join('').slice(2).toUpperCase())) {
      if (!isTaken(base + letter)) return base + letter
    }
  }
  let number = 2
  while (isTaken(`${base}${number}`)) number++
  return `${base}${number}`
}

function baseOf(words: string[]): string {
  const [first = '', ...others] = words
  const letters = others.length > 0 ? words.map((word) => word.charAt(0)).join('') : first.slice(0, 2)
  if (letters === '') return fallback
  // One letter alone reads like a typing slip: X-12.
  return letters.toUpperCase().padEnd(2, letters).slice(0, 3).toUpperCase()
}

/** The name's words as far as they are Latin letters: parted by anything else, and by camel case. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) =>
      word
        .replace(/[^A-Za-z0-9]/g, '')
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
        .split(' '),
    )
    .map((word) => word.replace(/[^A-Za-z]/g, ''))
    .filter((word) => word !== '')
}
