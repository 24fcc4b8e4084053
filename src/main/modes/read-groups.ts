import type { GroupGrant } from '../../contract/mode.ts'
import type { ModeFault } from './mode-fault.ts'
import { type GroupEntry, readGroupEntry } from './read-group-entry.ts'
import { isNull, type SourceNode } from './source-node.ts'

/** More than anybody writes: a longer list is a mistake, or an alias repeated to do harm. */
const MAX_GROUPS = 200

/** What a `groups` list grants, or null when it cannot be told, so that the mode must not be used. */
export type ReadGroups = { grants: GroupGrant[] | null; faults: ModeFault[] }

/**
 * Reads a mode's `groups`. Fails closed: what is malformed or unknown grants nothing, and where a limit on
 * editing was meant, plain `edit` in the same list grants nothing beyond it. Several limited `edit`
 * entries add up. An empty value is an empty list.
 */
export function readGroups(node: SourceNode): ReadGroups {
  if (isNull(node)) return { grants: [], faults: [] }
  if (node.kind !== 'list') {
    return refuse(
      node,
      'groups must be a list such as [read, edit, command]; an empty list [] grants no tools beyond asking, delegating and finishing.',
    )
  }
  if (node.items.length > MAX_GROUPS) return refuse(node, `groups lists more than ${MAX_GROUPS} entries.`)

  const entries = node.items.map((item) => ({ offset: item.start, entry: readGroupEntry(item) }))
  const editIsLimited = entries.some(({ entry }) => limitsEdit(entry))
  const faults: ModeFault[] = []
  const grants: GroupGrant[] = []
  for (const { offset, entry } of entries) {
    const warn = (message: string) => faults.push({ severity: 'warning', field: 'groups', offset, message })
    if (entry.type === 'nothing') {
      warn(entry.why)
      continue
    }
    for (const remark of entry.remarks) warn(remark)
    const { grant } = entry
    if (grant.group === 'edit' && grant.fileRegex === undefined && editIsLimited) {
      warn(
        'edit stands here without a limit although the same list limits it. Only what the limits allow is granted: remove one of the two.',
      )
    } else if (!grants.some((other) => isSame(other, grant))) grants.push(grant)
  }
  return { grants, faults }
}

function refuse({ start }: SourceNode, message: string): ReadGroups {
  return { grants: null, faults: [{ severity: 'error', field: 'groups', offset: start, message }] }
}

function limitsEdit(entry: GroupEntry): boolean {
  return entry.type === 'nothing'
    ? entry.meantToLimitEdit
    : entry.grant.group === 'edit' && entry.grant.fileRegex !== undefined
}

function isSame(one: GroupGrant, other: GroupGrant): boolean {
  return one.group === other.group && one.fileRegex === other.fileRegex
}
