import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { SourceDocument, SourceNode } from './source-node.ts'

/**
 * Parses JSON, and JSON with comments and trailing commas. Throws RangeError when it is nested deeper than
 * the stack holds.
 */
export function parseJson(text: string): SourceDocument {
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true })
  const first = errors.reduce<ParseError | null>(
    (least, error) => (least === null || error.offset < least.offset ? error : least),
    null,
  )
  return {
    root: tree === undefined ? null : nodeFrom(tree),
    faults:
      first === null
        ? []
        : [{ severity: 'error', offset: first.offset, message: explain(first, errors.length) }],
  }
}

function nodeFrom(node: Node): SourceNode {
  const place = { start: node.offset, end: node.offset + node.length }
  switch (node.type) {
    case 'array':
      return { kind: 'list', items: (node.children ?? []).map(nodeFrom), ...place }
    case 'object':
      return {
        kind: 'map',
        entries: (node.children ?? []).flatMap(({ children = [] }) => {
          const [key, value] = children
          if (key === undefined || value === undefined) return []
          return [{ key: String(key.value), value: nodeFrom(value), start: key.offset }]
        }),
        ...place,
      }
    default:
      return {
        kind: 'scalar',
        value: typeof node.value === 'number' ? String(node.value) : (node.value ?? null),
        ...place,
      }
  }
}

const QUOTES = 'a quotation mark inside a text is written \\"'

/** What the parser's error codes mean to whoever wrote the text. */
const MEANINGS: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: `something stands here that is no JSON (if it belongs to a text: ${QUOTES})`,
  InvalidNumberFormat: 'this number is not written as JSON has it',
  PropertyNameExpected: 'a name in quotation marks is expected here',
  ValueExpected: 'a value is missing here',
  ColonExpected: 'a colon is missing here',
  CommaExpected: `a comma is missing before this (or a text ended too early: ${QUOTES})`,
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected:
    'there is more after the end of the configuration; if you pasted a second one, keep only one { … } and put all modes into its list',
  UnexpectedEndOfComment: 'a comment is not closed with */',
  UnexpectedEndOfString: `a text is not closed on its line; a line break inside a text is written \\n, and ${QUOTES}`,
  InvalidUnicode: 'a \\u escape needs four hexadecimal digits',
  InvalidEscapeCharacter: 'a backslash inside a text is written twice: \\\\',
  InvalidCharacter: 'a text holds a tab or another control character; a tab is written \\t',
}

function explain({ error }: ParseError, count: number): string {
  const code = printParseErrorCode(error)
  const more =
    count > 1 ? ` After it the parser met ${count - 1} more, which may all follow from this one.` : ''
  return `This is not valid JSON: ${MEANINGS[code] ?? code}.${more}`
}
