import {
  brokenFiles,
  changedGit,
  lostEvents,
  readMarks,
  readTasks,
  repeatedCommands,
  strandedParents,
  unknownCalls,
} from './inspect.ts'
import { type KillPlan, type Life, live } from './life.ts'
import { makePlace, type Place } from './place.ts'
import { waitUntilGone } from './processes.ts'
import type { Random } from './random.ts'
import { commands, ending, files, opening, playStory, tree, versions } from './story.ts'
import type { TestBuild } from './test-build.ts'

/** More lives than this without an end: it goes round in circles. */
const MOST_LIVES = 400

/** What one piece of work came to, killed again and again until it was done. */
export type WorkReport = {
  kills: number
  /** The failpoints that it was killed at. */
  killedAt: string[]
  /** Milliseconds from each restart to the first line. */
  restarts: number[]
  events: number
  /** How the commands ended that a kill had cut off. */
  settled: { rerun: number; done: number; skip: number; unknown: number }
  /** What does not hold, with the life in which it was found. [] when all is well. */
  faults: string[]
}

/** Chooses when the next process is to be killed, knowing the last one's life. */
export type NextKill = (last: Life | null) => KillPlan

/** Moments as a seed has them: while it starts, after something was told, or at any time. */
export function randomKills(random: Random): NextKill {
  return () => {
    const dice = random.next()
    if (dice < 0.2) return { at: 'time', ms: random.within(0, 250) }
    if (dice < 0.4) return { at: 'time', ms: random.within(100, 900) }
    return { at: 'line', line: random.within(1, 30), ms: random.within(0, 15) }
  }
}

/**
 * Plays the story once in the terminal host, kills the host as `next` says, starts it again, and so on until
 * the tree is done, holding the invariants after every end. `random` decides what a person would.
 */
export async function work(build: TestBuild, next: NextKill, random: Random): Promise<WorkReport> {
  const place = await makePlace(files, ({ body }, { marks }) => playStory(body, marks))
  const report: WorkReport = {
    ...{ kills: 0, killedAt: [], restarts: [], events: 0, faults: [] },
    settled: { rerun: 0, done: 0, skip: 0, unknown: 0 },
  }
  try {
    await playToTheEnd(place, build, next, random, report)
  } finally {
    if (report.faults.length === 0) await place.dispose()
    else {
      await place.model.close()
      report.faults.push(`What it left is in ${place.base}.`)
    }
  }
  return report
}

async function playToTheEnd(
  place: Place,
  build: TestBuild,
  next: NextKill,
  random: Random,
  report: WorkReport,
): Promise<void> {
  const told: string[] = []
  // At first some things are not approved, so that the tree comes to stand and is gone on with.
  let approve =
    random.next() < 0.5 ? 'all' : 'read,edit,command,subtask_create,mode_switch,followup,todo,retry'
  let made = false
  let pending: string[] | null = null
  let last: Life | null = null

  for (let number = 1; number <= MOST_LIVES; number++) {
    const args: string[] = pending ?? [
      ...(made ? ['resume'] : ['run', opening]),
      '--approve',
      approve,
      '--json',
    ]
    const life = await live(build.cli, args, next(last), { cwd: place.folder, env: place.env })
    last = life
    const { tasks, faults } = readTasks(place, life.killed ? 'killed' : 'ended')
    const blame = (found: readonly string[]) => {
      const where = `life ${number} (${inWords(life)})`
      report.faults.push(...found.map((fault) => `${fault} — ${where}`))
    }
    if (life.killed) {
      report.kills++
      report.killedAt.push(...life.failpoints)
    }
    told.push(...life.lines.filter((line) => line.startsWith('{')))
    blame(faults)
    blame(lostEvents(told, tasks))
    blame(repeatedCommands(place, tasks))
    blame(strandedParents(tasks))
    blame(brokenFiles(place, files, versions, 'killed'))
    if (life.hung) blame(['I3: it did nothing more and did not end.'])
    if (made && life.firstLineMs !== null) report.restarts.push(life.firstLineMs)
    if (!life.killed && life.code !== 0 && life.code !== 3)
      blame([`It ended with ${life.code}: ${life.stderr.trim().slice(-1500)}`])
    if (report.faults.length > 0) return

    made ||= tasks.length > 0
    pending = null
    const [unknown] = unknownCalls(tasks)
    if (unknown !== undefined && (life.killed ? random.next() < 0.5 : true)) {
      const decision = decide(place, unknown.name, random)
      report.settled[decision]++
      const which = [unknown.task.displayId, '--call', unknown.callId, decision]
      pending = ['settle', ...which, '--note', 'Looked at what it left.', '--json']
      continue
    }
    if (life.killed || life.args[0] === 'settle') continue
    const root = tasks.find(({ task }) => task.parentId === null)
    if (life.code === 0 && root?.task.status === 'completed') {
      report.events = told.length
      report.settled.unknown = countUnknown(tasks)
      blame(endFaults(place, tasks))
      const left = await waitUntilGone(place.base)
      blame((left ?? []).map(({ pid, command }) => `I6: process ${pid} is left: ${command}`))
      return
    }
    if (approve !== 'all') approve = 'all'
    else return blame([`I3: the tree stands still: ${life.stderr.trim().slice(-1500)}`])
  }
  report.faults.push(`I3: it did not come to an end in ${MOST_LIVES} lives.`)
}

/** What a person would say of a command, having looked at what it left. */
function decide(place: Place, name: string | null, random: Random): 'rerun' | 'done' | 'skip' {
  const { begun = 0, ended = 0 } = readMarks(place).get(name ?? '') ?? {}
  if (ended > 0) return 'done'
  return begun === 0 ? random.pick(['rerun', 'skip'] as const) : 'skip'
}

type Tasks = ReturnType<typeof readTasks>['tasks']

const callsOf = (tasks: Tasks) => tasks.flatMap(({ view }) => Object.values(view.calls))

const countUnknown = (tasks: Tasks) =>
  tasks.flatMap(({ events }) => events).filter(({ body }) => body.type === 'outcome.unknown').length

/** What must hold when all is done: the tree that was asked for, each summary once, and every effect. */
function endFaults(place: Place, tasks: Tasks): string[] {
  const faults = [...brokenFiles(place, files, versions, 'ended'), ...changedGit(place)]
  const found = tasks.map(({ task }) => `${task.title} ${task.status}`).sort()
  const wanted = Object.entries(tree).map(([title, status]) => `${title} ${status}`)
  if (found.join() !== wanted.sort().join()) faults.push(`I3: the tree is ${found.join(', ')}.`)
  const root = tasks.find(({ task }) => task.parentId === null)
  if (root?.view.result !== ending)
    faults.push(`I1: a summary is lost: it ended with “${root?.view.result}”.`)
  const reports = root?.view.items.filter(
    (item) => item.type === 'message' && item.text.includes('Beside is done.'),
  )
  if (reports?.length !== 1) faults.push(`I1: the background report came ${reports?.length} times.`)

  const marks = readMarks(place)
  const calls = callsOf(tasks)
  for (const name of commands) {
    const mine = calls.filter((call) => call.arguments.includes(`'begin ${name}'`))
    const { begun = 0, ended = 0 } = marks.get(name) ?? {}
    const call = mine[0]
    if (mine.length !== 1 || call === undefined)
      faults.push(`I2: ${mine.length} calls of the command ${name}.`)
    else if (call.outcome !== 'ok' && call.outcome !== 'unknown')
      faults.push(`I2: the command ${name} came to ${call.outcome}: ${call.result}`)
    else if (call.outcome === 'ok' && call.unknown === null && (begun !== 1 || ended !== 1))
      faults.push(`I2: the command ${name} ended well and ran ${begun} times.`)
    else if (call.unknown?.decision === 'rerun' && begun < 1)
      faults.push(`I2: the command ${name} was to run again and did not.`)
  }
  faults.push(...repeatedCommands(place, tasks))
  return faults
}

/** A life in words: what was started, and how it ended. */
function inWords({ args, plan, failpoints, lines, ms, code, killed }: Life): string {
  const place = failpoints.join(' ') || `${Math.round(ms)} ms after the start`
  const how = killed ? `by a kill at ${place}` : `with exit code ${code}`
  return `${args[0]}, ${plan.at} plan, ended ${how} after ${lines.length} lines`
}
