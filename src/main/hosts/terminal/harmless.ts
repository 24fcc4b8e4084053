/** Control characters but tab and line feed, and characters that turn the reading direction round. */
const harmful = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu

/**
 * A text for a terminal: what a model or a file wrote can neither move the cursor, colour, rename the window
 * nor reach the clipboard. Each control character is shown as its sign, so that nothing is hidden.
 */
export function harmless(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(harmful, (character) => {
    const code = character.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}
