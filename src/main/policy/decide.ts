import { type ActionType, type AutoApproveEntry, actionTypeLabels } from '../../contract/action-type.ts'
import type { Mode, ToolGroup } from '../../contract/mode.ts'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import { protectedName } from '../workspace/protected.ts'
import { insidePath, refuseGroup, refusePaths } from './mode-permits.ts'
import { noLimits, type PathLimits, refuseBeyondLimits, refuseCommands } from './path-limits.ts'

/** What becomes of a planned call. `rule`, `why` and `message` are sentences. */
export type Verdict =
  | { verdict: 'allow'; rule: string }
  | { verdict: 'ask'; why: string }
  /** For the model: not even a person is asked, because the task's mode does not permit it. */
  | { verdict: 'refuse'; message: string }

/** What is to be judged. `entries` are all toggles as `resolveAutoApprove` gives them. */
export type Order = {
  plan: { action: ActionType; subject: Pick<ApprovalSubject, 'type'>; paths?: string[] | undefined }
  tool: { name: string; group: ToolGroup | null }
  mode: Mode
  /** The absolute folder the task works in. */
  folder: string
  entries: readonly AutoApproveEntry[]
  /** Where the task may change files. Absent: anywhere. */
  limits?: PathLimits | undefined
}

/**
 * Decides whether a planned call runs, waits for a person, or is refused. The mode comes first: it must
 * grant the tool's group and, for edits, permit every path; so must the task's limits. Then the toggle of each thing the call does
 * must be on: deleting what is protected takes two of them, so that none of them lets in more than it says.
 * A toggle that is missing counts as off. Pure.
 */
export function decide({ plan, tool, mode, folder, entries, limits = noLimits }: Order): Verdict {
  const paths = plan.paths ?? []
  const edits = tool.group === 'edit'
  const refused =
    refuseGroup(mode, tool) ??
    (edits ? (refusePaths(mode, paths, folder) ?? refuseBeyondLimits(limits, paths, folder)) : null) ??
    (tool.group === 'command' && plan.subject.type === 'command' ? refuseCommands(limits) : null)
  if (refused !== null) return { verdict: 'refuse', message: refused }

  const outside = paths.find((path) => insidePath(folder, path) === null)
  const toggles = actionsOf(plan, outside !== undefined).map((action) => {
    const entry = entries.find((one) => one.action === action)
    return entry ?? ({ action, on: false, from: 'default' } satisfies AutoApproveEntry)
  })
  const off = toggles.find(({ on }) => !on)
  if (!off) return { verdict: 'allow', rule: toggles.map(sentence).join(' ') }
  const fact =
    off.action.endsWith('_outside') && outside !== undefined ? `${outside} lies outside the workspace. ` : ''
  return { verdict: 'ask', why: `${fact || protectedFact(off.action, paths, folder)}${sentence(off)}` }
}

/** Everything a call does, each of which has a toggle of its own. */
function actionsOf({ action, subject }: Order['plan'], outside: boolean): ActionType[] {
  const actions = new Set<ActionType>([action])
  if (action === 'edit_protected' && outside) actions.add('edit_outside')
  if (subject.type === 'delete') actions.add('delete')
  return [...actions]
}

function protectedFact(action: ActionType, paths: readonly string[], folder: string): string {
  if (action !== 'edit_protected') return ''
  for (const path of paths) {
    const name = protectedName(insidePath(folder, path) ?? path)
    if (name !== null)
      return `“${name}” is protected, because it governs what runs or what the agent may do. `
  }
  return ''
}

function sentence({ action, on, from }: AutoApproveEntry): string {
  const place = {
    default: 'by default',
    everywhere: 'everywhere',
    workspace: 'for this workspace',
    task: 'for this task',
  }[from]
  return `Auto-approve “${actionTypeLabels[action].title}” is ${on ? 'on' : 'off'} ${place}.`
}
