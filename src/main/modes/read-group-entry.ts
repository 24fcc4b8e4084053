import { type GroupGrant, type ToolGroup, toolGroups } from '../../contract/mode.ts'
import { isNull, type SourceEntry, type SourceNode } from './source-node.ts'
import { unknownGroup } from './unknown-group.ts'

/** What one entry of a `groups` list comes to. `meantToLimitEdit` marks a limit that was not understood. */
export type GroupEntry =
  | { type: 'grant'; grant: GroupGrant; remarks: string[] }
  | { type: 'nothing'; why: string; meantToLimitEdit: boolean }

const HOW_TO_LIMIT = 'Write it as [edit, { fileRegex: "\\\\.md$", description: "Markdown files" }].'

/**
 * Reads one entry: `read`, `[edit, {fileRegex, description}]`, the same with the options spread over
 * several maps, or `edit: {fileRegex, description}`.
 */
export function readGroupEntry(node: SourceNode): GroupEntry {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string'
        ? readNamed(node.value, null)
        : nothing('An entry of groups is empty and grants nothing.')
    case 'list':
      return readTuple(node.items)
    case 'map':
      return readMap(node.entries)
    default: {
      const unknown: never = node
      throw new Error(`Unknown node ${JSON.stringify(unknown)}`)
    }
  }
}

function readTuple([head, ...rest]: readonly SourceNode[]): GroupEntry {
  const name = head === undefined ? null : headName(head)
  if (name === null) {
    return nothing(
      `An entry of groups that is a list must begin with a group's name. It grants nothing. ${HOW_TO_LIMIT}`,
      true,
    )
  }
  if (rest.length === 0 && head?.kind === 'scalar') return readNamed(name, null)
  const options = rest.flatMap((part) => (part.kind === 'map' ? part.entries : []))
  const isMalformed = rest.length === 0 || rest.some(({ kind }) => kind !== 'map')
  return readNamed(name, isMalformed ? 'malformed' : options)
}

/** `edit` at the head of a tuple, also as the map `edit:` with nothing in it, a colon too many. */
function headName(head: SourceNode): string | null {
  if (head.kind === 'scalar') return typeof head.value === 'string' ? head.value : null
  if (head.kind === 'list' || head.entries.length !== 1) return null
  const [only] = head.entries
  return only !== undefined && isNull(only.value) ? only.key : null
}

function readMap(entries: readonly SourceEntry[]): GroupEntry {
  const named = entries.filter(({ key }) => groupOf(key) !== null)
  const [first, second] = named
  if (first === undefined) {
    if (!entries.some(({ key }) => key === 'fileRegex')) return readNamed(entries[0]?.key ?? '', 'malformed')
    return nothing(
      `A fileRegex stands in groups by itself, so it is not clear what it limits, and edit is not granted. ${HOW_TO_LIMIT}`,
      true,
    )
  }
  if (second !== undefined) {
    return nothing(
      `One entry of groups names both ${first.key} and ${second.key}. It grants nothing: give each its own entry.`,
      named.some(({ key }) => groupOf(key) === 'edit'),
    )
  }
  const beside = entries.filter((entry) => entry !== first)
  const { value } = first
  if (value.kind === 'map') return readNamed(first.key, [...value.entries, ...beside])
  const isBare = isNull(value) && beside.length > 0
  return readNamed(first.key, isBare ? beside : 'malformed')
}

function readNamed(name: string, options: readonly SourceEntry[] | 'malformed' | null): GroupEntry {
  const group = groupOf(name)
  if (group === null) return nothing(unknownGroup(name))
  if (options === null) return { type: 'grant', grant: { group }, remarks: [] }
  if (options === 'malformed') {
    return nothing(
      group === 'edit'
        ? `The limit of edit is not understood, so edit is not granted. ${HOW_TO_LIMIT}`
        : `The options of ${group} are not understood, so it is not granted. Write just: ${group}`,
      group === 'edit',
    )
  }
  return readOptions(group, options)
}

function readOptions(group: ToolGroup, options: readonly SourceEntry[]): GroupEntry {
  const limits = options.filter(({ key }) => key === 'fileRegex').map(({ value }) => value)
  const [limit] = limits
  const description = options.findLast(({ key }) => key === 'description')?.value
  const strange = options.filter(({ key }) => key !== 'fileRegex' && key !== 'description')
  const grant: GroupGrant = { group }
  if (description?.kind === 'scalar' && typeof description.value === 'string') {
    grant.description = description.value
  }
  const remarks = strange.map(({ key }) => `Treeline knows no option "${key}" of ${group} and ignores it.`)

  if (group !== 'edit') {
    if (limit === undefined) return { type: 'grant', grant, remarks }
    return nothing(`fileRegex limits edit only. ${group} is not granted; write just: ${group}`)
  }
  const pattern = limit?.kind === 'scalar' ? limit.value : undefined
  if (limits.length > 1) {
    return nothing(
      `One entry of edit has several fileRegex, so edit is not granted by it. Give each its own entry.`,
      true,
    )
  }
  if (typeof pattern !== 'string' || pattern.trim() === '') {
    return nothing(
      `This entry of edit has options but no fileRegex that is a text, so edit is not granted by it. ${HOW_TO_LIMIT} Without a limit write just: edit`,
      true,
    )
  }
  const flaw = flawOf(pattern)
  if (flaw !== null) {
    return nothing(
      `The fileRegex of edit is no valid regular expression (${flaw}), so edit is not granted by it.`,
      true,
    )
  }
  return { type: 'grant', grant: { ...grant, fileRegex: pattern }, remarks }
}

function flawOf(pattern: string): string | null {
  try {
    new RegExp(pattern)
    return null
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(
      /^Invalid regular expression: /,
      '',
    )
  }
}

function groupOf(name: string): ToolGroup | null {
  const plain = name.trim().toLowerCase()
  return toolGroups.find((group) => group === plain) ?? null
}

function nothing(why: string, meantToLimitEdit = false): GroupEntry {
  return { type: 'nothing', why, meantToLimitEdit }
}
