import { extname } from 'node:path/posix'

export type EndOfLine = '\n' | '\r\n'

/** How a text is laid down, apart from what it says. */
export interface LineStyle {
  /** The line break used most; on a tie, and in a text without any, \n. */
  eol: EndOfLine
  /** Whether the text begins with U+FEFF. */
  bom: boolean
  finalNewline: boolean
}

export function detectLineStyle(text: string): LineStyle {
  let crlf = 0
  let all = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    all++
    if (at > 0 && text[at - 1] === '\r') crlf++
  }
  return {
    eol: crlf > all - crlf ? '\r\n' : '\n',
    bom: text.startsWith('\uFEFF'),
    finalNewline: text.endsWith('\n'),
  }
}

/**
 * Lays `content`, which a model wrote for a file that held `previous`, down as the file was: the same line
 * breaks throughout, the same byte order mark, and a final newline if there was one. A final newline the file
 * did not have is kept when the model wrote it: otherwise no model could ever add one. An empty `previous`
 * has no style to keep, so `content` comes back as it is.
 */
export function restoreLineStyle(content: string, previous: string): string {
  if (previous === '') return content
  const style = detectLineStyle(previous)
  let body = content.startsWith('\uFEFF') ? content.slice(1) : content
  body = body.replaceAll('\r\n', '\n')
  if (style.finalNewline && body !== '' && !body.endsWith('\n')) body += '\n'
  if (style.eol === '\r\n') body = body.replaceAll('\n', '\r\n')
  return (style.bom ? '\uFEFF' : '') + body
}

const NUMBERED = /^[ \t]*(\d{1,9}) \|(?: |$)/

/**
 * Reads lines of the form `12 | code`, as file listings show them. Returns the code and the first number, or
 * null unless every line has such a prefix and the numbers count up one by one: a table whose first column
 * merely holds numbers is no listing.
 */
export function parseNumberedLines(lines: readonly string[]): { first: number; lines: string[] } | null {
  let first: number | undefined
  const code: string[] = []
  for (const line of lines) {
    const match = NUMBERED.exec(line)
    if (!match) return null
    const number = Number(match[1])
    first ??= number
    if (number !== first + code.length) return null
    code.push(line.slice(match[0].length))
  }
  return first === undefined ? null : { first, lines: code }
}

/** A line without the `12 | ` of a listing, if it has one. */
export function withoutLineNumber(line: string): string {
  return line.slice(NUMBERED.exec(line)?.[0].length ?? 0)
}

/** Unwraps content in which every line is prefixed `N | `; any other content is returned untouched. */
export function stripLineNumbers(content: string): string {
  const finalNewline = /\r?\n$/.exec(content)?.[0] ?? ''
  const body = content.slice(0, content.length - finalNewline.length)
  const numbered = parseNumberedLines(body.split(/\r?\n/))
  if (!numbered) return content
  return numbered.lines.join(detectLineStyle(content).eol) + finalNewline
}

/** Files in which a code fence is text of the file. */
const MARKDOWN = new Set(['.md', '.markdown', '.mdown', '.mkd', '.mdx', '.mdc', '.rmd', '.qmd'])

/**
 * Takes the Markdown fence off whole-file content that a model wrapped in one (```ts … ```). Only when the
 * fence opens on the first line, its one closing line is the last, and the file at `path` is not Markdown;
 * otherwise the content is returned untouched. Blank lines around the fence go with it.
 */
export function unwrapCodeFence(content: string, path: string): string {
  if (MARKDOWN.has(extname(path).toLowerCase())) return content
  const lines = (content.startsWith('\uFEFF') ? content.slice(1) : content).split('\n')
  const open = lines.findIndex((line) => line.trim() !== '')
  const close = lines.findLastIndex((line) => line.trim() !== '')
  const fence = /^(`{3,}|~{3,})[^`]*$/.exec(lines[open] ?? '')?.[1]
  if (!fence || close === open) return content
  const closes = (line: string) =>
    line.startsWith(fence) && line.trimEnd() === fence.charAt(0).repeat(line.trimEnd().length)
  if (lines.findIndex((line, i) => i > open && closes(line)) !== close) return content
  const inside = lines.slice(open + 1, close)
  return inside.length === 0 ? '' : `${inside.join('\n')}\n`
}
