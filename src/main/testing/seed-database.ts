import { mkdirSync } from 'node:fs'
import type { CallId, ModeSnapshotId, TaskId, TurnId } from '../../contract/ids.ts'
import type { TaskEventBody, TaskEventOf } from '../../contract/task-event.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { Workspace } from '../../contract/workspace.ts'
import type { Database } from '../store/database.ts'
import { createEvents } from '../store/events.ts'
import { migrations } from '../store/migrations/all.ts'
import { createModes } from '../store/modes.ts'
import { openDatabase } from '../store/open-database.ts'
import { createWorkspaces } from '../store/workspaces.ts'
import { sampleMode } from './sample-events.ts'
import { createSeedText, type SeedText } from './seed-text.ts'

/** How much to make. The same order gives the same database. */
export type SeedOrder = {
  folder: string
  tasks: number
  messages: number
  seed: number
  /** The workspaces' folders; three that need not exist unless they are named. */
  workspaces?: string[]
  /** How many messages the first task has, when not its usual share. */
  longest?: number
  /** Whether models answer in Markdown instead of plain words. */
  markdown?: boolean
}

/** What was made. A message is one that would go to a model: a person's, a turn, or a call's result. */
export type Seeded = { tasks: number; messages: number; events: number; longest: string }

type Entry = { taskId: TaskId; body: TaskEventBody; at: number }

/** How many events are written in one transaction. */
const batchSize = 20_000

/** One task in so many has as many messages as this share of all: the one that is longest to open. */
const longestShare = 0.02

/**
 * Makes a database like one of somebody who has worked with Treeline for years: trees of tasks in several
 * workspaces and modes, in every status, with reads, edits and commands, short texts and long ones. Every
 * event goes the way that the app's own go, so that the tables follow from the log; only the flushing to the
 * disk is left to the end. The folder must not hold a database.
 */
export function seedDatabase(order: SeedOrder, progress: (events: number) => void = () => {}): Seeded {
  mkdirSync(order.folder, { recursive: true, mode: 0o700 })
  const database = openDatabase(order.folder, false, migrations)
  try {
    if (database.prepare('SELECT 1 FROM tasks').get() !== undefined) {
      throw new Error(`${order.folder} has tasks already. Name an empty folder.`)
    }
    database.pragma('synchronous = OFF')
    const made = write(database, order, progress)
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.exec('PRAGMA optimize')
    return made
  } finally {
    database.close()
  }
}

function write(database: Database, order: SeedOrder, progress: (events: number) => void): Seeded {
  const text = createSeedText(order.seed)
  const events = createEvents(database)
  const ground = prepareGround(database, order.workspaces)
  const lengths = shareOut(order, text)
  let batch: Entry[] = []
  const made: Seeded = { tasks: 0, messages: 0, events: 0, longest: '' }
  const flush = () => {
    events.append(batch, 0, 'ordered')
    made.events += batch.length
    batch = []
    progress(made.events)
  }
  const say = (count: number) => (order.markdown ? text.markdown(count) : text.words(count))
  const writer = createWriter({ ...text, say }, ground, (entry) => batch.push(entry))
  for (let index = 0; index < order.tasks; ) {
    index += writer.tree(lengths, index)
    if (batch.length >= batchSize) flush()
  }
  flush()
  return { ...made, ...writer.made() }
}

/** How many messages each task has: most have few, some have many, the first of all has most. */
function shareOut({ tasks, messages, ...order }: SeedOrder, text: SeedText): number[] {
  const weights = Array.from({ length: tasks }, () => -Math.log(1 - text.random()))
  const longest = order.longest ?? Math.max(4, Math.floor(messages * longestShare))
  const sum = weights.slice(1).reduce((total, weight) => total + weight, 0) || 1
  const rest = Math.max(0, messages - longest)
  return weights.map((weight, index) =>
    index === 0 ? longest : Math.max(2, Math.round((weight / sum) * rest)),
  )
}

type Ground = {
  workspaces: Workspace[]
  modes: { slug: string; name: string; id: ModeSnapshotId }[]
  nextDisplayId(workspace: Workspace): string
}

const usualWorkspaces = ['/home/me/treeline', '/home/me/tide-tables', '/home/me/harbour']

function prepareGround(database: Database, paths = usualWorkspaces): Ground {
  const workspaces = createWorkspaces(database)
  const modes = createModes(database)
  const kept = ['orchestrator', 'code', 'architect', 'debug', 'ask', 'test', 'review'].map((slug) => {
    const name = `${slug[0]?.toUpperCase()}${slug.slice(1)}`
    return { slug, name, id: modes.keep({ ...sampleMode, slug, name }) }
  })
  return {
    workspaces: paths.map((path) => workspaces.open(path, 1)),
    modes: kept,
    nextDisplayId: (workspace) => workspaces.nextDisplayId(workspace.id),
  }
}

/** Statuses of those that have not ended, each of one task in a hundred or so. */
const openEnds: TaskStatus[] = ['paused', 'interrupted', 'awaiting_input', 'awaiting_approval', 'in_progress']

/** `say` makes a model's words. */
type Wording = SeedText & { say(words: number): string }

function createWriter(text: Wording, ground: Ground, put: (entry: Entry) => void) {
  // A day in 2024. Every event is a little later than the one before.
  let clock = 1_714_550_400_000
  let names = 0
  const made = { tasks: 0, messages: 0, longest: '', most: 0 }
  const id = (prefix: string) => `${prefix}_01J${(++names).toString(32).toUpperCase().padStart(23, '0')}`

  function task(length: number, workspace: Workspace, link: Link | null, spare: number[]): TaskId {
    const taskId = id('tsk') as TaskId
    const mode = ground.modes[text.below(ground.modes.length)] ?? ground.modes[0]
    const displayId = ground.nextDisplayId(workspace)
    const say = (body: TaskEventBody) => {
      clock += 1 + text.below(400)
      put({ taskId, body, at: clock })
    }
    const message = text.words(8 + text.below(60))
    say({
      type: 'task.created',
      ...{ displayId, parentId: link?.parentId ?? null, rootId: link?.rootId ?? taskId },
      ...{ parentCallId: link?.callId ?? null, depth: link === null ? 0 : link.depth + 1, background: false },
      ...{ workspaceId: workspace.id, folder: workspace.path, delegation: true },
      ...{ mode: mode?.slug ?? '', modeName: mode?.name ?? '', modeSnapshotId: mode?.id as ModeSnapshotId },
      ...{ title: message.slice(0, 70), message, providerId: null, model: null },
    })
    if (link !== null) link.started(taskId, displayId, mode?.slug ?? '', message)
    say({ type: 'status.changed', from: 'queued', to: 'in_progress', reason: null })
    let messages = 1
    while (messages < length) messages += turn(taskId, say, workspace, link, spare, length)
    const status = end(say, link !== null)
    made.tasks++
    made.messages += messages
    if (messages > made.most) Object.assign(made, { most: messages, longest: displayId })
    link?.returned(taskId, displayId, status)
    return taskId
  }

  function turn(
    taskId: TaskId,
    say: (body: TaskEventBody) => void,
    workspace: Workspace,
    link: Link | null,
    spare: number[],
    length: number,
  ): number {
    const turnId = id('turn') as TurnId
    say({
      type: 'turn.requested',
      ...{ turnId, mode: 'code', model: 'seeded', providerId: 'seed' as never, attempt: 1 },
    })
    const depth = link === null ? 0 : link.depth + 1
    const delegates = spare.length > 0 && depth < 3 && length > 6 && text.below(4) === 0
    const calls = delegates ? 1 : 1 + Number(text.below(5) === 0)
    const made = Array.from({ length: calls }, () => {
      const [name, args] = delegates ? ['new_task', { mode: 'code', message: '…' }] : text.call()
      const callId = id('call') as CallId
      return { callId, modelCallId: callId.toLowerCase(), name, arguments: JSON.stringify(args) }
    })
    say({
      type: 'turn.committed',
      ...{ turnId, text: text.say(text.below(60)), reasoning: '', calls: made, finish: 'tool_calls' },
      usage: {
        inputTokens: 900 + text.below(9_000),
        outputTokens: 40 + text.below(400),
        cachedTokens: 512,
        cost: 0.001,
      },
      durationMs: 900 + text.below(9_000),
    })
    for (const { callId, name } of made) {
      if (name === 'new_task') child(taskId, callId, say, workspace, link, spare)
      else run(callId, name, say)
    }
    return 1 + calls
  }

  function run(callId: CallId, name: string, say: (body: TaskEventBody) => void): void {
    const action = name === 'execute_command' ? 'command' : name === 'write_to_file' ? 'edit' : 'read'
    const grant = { by: 'rule' as const, rule: 'Approved for this task.' }
    if (action !== 'read' && text.below(10) === 0) ask(callId, say)
    say({ type: 'tool.started', callId, action, grant, write: null })
    const outcome = text.below(20) === 0 ? 'error' : 'ok'
    say({
      type: 'tool.finished',
      ...{ callId, outcome, result: text.result(), display: null, durationMs: text.below(900) },
    })
  }

  function ask(callId: CallId, say: (body: TaskEventBody) => void): void {
    const approvalId = id('apr') as TaskEventOf<'approval.requested'>['approvalId']
    const command = text.words(4)
    const subject = { type: 'command' as const, command, cwd: '/home/me', background: false, timeoutMs: null }
    say({
      type: 'approval.requested',
      approvalId,
      callId,
      action: 'command',
      subject,
      hash: 'h',
      why: 'Commands ask.',
    })
    say({ type: 'status.changed', from: 'in_progress', to: 'awaiting_approval', reason: null })
    say({ type: 'approval.decided', approvalId, callId, decision: 'approved', feedback: '', edited: null })
    say({ type: 'status.changed', from: 'awaiting_approval', to: 'in_progress', reason: null })
  }

  function child(
    parentId: TaskId,
    callId: CallId,
    say: (body: TaskEventBody) => void,
    workspace: Workspace,
    above: Link | null,
    spare: number[],
  ): void {
    const length = spare.pop() ?? 2
    const rootId = above?.rootId ?? parentId
    task(
      length,
      workspace,
      {
        ...{ parentId, rootId, callId, depth: above === null ? 0 : above.depth + 1 },
        started(childId, childDisplayId, mode, message) {
          say({ type: 'subtask.started', callId, childId, childDisplayId, mode, message, background: false })
          say({ type: 'status.changed', from: 'in_progress', to: 'awaiting_subtask', reason: null })
        },
        returned(childId, childDisplayId, outcome) {
          const summary = text.words(40)
          say({ type: 'subtask.returned', callId, childId, childDisplayId, outcome, summary })
          say({ type: 'tool.finished', callId, outcome: 'ok', result: summary, display: null, durationMs: 9 })
          say({ type: 'status.changed', from: 'awaiting_subtask', to: 'in_progress', reason: null })
        },
      },
      spare,
    )
  }

  function end(say: (body: TaskEventBody) => void, isChild: boolean): 'completed' | 'failed' | 'cancelled' {
    const dice = text.below(100)
    const from = 'in_progress' as const
    const left = isChild ? undefined : openEnds[dice]
    if (left !== undefined) {
      if (left !== from) say({ type: 'status.changed', from, to: left, reason: 'Left like this.' })
      return 'completed'
    }
    const to = dice > 94 ? 'failed' : dice > 90 ? 'cancelled' : 'completed'
    if (to === 'completed') say({ type: 'task.completed', result: text.words(30) })
    if (to === 'failed') say({ type: 'task.failed', message: text.words(12), failure: null })
    if (to === 'cancelled') say({ type: 'task.cancelled', by: 'person', reason: '' })
    say({ type: 'status.changed', from, to, reason: null })
    return to
  }

  return {
    /** Writes a root with up to a dozen tasks below it, from `lengths` on. Returns how many tasks that were. */
    tree(lengths: readonly number[], index: number): number {
      const spare = lengths.slice(index + 1, index + 1 + text.below(13))
      const offered = spare.length
      const workspace = ground.workspaces[text.below(ground.workspaces.length)] as Workspace
      task(lengths[index] ?? 2, workspace, null, spare)
      return 1 + offered - spare.length
    },
    made: () => ({ tasks: made.tasks, messages: made.messages, longest: made.longest }),
  }
}

type Link = {
  parentId: TaskId
  rootId: TaskId
  callId: CallId
  depth: number
  started(childId: TaskId, displayId: string, mode: string, message: string): void
  returned(childId: TaskId, displayId: string, outcome: 'completed' | 'failed' | 'cancelled'): void
}
