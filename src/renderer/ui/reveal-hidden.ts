/** Characters that change how text looks without being seen: see `revealHidden`. */
const suspicious =
  /(?![\t\n\r])\p{Cc}|[\u200b-\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]|\p{M}{9}/u
const controls = /(?![\t\n\r])\p{Cc}/gu
/** Characters without width. The joiners belong to some scripts and to emoji, so they are told beside ASCII only. */
const widthless = /[\u200b\u2060\ufeff]|(?<=[\x20-\x7e])[\u200c\u200d]|[\u200c\u200d](?=[\x20-\x7e])/g
const directions = /[\u202a-\u202e\u2066-\u2069]/g
/** A run of tag characters; after a black flag they spell the flag of a region and stay. */
const tags = /(\u{1f3f4})?[\u{e0000}-\u{e007f}]+/gu
const piled = /(\p{M}{8})\p{M}+/gu

/**
 * The text with what hides in it made visible: characters that turn the reading direction round (Trojan
 * Source), characters without width, invisible tag characters that spell words, control characters, and marks piled up beyond what
 * any script needs. Whatever a model, a file or a command wrote is shown through this. Ordinary text comes
 * back as it is.
 */
export function revealHidden(text: string): string {
  if (!suspicious.test(text)) return text
  return text
    .replace(controls, (character) => String.fromCharCode(pictureOf(character.charCodeAt(0))))
    .replace(directions, (character) => `⟦${codeOf(character)}⟧`)
    .replace(widthless, (character) => `⟦${codeOf(character)}⟧`)
    .replace(tags, (run, flag) => (flag === undefined ? `⟦hidden: ${spelled(run)}⟧` : run))
    .replace(piled, '$1')
}

/** The sign Unicode has for a control character, from its block Control Pictures; C1 controls have none. */
function pictureOf(code: number): number {
  if (code === 0x7f) return 0x2421
  return code < 0x20 ? 0x2400 + code : 0xfffd
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What tag characters say: each stands for the ASCII character 0xE0000 below it. */
function spelled(run: string): string {
  return [...run]
    .map((character) => (character.codePointAt(0) ?? 0) - 0xe0000)
    .map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·'))
    .join('')
}
