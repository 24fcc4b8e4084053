import { type Html, html } from './html-template.ts'
import { plainText } from './plain-text.ts'

/** ECMA-48 "select graphic rendition": what stands between `ESC [` and `m`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for.
const rendition = /\u001b\[([0-9;:]*)m/

/** What a program printed, its colours as classes (`c0` to `c7`, `bold`); lines that were written over show their end. */
export function terminalHtml(output: string): Html {
  const pieces = output
    .replace(/\r\n/g, '\n')
    .replace(/^.*\r(?=[^\n])/gm, '')
    .split(rendition)
  const spans: Html[] = []
  let colour: number | null = null
  let bold = false
  pieces.forEach((piece, index) => {
    if (index % 2 === 0) {
      const text = plainText(piece)
      if (text === '') return
      const classes = [...(colour === null ? [] : [`c${colour}`]), ...(bold ? ['bold'] : [])].join(' ')
      spans.push(classes === '' ? html`${text}` : html`<span class="${classes}">${text}</span>`)
      return
    }
    const codes = piece.split(/[;:]/).map(Number)
    for (let at = 0; at < codes.length; at++) {
      const code = codes[at] ?? 0
      // Colours of the larger palettes are left out rather than guessed: `38;5;n` and `38;2;r;g;b`.
      if (code === 38 || code === 48) at += codes[at + 1] === 5 ? 2 : 4
      else if (code === 0) {
        colour = null
        bold = false
      } else if (code === 1) bold = true
      else if (code === 22) bold = false
      else if (code === 39) colour = null
      else if (code >= 30 && code <= 37) colour = code - 30
      else if (code >= 90 && code <= 97) colour = code - 90
    }
  })
  return html`<pre class="output">${spans}</pre>`
}
