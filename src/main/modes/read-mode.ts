import { type Mode, type ModeSource, modeSchema } from '../../contract/mode.ts'
import type { ModeFault } from './mode-fault.ts'
import { readGroups } from './read-groups.ts'
import { entriesOf, lastEntry, type SourceNode } from './source-node.ts'

/** The most one text of a mode may hold, in bytes of UTF-8. */
export const MAX_FIELD_BYTES = 256 * 1024

const optionalTexts = ['description', 'whenToUse', 'customInstructions'] as const

/** Keys under which other tools keep what we call roleDefinition: named in the message when it is missing. */
const ROLE_ELSEWHERE = ['system_prompt', 'systemPrompt', 'prompt', 'instructions', 'role', 'role_definition']

/** One mode as a file has it: its slug as written, and the mode itself unless a fault forbids its use. */
export type ReadMode = { slug: string | null; mode: Mode | null; faults: ModeFault[] }

/** Reads one mode. Never throws; keys it does not know are none of its business. */
export function readMode(node: SourceNode, source: ModeSource): ReadMode {
  const faults: ModeFault[] = []
  const fault = (severity: ModeFault['severity'], field: string | null, offset: number, message: string) =>
    faults.push({ severity, field, offset, message })
  if (node.kind !== 'map') {
    fault(
      'error',
      null,
      node.start,
      'This entry is no mode: a mode has at least slug, name, roleDefinition and groups.',
    )
    return { slug: null, mode: null, faults }
  }

  const slug = readSlug(node, fault)
  const name = readText(node, 'name', fault)?.trim() ?? ''
  if (name === '' && slug !== null) {
    fault('warning', 'name', node.start, `This mode has no name; "${slug}" stands in for it.`)
  }
  const roleDefinition = readText(node, 'roleDefinition', fault)
  if (roleDefinition === null || roleDefinition.trim() === '') {
    const elsewhere = ROLE_ELSEWHERE.find((key) => lastEntry(node, key) !== undefined)
    const hint = elsewhere === undefined ? '' : ` It has ${elsewhere}: rename that to roleDefinition.`
    fault(
      'error',
      'roleDefinition',
      node.start,
      `This mode has no roleDefinition, the text that tells the model who it is.${hint}`,
    )
  }
  const texts = Object.fromEntries(optionalTexts.map((field) => [field, readText(node, field, fault) ?? '']))
  const groups = readGroupsOf(node, fault, faults)

  if (faults.some(({ severity }) => severity === 'error')) return { slug, mode: null, faults }
  const parsed = modeSchema.safeParse({ slug, name: name || slug, ...texts, roleDefinition, groups, source })
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      fault('error', issue.path[0]?.toString() ?? null, node.start, issue.message)
    }
  }
  return { slug, mode: parsed.data ?? null, faults }
}

type Fault = (severity: ModeFault['severity'], field: string | null, offset: number, message: string) => void

function readSlug(node: SourceNode, fault: Fault): string | null {
  const slug = readText(node, 'slug', fault)?.trim() ?? ''
  const offset = lastEntry(node, 'slug')?.value.start ?? node.start
  if (slug === '') {
    fault('error', 'slug', offset, 'This mode has no slug, the short name by which tasks ask for it.')
    return null
  }
  if (!modeSchema.shape.slug.safeParse(slug).success) {
    const offer = slug
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-zA-Z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
    const instead = offer === '' ? '' : ` Write "${offer.slice(0, 100)}" instead.`
    fault(
      'error',
      'slug',
      offset,
      `The slug "${slug.slice(0, 100)}" may hold only letters, digits and hyphens.${instead}`,
    )
  }
  return slug
}

/** A field's text; null when it is absent or no text. Lists of texts become lines. */
function readText(node: SourceNode, field: string, fault: Fault): string | null {
  const entries = entriesOf(node, field)
  const entry = entries.at(-1)
  if (entry === undefined) return null
  if (entries.length > 1)
    fault('warning', field, entry.start, `${field} is given more than once; the last one counts.`)
  const text = textOf(entry.value)
  if (text === null) {
    fault('warning', field, entry.start, `${field} must be a text. What stands here is ignored.`)
    return null
  }
  if (entry.value.kind === 'list') {
    fault('warning', field, entry.start, `${field} is a list; its entries are read as lines of one text.`)
  }
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_FIELD_BYTES) {
    fault(
      'error',
      field,
      entry.start,
      `${field} holds ${Math.ceil(bytes / 1024)} KB. The most a text of a mode may hold is ${MAX_FIELD_BYTES / 1024} KB.`,
    )
  }
  return text
}

function textOf(node: SourceNode): string | null {
  if (node.kind === 'scalar') return node.value === null ? '' : String(node.value)
  if (node.kind === 'map') return null
  const lines = node.items.map((item) =>
    item.kind === 'scalar' && item.value !== null ? `- ${item.value}` : null,
  )
  return lines.includes(null) ? null : lines.join('\n')
}

function readGroupsOf(node: SourceNode, fault: Fault, faults: ModeFault[]) {
  const entries = entriesOf(node, 'groups')
  const entry = entries.at(-1)
  if (entry === undefined) {
    fault(
      'error',
      'groups',
      node.start,
      'This mode has no groups, the list of what it may use. Add one, such as groups: [read, edit, command]; an empty list [] grants no tools beyond asking, delegating and finishing.',
    )
    return null
  }
  if (entries.length > 1) {
    fault(
      'error',
      'groups',
      entry.start,
      'groups is given more than once, so what the mode may use is not clear. Keep one.',
    )
    return null
  }
  const read = readGroups(entry.value)
  faults.push(...read.faults)
  return read.grants
}
