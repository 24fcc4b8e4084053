import type { TaskId } from './ids.ts'
import type { Preferences } from './settings.ts'
import type { TreeFrame } from './task-api.ts'
import type { TaskSummary } from './task-summary.ts'
import { waitsForPerson } from './waits-for-person.ts'

/** What of a task's change a person may want to be told of. */
export type NewsKind = 'approval' | 'question' | 'done' | 'failed'
export type News = { kind: NewsKind; task: TaskSummary }

/** One notification, whatever it is shown with. */
export type Notice = {
  title: string
  body: string
  /** Where a click leads. */
  taskId: TaskId
  sound: 'waits' | 'ended' | null
}

type AttentionSettings = Pick<
  Preferences,
  | 'notifyApproval'
  | 'notifyQuestion'
  | 'notifyDone'
  | 'notifyFailed'
  | 'notifySubtasks'
  | 'sounds'
  | 'doNotDisturb'
>

/** Of several the most urgent comes first. */
const byUrgency: readonly NewsKind[] = ['approval', 'question', 'failed', 'done']
const settingOf = {
  approval: 'notifyApproval',
  question: 'notifyQuestion',
  done: 'notifyDone',
  failed: 'notifyFailed',
} as const
const wordsOf: Record<NewsKind, (title: string) => string> = {
  approval: (title) => `${title} wants approval`,
  question: (title) => `${title} needs a word from you`,
  done: (title) => `${title} is completed`,
  failed: (title) => `${title} has failed`,
}
const mostLines = 3

/** Whether nothing is to be told now (epoch ms). A time that has gone by counts as off. */
export function isQuiet(doNotDisturb: Preferences['doNotDisturb'], now: number): boolean {
  if (doNotDisturb === 'on') return true
  return doNotDisturb !== 'off' && Date.parse(doNotDisturb) > now
}

/** What a task is a reason to tell, as it stands; null for all else. Cancelled ones are their person's own doing. */
export function standingOf(task: TaskSummary): NewsKind | null {
  if (task.deletedAt !== null) return null
  if (waitsForPerson(task)) return task.status === 'awaiting_approval' ? 'approval' : 'question'
  if (task.status === 'completed') return 'done'
  return task.status === 'failed' ? 'failed' : null
}

/**
 * The tasks after a piece of the tree's stream, and what of it is new. A snapshot that is the first tells nothing: it
 * is how things stood before one looked. A later one, after a gap, tells what happened meanwhile.
 */
export function takeIn(
  known: ReadonlyMap<TaskId, TaskSummary> | null,
  frame: TreeFrame,
): { tasks: Map<TaskId, TaskSummary>; news: News[] } {
  const tasks = new Map(frame.type === 'snapshot' ? [] : known)
  const news: News[] = []
  for (const task of frame.tasks) {
    const before = known?.get(task.id)
    const kind = standingOf(task)
    const was = before === undefined ? null : standingOf(before)
    // One that comes back from the deleted ones or in an import ended before one could be told.
    const old = known === null || (before === undefined && (kind === 'done' || kind === 'failed'))
    if (kind !== null && kind !== was && !old) news.push({ kind, task })
    tasks.set(task.id, task)
  }
  if (frame.type === 'changed') for (const id of frame.removed) tasks.delete(id)
  return { tasks, news }
}

/** Whether settings want this to be told. What a subtask waits for holds up its tree, so that it counts for its root. */
export function isWanted({ kind, task }: News, settings: AttentionSettings): boolean {
  if (!settings[settingOf[kind]]) return false
  return task.parentId === null || settings.notifySubtasks || kind === 'approval' || kind === 'question'
}

/**
 * The one notification for all that happened in a moment, or null for none: while the app is looked at, while nobody
 * wants to be disturbed, or where nothing of it is wanted.
 */
export function noticeFor(
  happened: readonly News[],
  settings: AttentionSettings,
  { lookedAt, now }: { lookedAt: boolean; now: number },
): Notice | null {
  if (lookedAt || isQuiet(settings.doNotDisturb, now)) return null
  const news = happened
    .filter((one) => isWanted(one, settings))
    .toSorted((one, other) => byUrgency.indexOf(one.kind) - byUrgency.indexOf(other.kind))
  const [first] = news
  if (first === undefined) return null
  const { kind, task } = first
  const waits = kind === 'approval' || kind === 'question'
  const sound = !settings.sounds ? null : waits ? 'waits' : 'ended'
  const place = { taskId: task.id, sound } as const
  if (news.length === 1) {
    const title = wordsOf[kind](task.displayId)
    return { title, body: waits ? `${task.title}\n${task.activity}`.trim() : task.title, ...place }
  }
  const waiting = news.filter((one) => one.kind === 'approval' || one.kind === 'question').length
  const ended = news.length - waiting
  const parts = [
    waiting > 0 && (waiting === 1 ? '1 task waits for you' : `${waiting} tasks wait for you`),
    ended > 0 && (ended === 1 ? '1 has ended' : `${ended} have ended`),
  ].filter((part) => part !== false)
  const lines = news
    .slice(0, mostLines)
    .map((one) => `${wordsOf[one.kind](one.task.displayId)}: ${one.task.title}`)
  const more = news.length - lines.length
  const body = [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
  const title = waiting === 0 ? `${ended} tasks have ended` : parts.join(', ')
  return { title, body, ...place }
}

/** How many tasks wait for a person. */
export function countThatWait(tasks: Iterable<TaskSummary>): number {
  let count = 0
  for (const task of tasks) if (task.deletedAt === null && waitsForPerson(task)) count += 1
  return count
}
