/** A word of a text as the index knows it, and where it stands in the text (UTF-16 units, the end not included). */
export type Word = { word: string; from: number; to: number }

/** Letters, digits and their marks: what the index's tokenizer (unicode61) makes words of. */
const wordPattern = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu

/** A word without its case and its marks, as `remove_diacritics 2` has it: "Ölstand" is "olstand". */
export function fold(word: string): string {
  // Most words are plain, and normalizing is slow.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole range of ASCII
  if (/^[\x00-\x7f]*$/.test(word)) return word.toLowerCase()
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The words of a text, one after another. */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: found, index } of text.matchAll(wordPattern)) {
    yield { word: fold(found), from: index, to: index + found.length }
  }
}
