import { wordsOf } from './words.ts'

/** Words that have to stand one behind another; the last may go on when it is a beginning. */
export type Needle = { words: string[]; prefix: boolean }

/** What a person looks for: all of `all`, and nothing of `none`. */
export type Query = { all: Needle[]; none: Needle[] }

/** More than this many parts are a text that was pasted; the first ones find it. */
const mostNeedles = 24

/** A shorter beginning would stand for a good part of all words. */
const shortestPrefix = 2

/** Optional minus, then a phrase (which may be open at the end) or whatever is not a space. A second minus is none. */
const partPattern = /(-(?=[^\s-]))?(?:["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+))/g

/**
 * Reads what was typed: words, "phrases", -excluded ones, and `begin*`. A word with signs in it (`src/app.ts`) is
 * the phrase of its parts. With `typing`, the last word may go on. Never throws.
 */
export function parseQuery(text: string, typing: boolean): Query {
  const query: Query = { all: [], none: [] }
  const parts = [...text.matchAll(partPattern)]
  for (const [index, [whole, minus, phrase, word = '']] of parts.entries()) {
    const words = [...wordsOf(phrase ?? word)].map((one) => one.word)
    const last = words.at(-1)
    if (last === undefined || query.all.length + query.none.length >= mostNeedles) continue
    const open = typing && index === parts.length - 1 && minus === undefined && endsInWord(text)
    const asked = phrase === undefined && (open || whole.endsWith('*'))
    const needle = { words, prefix: asked && last.length >= shortestPrefix }
    if (minus === undefined) query.all.push(needle)
    else query.none.push(needle)
  }
  return query
}

const endsInWord = (text: string): boolean => /[\p{L}\p{N}\p{Co}\p{M}]$/u.test(text)

/**
 * The query in FTS5's language, or null when there is nothing to look for. Every word stands in quotes and holds
 * letters and digits alone, so that nothing that was typed is ever a sign of that language. `within` are words of
 * the column `task`, one of which must be there.
 */
export function matchOf({ all, none }: Query, within: string[] | null): string | null {
  if (all.length === 0) return null
  const wanted = all.map(phraseOf).join(' AND ')
  const unwanted = none.length === 0 ? '' : ` NOT (${none.map(phraseOf).join(' OR ')})`
  const text = `text : ((${wanted})${unwanted})`
  if (within === null) return text
  return `${text} AND task : (${within.map((word) => phraseOf({ words: [word], prefix: false })).join(' OR ')})`
}

const phraseOf = ({ words, prefix }: Needle): string => `"${words.join(' ')}"${prefix ? ' *' : ''}`
