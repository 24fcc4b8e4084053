import { parseJson } from './parse-json.ts'
import { parseYaml } from './parse-yaml.ts'
import type { SourceDocument, SourceNode } from './source-node.ts'

/** Characters that word processors and web pages put where code has plain ones; each is one UTF-16 unit. */
const TYPOGRAPHIC = /[\u201c\u201d\u201e\u2018\u2019\u00a0]/g
const PLAIN = new Map([
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u201e', '"'],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u00a0', ' '],
])

/**
 * Reads a text that begins as JSON does as JSON, with comments or without, else as YAML, whatever its file is
 * called; and only when neither gives what is wanted, once more with typographic quotation marks made plain.
 * The text must be free of byte order marks. Never throws: what cannot be read is a fault in words.
 */
export function parseDocument(text: string, isWanted: (root: SourceNode | null) => boolean): SourceDocument {
  const fits = (document: SourceDocument) => isSound(document) && isWanted(document.root)
  const asTyped = parseAny(text)
  if (fits(asTyped)) return asTyped
  const plain = text.replace(TYPOGRAPHIC, (mark) => PLAIN.get(mark) ?? mark)
  const mended = plain === text ? asTyped : parseAny(plain)
  if (!fits(mended)) return asTyped
  const message = 'Typographic quotation marks or spaces were read as plain ones: replace them in the file.'
  return {
    root: mended.root,
    faults: [...mended.faults, { severity: 'warning', offset: text.search(TYPOGRAPHIC), message }],
  }
}

/** How JSON begins, with comments or without. */
const JSON_BEGINNING = /^\s*(?:[[{]|\/[/*])/

function parseAny(text: string): SourceDocument {
  if (!JSON_BEGINNING.test(text)) {
    const yaml = attempt(parseYaml, text)
    return yaml === 'too_deep' ? tooDeep : yaml
  }
  const json = attempt(parseJson, text)
  // Thousands of nested brackets are no YAML either, and YAML's parser takes seconds to say so.
  if (json === 'too_deep') return tooDeep
  if (isSound(json)) return json
  const yaml = attempt(parseYaml, text)
  if (yaml === 'too_deep') return tooDeep
  if (isSound(yaml)) return yaml
  // Whoever opens with a bracket or a comment of JSON meant JSON, and is helped by its faults.
  return json
}

const tooDeep: SourceDocument = {
  root: null,
  faults: [
    { severity: 'error', offset: 0, message: 'This file is nested too deeply to be a list of modes.' },
  ],
}

function isSound({ faults }: SourceDocument): boolean {
  return faults.every(({ severity }) => severity !== 'error')
}

/** The parsers call themselves for each level, so absurd nesting ends in a RangeError. */
function attempt(parse: (text: string) => SourceDocument, text: string): SourceDocument | 'too_deep' {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof RangeError) return 'too_deep'
    const message = `This file cannot be read: ${error instanceof Error ? error.message : String(error)}`
    return { root: null, faults: [{ severity: 'error', offset: 0, message }] }
  }
}
