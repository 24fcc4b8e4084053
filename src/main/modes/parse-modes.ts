import type { Mode, ModeProblem, ModeSource } from '../../contract/mode.ts'
import { parseDocument } from './parse-document.ts'
import { readMode } from './read-mode.ts'
import {
  entriesOf,
  isNull,
  lastEntry,
  lineFinder,
  type SourceDocument,
  type SourceNode,
} from './source-node.ts'

/** The most a modes file may hold, in bytes of UTF-8. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024

/** More than any file has by far: a longer list is a mistake, or an alias repeated to do harm. */
const MAX_MODES = 1_000
const MAX_PROBLEMS = 500

const roots = ['customModes', 'custom_modes', 'modes'] as const

/** The modes of a text that hold, what is wrong with the others, and the line of each mode by its slug. */
export type ParsedModes = { modes: Mode[]; problems: ModeProblem[]; lines: Map<string, number> }

/**
 * Reads the custom modes of a text in JSON, JSON with comments or YAML: a list under `customModes`,
 * `custom_modes` or `modes`, or a bare list. Judges mode by mode: those that hold are used, the others are
 * problems in words, with their lines. In a text with a fault of syntax the modes that are certainly whole
 * before the fault are used. Of two with one slug the first counts. Never throws.
 */
export function parseModesText(text: string, source: ModeSource): ParsedModes {
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_FILE_BYTES) {
    const message = `This file holds ${(bytes / 1024 / 1024).toFixed(1)} MB. The most a modes file may hold is ${MAX_FILE_BYTES / 1024 / 1024} MB, so it is not read.`
    return {
      modes: [],
      problems: [{ severity: 'error', slug: null, field: null, line: null, message }],
      lines: new Map(),
    }
  }
  const clean = text.replaceAll('\ufeff', '')
  const lineOf = lineFinder(clean)
  const document = parseDocument(clean, listsModes)
  const problems: ModeProblem[] = []
  const report = (
    { severity, offset, message }: { severity: ModeProblem['severity']; offset: number; message: string },
    slug: string | null = null,
    field: string | null = null,
  ) => void problems.push({ severity, slug, field, line: lineOf(offset), message })

  for (const fault of document.faults) report(fault)
  const modes = new Map<string, Mode>()
  const lines = new Map<string, number>()
  for (const node of soundModes(document, report)) {
    const { slug, mode, faults } = readMode(node, source)
    for (const fault of faults) report(fault, slug, fault.field)
    if (mode === null) continue
    const earlier = lines.get(mode.slug)
    if (earlier === undefined) {
      modes.set(mode.slug, mode)
      lines.set(mode.slug, lineOf(node.start))
    } else {
      const message = `The mode "${mode.slug}" is already defined in line ${earlier}, and the first one counts. Remove one of them or give it another slug.`
      report({ severity: 'warning', offset: node.start, message }, mode.slug, 'slug')
    }
  }
  return { modes: [...modes.values()], problems: inOrder(problems), lines }
}

type Report = (
  fault: { severity: ModeProblem['severity']; offset: number; message: string },
  slug?: string | null,
  field?: string | null,
) => void

/** The entries of the list of modes, without those that a fault of syntax may have maimed. */
function soundModes({ root, faults }: SourceDocument, report: Report): SourceNode[] {
  const nodes = listedModes(root, faults, report)
  if (nodes.length > MAX_MODES) {
    const offset = nodes[MAX_MODES]?.start ?? 0
    report({
      severity: 'error',
      offset,
      message: `The file lists more than ${MAX_MODES} modes. The rest is not used.`,
    })
  }
  const broken = Math.min(
    ...faults.flatMap(({ severity, offset }) => (severity === 'error' ? [offset] : [])),
    Number.POSITIVE_INFINITY,
  )
  // A mode is certainly whole when it ends, and another one begins, before the fault.
  return nodes
    .slice(0, MAX_MODES)
    .filter(
      (node, at) =>
        broken === Number.POSITIVE_INFINITY ||
        (node.end <= broken && (nodes[at + 1]?.start ?? broken) < broken),
    )
}

/** Whether a text is a list, or has one where a list of modes is looked for. An empty text is fine, too. */
function listsModes(root: SourceNode | null): boolean {
  return (
    root === null ||
    root.kind === 'list' ||
    isNull(root) ||
    roots.some((key) => lastEntry(root, key) !== undefined)
  )
}

function listedModes(
  root: SourceNode | null,
  faults: SourceDocument['faults'],
  report: Report,
): SourceNode[] {
  if (root === null || isNull(root)) return []
  if (root.kind === 'list') return root.items
  const key = roots.find((name) => entriesOf(root, name).length > 0)
  if (key === undefined) {
    // A text that cannot be read says so already.
    if (faults.some(({ severity }) => severity === 'error')) return []
    const message =
      'This file has no list of modes. It should begin with customModes: followed by a list, or in JSON with { "customModes": [ … ] }.'
    report({ severity: 'error', offset: root.start, message })
    return []
  }
  const [first, ...again] = entriesOf(root, key)
  for (const { start } of again) {
    report({
      severity: 'warning',
      offset: start,
      message: `${key} is given more than once; the lists are read as one.`,
    })
  }
  for (const other of roots) {
    const [entry] = other === key ? [] : entriesOf(root, other)
    if (entry !== undefined) {
      report({
        severity: 'warning',
        offset: entry.start,
        message: `The file has ${key} too, so ${other} is not read.`,
      })
    }
  }
  return [first, ...again].flatMap((entry) => {
    if (entry === undefined || isNull(entry.value)) return []
    if (entry.value.kind === 'list') return entry.value.items
    report({ severity: 'error', offset: entry.start, message: `${key} must be a list of modes.` })
    return []
  })
}

function inOrder(problems: ModeProblem[]): ModeProblem[] {
  const sorted = problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0))
  if (sorted.length <= MAX_PROBLEMS) return sorted
  const message = `There are ${sorted.length - MAX_PROBLEMS} more problems after these.`
  return [
    ...sorted.slice(0, MAX_PROBLEMS),
    { severity: 'warning', slug: null, field: null, line: null, message },
  ]
}
