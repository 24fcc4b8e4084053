/** A mention in a text: `raw` as it was typed with its `@`, `target` what it names. */
export type Mention = { raw: string; target: string; quoted: boolean }

/** Code, fenced or between backticks: what looks like a mention there is none. */
const code = /(^|\n)(```|~~~)[\s\S]*?(\n\2|$)|`[^`\n]*`/g
const mention = /(?<=^|[\s(])@(?:"([^"\n]+)"|([^\s"@][^\s"]*))/g
/** What ends a sentence or closes a bracket is no part of a mention, unless it is quoted. */
const trailing = /[.,;:!?)\]}'>*]+$/

/** The mentions of a text in order, each once: `@path`, `@"a path with spaces"`, `@https://…`, `@git:rev`, `@TL-12`. */
export function findMentions(text: string): Mention[] {
  const found = new Map<string, Mention>()
  const plain = text.replace(code, (match) => ' '.repeat(match.length))
  for (const [, quoted, bare = ''] of plain.matchAll(mention)) {
    const target = quoted ?? withoutTrailing(bare)
    if (target === '' || found.has(target)) continue
    const raw = quoted === undefined ? `@${target}` : `@"${quoted}"`
    found.set(target, { raw, target, quoted: quoted !== undefined })
  }
  return [...found.values()]
}

/** A closing bracket that is opened within the mention belongs to it: `https://…/Tree_(graph)`. */
function withoutTrailing(text: string): string {
  const cut = text.replace(trailing, '')
  return text[cut.length] === ')' && cut.includes('(') && !cut.includes(')') ? `${cut})` : cut
}

/** How something is mentioned: quoted where it could not be told from the words after it. */
export function mentionOf(target: string): string {
  return /[\s"]|[.,;:!?)\]}'>*]$/.test(target) ? `@"${target}"` : `@${target}`
}
