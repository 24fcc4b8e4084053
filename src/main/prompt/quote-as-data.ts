import { createHash } from 'node:crypto'

/**
 * Text that somebody else wrote, between two marks that it cannot contain: `<summary a1b2c3d4>` …
 * `</summary a1b2c3d4>`. The number is the text's own hash, so whoever writes the text cannot know it and
 * cannot close the quotation early, and the same text is always quoted in the same way. The text itself
 * stays as it is, byte for byte.
 */
export function quoteAsData(label: string, text: string): string {
  const mark = `${label} ${markFor(text)}`
  return `<${mark}>\n${text}\n</${mark}>`
}

function markFor(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex')
  for (let length = 8; length < digest.length; length += 8) {
    const mark = digest.slice(0, length)
    if (!text.includes(mark)) return mark
  }
  // Out of reach unless a text holds its own hash.
  return digest
}
