import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLError } from 'yaml'
import type { SourceDocument, SourceEntry, SourceNode, SyntaxFault } from './source-node.ts'

/**
 * Parses the first YAML document of a text. Repeated keys are no fault here: the tree keeps them. Aliases
 * share the node they point at, so a small text stays a small tree. Throws RangeError when it is nested
 * deeper than the stack holds.
 */
export function parseYaml(text: string): SourceDocument {
  // Without `uniqueKeys` and `prettyErrors` the time does not grow with the square of the size.
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  const anchors = new Map<string, SourceNode>()
  const root = document.contents === null ? null : nodeFrom(document.contents, 0, anchors)
  return { root, faults: faultsOf(document.errors, document.warnings) }
}

function nodeFrom(node: unknown, fallback: number, anchors: Map<string, SourceNode>): SourceNode {
  if (isAlias(node)) {
    const [start = fallback] = node.range ?? []
    return anchors.get(node.source) ?? { kind: 'scalar', value: null, start, end: start }
  }
  const [start, end] = (node as Node | null)?.range ?? [fallback, fallback]
  const made = build(node, { start, end }, anchors)
  // Known only once it is whole: an alias inside its own anchor means nothing and becomes null.
  if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) anchors.set(node.anchor, made)
  return made
}

function build(
  node: unknown,
  place: { start: number; end: number },
  anchors: Map<string, SourceNode>,
): SourceNode {
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => nodeFrom(item, place.start, anchors)), ...place }
  }
  if (isMap(node)) {
    const entries = node.items.flatMap(({ key, value }): SourceEntry[] => {
      if (!isScalar(key)) return []
      const [start, end] = key.range ?? [place.start, place.start]
      return [{ key: textOf(key.value, key.source) ?? '', value: nodeFrom(value, end, anchors), start }]
    })
    return { kind: 'map', entries, ...place }
  }
  if (!isScalar(node)) return { kind: 'scalar', value: null, ...place }
  const value = typeof node.value === 'boolean' ? node.value : textOf(node.value, node.source)
  return { kind: 'scalar', value, ...place }
}

/** Numbers, dates and the like as they were typed: nothing in a modes file is a number. */
function textOf(value: unknown, source: string | undefined): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : (source ?? String(value))
}

const MEANINGS: Partial<Record<YAMLError['code'], string>> = {
  BAD_INDENT: 'the indentation does not fit with the lines above',
  TAB_AS_INDENT: 'lines are indented with spaces, not with tabs',
  BLOCK_AS_IMPLICIT_KEY:
    'a list or a key stands where it cannot; a text that contains ": " goes into quotation marks',
  MULTILINE_IMPLICIT_KEY:
    'these lines are neither "key: value" nor part of a text; a text of several lines follows "key: |" and is indented',
  UNEXPECTED_TOKEN: 'something stands here that does not fit',
  BAD_DQ_ESCAPE: 'a backslash inside double quotation marks is written twice; single ones need no escape',
  RESOURCE_EXHAUSTION: 'it is nested too deeply or too large',
}

function faultsOf(errors: readonly YAMLError[], warnings: readonly YAMLError[]): SyntaxFault[] {
  const faults: SyntaxFault[] = warnings.slice(0, 20).map((warning) => ({
    severity: 'warning',
    offset: warning.pos[0],
    message: `In this YAML ${sentence(warning.message)}.`,
  }))
  const [first] = errors
    .filter(({ code }) => code !== 'MULTIPLE_DOCS')
    .reduce<YAMLError[]>(
      (least, error) => (least[0] && least[0].pos[0] <= error.pos[0] ? least : [error]),
      [],
    )
  if (first !== undefined) {
    const more =
      errors.length > 1
        ? ` After it the parser met ${errors.length - 1} more, which may all follow from this one.`
        : ''
    const meaning = MEANINGS[first.code]
    const message = `This is not valid YAML: ${meaning ? `${meaning} (${sentence(first.message)})` : sentence(first.message)}.${more}`
    faults.push({ severity: 'error', offset: first.pos[0], message })
  }
  const second = errors.find(({ code }) => code === 'MULTIPLE_DOCS')
  if (second !== undefined) {
    faults.push({
      severity: 'warning',
      offset: second.pos[0],
      message: 'A second YAML document begins here. Only the first one is read.',
    })
  }
  return faults
}

function sentence(message: string): string {
  const [line = ''] = message.split('\n')
  const short = line.length > 160 ? `${line.slice(0, 160)}…` : line
  return short.charAt(0).toLowerCase() + short.slice(1).replace(/[.:\s]+$/, '')
}
