import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { callIdSchema, type TaskId, taskIdSchema } from '../../src/contract/ids.ts'
import { replayTask } from '../../src/contract/reduce-task.ts'
import type { TaskEvent } from '../../src/contract/task-event.ts'
import { isEnded } from '../../src/contract/task-status.ts'
import type { TaskSummary } from '../../src/contract/task-summary.ts'
import type { TaskView } from '../../src/contract/task-view.ts'
import { openStore } from '../../src/main/store/open-store.ts'
import type { Store } from '../../src/main/store/store.ts'
import { findFaults } from '../../src/main/testing/soundness.ts'
import { type Place, personal } from './place.ts'

/** A task as the log of a data folder tells it, with its log. */
export type Known = { task: TaskSummary; view: TaskView; events: TaskEvent[] }

/**
 * Reads what a process left in its data folder. A copy is read, so that the next start finds exactly what the
 * last one left, with the write-ahead log as it was. `faults` is what does not hold: see `findFaults`.
 */
export function readTasks(place: Place, state: 'killed' | 'ended'): { tasks: Known[]; faults: string[] } {
  const copy = join(place.base, 'inspected')
  rmSync(copy, { recursive: true, force: true })
  // Without the index of the write-ahead log, which is made anew from the log.
  const left = existsSync(place.dataFolder) ? readdirSync(place.dataFolder) : []
  const names = left.filter((name) => name.startsWith('treeline.db') && !name.endsWith('-shm'))
  for (const name of names) cpSync(join(place.dataFolder, name), join(copy, name))
  if (names.length === 0) return { tasks: [], faults: [] }
  const store = openStore({ folder: copy })
  try {
    const requests = state === 'ended' ? place.model.requests.map(({ body }) => body) : []
    const faults = findFaults(
      { store, engine: { isRunning: () => false } },
      { dataFolder: copy, requests, left: true, killed: state === 'killed' },
    )
    const deleted = store.tasks.deleted().flatMap(({ id }) => store.tasks.subtree(id))
    return { tasks: [...store.tasks.list(), ...deleted].map((task) => read(store, task)), faults }
  } finally {
    store.dispose()
  }
}

function read(store: Store, task: TaskSummary): Known {
  const events = store.events.read(task.id, 0, 100_000)
  const view = replayTask(events)
  if (view === null) throw new Error(`${task.displayId} has no log.`)
  return { task, view, events }
}

/**
 * I1: what the host told of must stand in the log, word for word. `told` are the lines of JSON that it printed;
 * those that are no events are passed over.
 */
export function lostEvents(told: readonly string[], tasks: readonly Known[]): string[] {
  const byId = new Map(tasks.map((known) => [known.task.id, known.events]))
  return told.flatMap((line) => {
    const { taskId, ...said } = JSON.parse(line)
    const id = taskIdSchema.safeParse(taskId)
    if (!id.success || typeof said.seq !== 'number') return []
    const what = `event ${said.seq} of ${said.displayId} (${said.type})`
    const stored = byId.get(id.data)?.[said.seq - 1]
    if (stored === undefined) return [`I1: ${what} was told and is lost.`]
    const { at, seq, body } = stored
    const same = isDeepStrictEqual({ displayId: said.displayId, ...body, seq, at }, said)
    return same ? [] : [`I1: ${what} was told and is another now.`]
  })
}

/** I3: parents that wait for nobody, and calls that have more than one child. */
export function strandedParents(tasks: readonly Known[]): string[] {
  const byId = new Map(tasks.map(({ task }) => [task.id, task]))
  const alone = tasks.filter(({ task, view }) => {
    if (task.status !== 'awaiting_subtask') return false
    const children = Object.values(view.calls)
      .filter((call) => call.status !== 'finished' && call.subtask?.background === false)
      .map((call) => byId.get(call.subtask?.childId as TaskId))
    return !children.some((child) => child !== undefined && !isEnded(child.status))
  })
  const asked = tasks.map(({ view }) => view.parentCallId).filter((callId) => callId !== null)
  const twice = asked.filter((callId, index) => asked.indexOf(callId) !== index)
  return [
    ...alone.map(({ task }) => `I3: ${task.displayId} waits for nobody.`),
    ...twice.map((callId) => `I3: the call ${callId} has more than one child.`),
  ]
}

/** I2: what commands left behind, by the command's name. */
export function readMarks(place: Place): Map<string, { begun: number; ended: number }> {
  const marks = new Map<string, { begun: number; ended: number }>()
  for (const line of readFileSync(place.marks, 'utf8').split('\n').filter(Boolean)) {
    const [what, id = ''] = line.split(' ')
    const mark = marks.get(id) ?? { begun: 0, ended: 0 }
    if (what === 'begin') mark.begun++
    else mark.ended++
    marks.set(id, mark)
  }
  return marks
}

/** I2: the commands that ran more often than once, and once more for each time that a person said so. */
export function repeatedCommands(place: Place, tasks: readonly Known[]): string[] {
  const reruns = new Map<string, number>()
  for (const { view, events } of tasks) {
    for (const { body } of events) {
      if (body.type !== 'outcome.settled' || body.decision !== 'rerun') continue
      const name = commandName(view.calls[body.callId]?.arguments ?? '') ?? ''
      reruns.set(name, (reruns.get(name) ?? 0) + 1)
    }
  }
  return [...readMarks(place)]
    .filter(([name, { begun }]) => begun > 1 + (reruns.get(name) ?? 0))
    .map(([name, { begun }]) => `I2: the command ${name} ran ${begun} times.`)
}

/** The name that a command of the story carries, or null. */
export const commandName = (text: string): string | null => /echo 'begin ([^']+)'/.exec(text)?.[1] ?? null

/**
 * I4: files that are gone, half-written or changed by nobody's order. `versions` are the contents that a file
 * may have; all other files must be as they were, and there must be no others.
 */
export function brokenFiles(
  place: Place,
  files: Readonly<Record<string, string>>,
  versions: Readonly<Record<string, readonly (string | null)[]>>,
  state: 'killed' | 'ended',
): string[] {
  const faults: string[] = []
  const fixed = Object.fromEntries(
    Object.entries({ ...files, ...personal }).map(([path, text]) => [path, [text]]),
  )
  const allowed: Record<string, readonly (string | null)[]> = { ...fixed, ...versions }
  for (const [path, contents] of Object.entries(allowed)) {
    const full = join(place.folder, path)
    const now = existsSync(full) ? readFileSync(full, 'utf8') : null
    const wanted = state === 'ended' ? contents.slice(-1) : contents
    if (wanted.includes(now)) continue
    const what =
      now === null ? 'is gone' : contents.includes(now) ? 'is not as it should be' : 'is half-written'
    faults.push(`I4: ${path} ${what}.`)
  }
  for (const entry of readdirSync(place.folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(place.folder.length + 1)
    if (entry.isDirectory() || path.startsWith('.git/') || allowed[path] !== undefined) continue
    const draft = /(^|\/)\.treeline-[0-9a-f-]+\.tmp$/.test(path)
    // A file's new content, which the kill kept from its place. It must be gone once the call has its result.
    if (!(draft && state === 'killed')) faults.push(`I4: ${path} was left behind.`)
  }
  return faults
}

/** I4: what became of the person's own git: nothing, whatever was done beside it. */
export function changedGit(place: Place): string[] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: place.folder, encoding: 'utf8' }).trim().split('\n').filter(Boolean)
  const looks: [string, string[], number][] = [
    ['worktrees', git('worktree', 'list'), 1],
    ['branches', git('branch', '--list'), 1],
    ['commits on main', git('log', '--format=%h', 'main'), 1],
    ['stashes', git('stash', 'list'), 0],
    ['staged files', git('diff', '--cached', '--name-only'), 1],
  ]
  return looks
    .filter(([, found, wanted]) => found.length !== wanted)
    .map(([what, found]) => `I4: the repository has ${found.length} ${what}: ${found.join(', ')}.`)
}

/** Calls that wait for somebody to say what became of them. */
export function unknownCalls(tasks: readonly Known[]) {
  return tasks.flatMap(({ task, view }) =>
    Object.values(view.calls)
      .filter((call) => call.status === 'outcome_unknown')
      .map((call) => ({ task, callId: callIdSchema.parse(call.callId), name: commandName(call.arguments) })),
  )
}
