import MarkdownIt from 'markdown-it'

/** A top-level piece of a Markdown text: a paragraph, a list, a table, a code fence. */
export type Block = {
  /** Where it begins in the text, in UTF-16 units. */
  start: number
  text: string
  /** What a code block holds; null for anything else. An open fence is still being written. */
  code: { language: string; text: string; closed: boolean } | null
}

/** Link definitions, as markdown-it keeps them in its `env`. */
export type References = Record<string, { title: string; href: string }>

/** A text taken apart. Blocks that did not change between two texts are the same objects. */
export type SplitText = {
  text: string
  blocks: readonly Block[]
  /** Those found so far; the same object while they are the same. */
  references: References
  /** Those that stand before the last block: what comes after it may still be half written. */
  settled: References
}

const empty: SplitText = { text: '', blocks: [], references: {}, settled: {} }

/** Finds blocks and looks at nothing inside them. */
const outline = new MarkdownIt({ html: false })
outline.core.ruler.enableOnly(['normalize', 'block'])

/**
 * Takes a Markdown text apart. When it only grew since `before`, everything but its last block is kept and
 * only the rest is read: a message that streams in costs its tail, not its length.
 */
export function splitBlocks(text: string, before: SplitText = empty): SplitText {
  if (text === before.text) return before
  const last = before.blocks.at(-1)
  const grew = last !== undefined && text.startsWith(before.text)
  const from = grew ? last.start : 0
  const known = grew ? before.settled : {}
  const references = { ...known }
  const read = readBlocks(text, from, references)
  const lastStart = read.at(-1)?.start ?? from
  const settled = { ...known }
  if (lastStart > from) readBlocks(text.slice(0, lastStart), from, settled)
  return {
    text,
    blocks: grew ? [...before.blocks.slice(0, -1), ...read] : read,
    references: isSame(references, before.references) ? before.references : references,
    settled,
  }
}

function isSame(a: References, b: References): boolean {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => a[name]?.href === b[name]?.href && a[name]?.title === b[name]?.title)
  )
}

function readBlocks(text: string, from: number, references: References): Block[] {
  const tail = from === 0 ? text : text.slice(from)
  const starts = lineStarts(tail)
  const at = (line: number) => starts[line] ?? tail.length
  const blocks: Block[] = []
  for (const token of outline.parse(tail, { references })) {
    if (token.level !== 0 || token.nesting === -1 || token.map === null) continue
    const [first, end] = token.map
    const piece = tail.slice(at(first), at(end))
    const isCode = token.type === 'fence' || token.type === 'code_block'
    blocks.push({
      start: from + at(first),
      text: piece,
      code: isCode
        ? {
            language: token.info.trim().split(/\s/)[0] ?? '',
            text: token.content.replace(/\n$/, ''),
            closed: token.type === 'code_block' || isClosed(piece, token.markup),
          }
        : null,
    })
  }
  return blocks
}

/** markdown-it reads `\r\n` and `\r` as one line end each, and so must these. */
function lineStarts(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length)
  return starts
}

function isClosed(piece: string, markup: string): boolean {
  const lines = piece.trimEnd().split(/\r\n|\r|\n/)
  const last = lines.at(-1)?.trim() ?? ''
  return lines.length > 1 && last.startsWith(markup) && last === markup.charAt(0).repeat(last.length)
}
