import type { TaskEventBody } from '../../contract/task-event.ts'

/** Which fields hold ids, and how the ids of that kind begin. */
const idFields: Readonly<Record<string, string>> = {
  taskId: 'tsk',
  childId: 'tsk',
  parentId: 'tsk',
  rootId: 'tsk',
  budgetOf: 'tsk',
  callId: 'call',
  parentCallId: 'call',
  turnId: 'turn',
  approvalId: 'apr',
  messageId: 'msg',
  commandId: 'cmd',
}

const displayIdFields: ReadonlySet<string> = new Set(['displayId', 'childDisplayId', 'to'])

/** Fields whose keys are paths or whose values are texts alone. */
const opaque: ReadonlySet<string> = new Set(['files', 'sides', 'taken', 'arguments', 'text'])

/** Gives every id a new one, the same one each time. */
export type NewNames = {
  id(old: string, prefix: string): string
  /** The new display id, or the old one for a task that is not among those that are renamed. */
  displayId(old: string): string
}

/** Names that are made when they are first asked for. `displayIds` are those of the tasks, new by old. */
export function createNewNames(
  newId: (prefix: string) => string,
  displayIds: ReadonlyMap<string, string>,
): NewNames {
  const ids = new Map<string, string>()
  return {
    id(old, prefix) {
      const known = ids.get(`${prefix} ${old}`)
      if (known !== undefined) return known
      const made = newId(prefix)
      ids.set(`${prefix} ${old}`, made)
      return made
    },
    displayId: (old) => displayIds.get(old) ?? old,
  }
}

/** The same fact about other ids: every id in it, however deep, is renewed; words of people and models stay. */
export function renewIds(body: TaskEventBody, names: NewNames): TaskEventBody {
  return renewed(body, names, body.type) as TaskEventBody
}

function renewed(value: unknown, names: NewNames, type: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => renewed(one, names, undefined))
  if (typeof value !== 'object' || value === null) return value
  const result: Record<string, unknown> = {}
  // Which kind of fact or display it is: `to` is a display id in one of them and a status or a mode in others.
  const kind = type ?? (value as { type?: unknown }).type
  for (const [key, old] of Object.entries(value)) {
    const prefix = idFields[key]
    if (opaque.has(key)) result[key] = old
    else if (prefix !== undefined) result[key] = typeof old === 'string' ? names.id(old, prefix) : old
    else if (displayIdFields.has(key) && (key !== 'to' || kind === 'sent')) {
      result[key] = typeof old === 'string' ? names.displayId(old) : old
    } else result[key] = renewed(old, names, undefined)
  }
  return result
}
