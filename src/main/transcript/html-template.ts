/** Markup that is safe to be put into a page: made by `html` and `trusted` and by nothing else. */
export type Html = { readonly markup: string }

type Piece = Html | string | number | readonly Piece[] | null | undefined

/**
 * A template whose values are escaped unless they are markup themselves, so that forgetting to escape cannot
 * happen. Null and undefined are nothing; lists are put one after the other.
 */
export function html(strings: TemplateStringsArray, ...values: Piece[]): Html {
  let markup = strings[0] ?? ''
  values.forEach((value, index) => {
    markup += markupOf(value) + (strings[index + 1] ?? '')
  })
  return { markup }
}

/** Markup from a place that escapes by itself, such as the Markdown renderer. Never give it words of others. */
export function trusted(markup: string): Html {
  return { markup }
}

function markupOf(value: Piece): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') {
    return 'markup' in value ? value.markup : value.map(markupOf).join('')
  }
  return escapeHtml(String(value))
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for the inside of elements and quoted attributes. What hides in it (see `plainWords`) is shown. */
export function escapeHtml(text: string): string {
  return plainWords(text).replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}

/**
 * Text whose control characters, characters that turn the reading direction round (Trojan Source) and invisible tag
 * characters are visible, so that the page reads as what it says.
 */
export function plainWords(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\t\n])\p{Cc}|\p{Cs}/gu, '\ufffd')
    .replace(
      /[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu,
      (character) => `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`,
    )
}
