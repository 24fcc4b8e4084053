import type { ActionType } from '../../../contract/action-type.ts'
import { limitReason } from '../../../contract/budget-words.ts'
import { needWords } from '../../../contract/need-words.ts'
import type { TaskSummary } from '../../../contract/task-summary.ts'
import { waitsForPerson } from '../../../contract/waits-for-person.ts'
import { type WaitsFor, whatWaits } from '../../../contract/what-waits.ts'
import type { Reader } from '../../reader.ts'
import { jsonLine, type Output } from './output.ts'
import { subjectLine } from './progress-line.ts'

/** One thing that waits, as `treeline inbox --json` prints it. */
export type InboxLine = {
  /** The display id of the tree's root. */
  root: string
  displayId: string
  taskId: string
  title: string
  /** `unread` where the task's log does not tell. */
  type: WaitsFor['type'] | 'unread'
  /** Of an approval: the switch that asked. */
  action: ActionType | null
  callId: string | null
  /** What it wants, in a line. */
  what: string
  /** Why it asks, in words; empty where there is nothing to add. */
  why: string
  /** Epoch ms. */
  since: number
}

/** `treeline inbox`: what waits for a person, tree by tree, or as a JSON array. Writes nothing anywhere. */
export function inboxCommand(reader: Reader, { json }: { json: boolean }, output: Output): void {
  const tasks = reader.store?.tasks.list() ?? []
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const rootOf = (task: TaskSummary) => byId.get(task.rootId) ?? task
  const lines = tasks.filter(waitsForPerson).flatMap((task) => linesOf(reader, task, rootOf(task), byId))
  if (json) {
    output.out(jsonLine(lines))
    return
  }
  if (lines.length === 0) output.err('Nothing waits for you.\n')
  const titles = new Map(tasks.map(({ displayId, title }) => [displayId, title]))
  for (const [root, waiting] of Map.groupBy(lines, (line) => line.root)) {
    output.out(`${root}  ${titles.get(root) ?? ''}\n`)
    for (const { displayId, what, why, since } of waiting) {
      output.out(`  ${displayId}  ${what}\n`)
      output.out(`    ${why === '' ? '' : `${why} `}Since ${new Date(since).toISOString()}.\n`)
    }
  }
}

function linesOf(
  reader: Reader,
  task: TaskSummary,
  root: TaskSummary,
  byId: ReadonlyMap<string, TaskSummary>,
): InboxLine[] {
  const view = reader.view(task.id)
  const asked = view === null ? [] : whatWaits(view)
  const { displayId, id: taskId, title } = task
  const line = { root: root.displayId, displayId, taskId, title, action: null, callId: null, why: '' }
  if (asked.length === 0) {
    return [{ ...line, type: 'unread', what: task.statusReason ?? task.activity, since: task.updatedAt }]
  }
  return asked.map((one) => ({ ...line, type: one.type, since: one.since, ...words(one, byId) }))
}

/** Each text in one line, whatever a model wrote into it. */
function words(
  one: WaitsFor,
  byId: ReadonlyMap<string, TaskSummary>,
): Pick<InboxLine, 'what'> & Partial<InboxLine> {
  switch (one.type) {
    case 'approval': {
      const { call, approval } = one
      const { action, why } = approval
      return {
        what: `asks to ${oneLine(subjectLine(approval.subject))}`,
        why: oneLine(why),
        action,
        callId: call.callId,
      }
    }
    case 'question':
      return { what: `asks: ${oneLine(one.question.question)}`, callId: one.call.callId }
    case 'doubt':
      return { what: 'asks what became of its call', why: oneLine(one.what), callId: one.call.callId }
    case 'limit': {
      const displayId = byId.get(one.notice.budgetOf)?.displayId ?? 'its tree'
      return { what: 'reached a limit', why: limitReason({ displayId, ...one.notice }) }
    }
    case 'need':
      return { what: `needs ${needWords[one.needs]}`, why: oneLine(one.reason) }
    case 'word':
      return { what: 'needs a word of yours', why: oneLine(one.reason) }
    default: {
      const unknown: never = one
      throw new Error(`Unknown wait ${JSON.stringify(unknown)}`)
    }
  }
}

const oneLine = (text: string): string => {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
