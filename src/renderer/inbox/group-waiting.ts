import type { ActionType } from '../../contract/action-type.ts'
import type { TaskId } from '../../contract/ids.ts'
import { compareWaiting } from './rank-waiting.ts'
import { isApproval, type Waiting, type WaitingApproval } from './waiting.ts'

/** How few approvals are put together, and how many at most: all of them are listed where they are answered. */
export const fewestAlike = 3
export const mostAlike = 20

/** One entry of a tree in the inbox. */
export type InboxEntry =
  /** `also`: what else the same answer lets go on, which is so with limits only. */
  | { type: 'one'; key: string; waiting: Waiting; also: readonly Waiting[] }
  /** Approvals of one switch in one tree. */
  | { type: 'alike'; key: string; action: ActionType; things: readonly WaitingApproval[] }

/** What waits in one tree, the most urgent first. */
export type InboxTree = { rootId: TaskId; tasks: number; entries: readonly InboxEntry[] }

/** What one can judge by a line, and answer in one go. The rest has more to say than yes or no, or more to be read. */
const together: ReadonlySet<string> = new Set([
  'read read',
  'read_outside read',
  'edit edit',
  'command command',
  'delete delete',
])

/** Everything that waits, by tree, ranked, with alike approvals put together. Each thing is in exactly one entry. */
export function groupWaiting(waiting: readonly Waiting[]): InboxTree[] {
  const ranked = [...waiting].sort(compareWaiting)
  return [...Map.groupBy(ranked, ({ task }) => task.rootId)].map(([rootId, things]) => ({
    rootId,
    tasks: new Set(things.map(({ task }) => task.id)).size,
    entries: entriesOf(rootId, things),
  }))
}

/** The entries of one tree, each where the first of its things is. */
function entriesOf(rootId: TaskId, things: readonly Waiting[]): InboxEntry[] {
  return [...Map.groupBy(things, kindOf)].flatMap(([kind, alike]): InboxEntry[] => {
    const [first, ...also] = alike
    if (first?.asked.type === 'limit')
      return [{ type: 'one', key: `${rootId} ${kind}`, waiting: first, also }]
    return inPieces(alike).flatMap((part, at) => piece(`${rootId} ${kind} ${at}`, part))
  })
}

function inPieces(things: readonly Waiting[]): (readonly Waiting[])[] {
  return Array.from({ length: Math.ceil(things.length / mostAlike) }, (_, at) =>
    things.slice(at * mostAlike, (at + 1) * mostAlike),
  )
}

function piece(key: string, part: readonly Waiting[]): InboxEntry[] {
  const approvals = part.filter(isApproval)
  const [first] = approvals
  if (first === undefined || approvals.length < fewestAlike || !isTogether(first))
    return part.map((waiting) => ({ type: 'one', key: waiting.key, waiting, also: [] }))
  return [{ type: 'alike', key, action: first.asked.approval.action, things: approvals }]
}

/** What makes things one entry; what stands alone has its own key. */
function kindOf(waiting: Waiting): string {
  const { asked, key } = waiting
  if (asked.type === 'limit') return `limit ${asked.notice.budgetOf} ${asked.notice.limit}`
  return isApproval(waiting) && isTogether(waiting) ? `alike ${waiting.asked.approval.action}` : key
}

function isTogether({ asked: { approval } }: WaitingApproval): boolean {
  return together.has(`${approval.action} ${approval.subject.type}`)
}
