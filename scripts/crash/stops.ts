import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectEngine, type EngineClient } from '../../e2e/support/engine-client.ts'
import type { TaskId } from '../../src/contract/ids.ts'
import type { ChatRequest } from '../../src/main/model/scripted-server.ts'
import type { ScriptedTurn } from '../../src/main/model/scripted-turn.ts'
import { completing, conversationOf } from '../../src/main/testing/conversation.ts'
import { type Host, startHost } from './host.ts'
import { readTasks } from './inspect.ts'
import { makePlace, type Place } from './place.ts'
import { processesWith, waitUntilGone } from './processes.ts'
import { createRandom, type Random } from './random.ts'
import type { TestBuild } from './test-build.ts'

/** Cycles at a time: most of a cycle is waiting for processes to end. */
const WORKERS = 6

/** What the cycles came to. Times in milliseconds. */
export type StopReport = {
  cycles: number
  how: string[]
  processes: number
  acknowledged: number[]
  gone: number[]
  faults: string[]
}

/**
 * Commands with processes that do what they can to stay: in a session of their own, orphaned by a double fork,
 * deaf to SIGTERM, or all of it. `$0` marks each process, so that it is found in the process table.
 */
const trees: Readonly<Record<string, (mark: string) => string>> = {
  session: (mark) => `setsid sh -c 'sleep 600; :' ${mark}-session & sleep 600`,
  orphan: (mark) => `(sh -c 'sh -c "sleep 600; :" ${mark}-orphan &' ${mark}-middle &) ; sleep 600`,
  deaf: (mark) => `sh -c 'trap "" TERM HUP INT; while :; do sleep 1; done' ${mark}-deaf & sleep 600`,
  all: (mark) =>
    `setsid sh -c 'trap "" TERM HUP; (sh -c "sleep 600; :" ${mark}-orphan &); while :; do sleep 1; done' ${mark}-all & wait`,
}

/** Plays a task that runs its command, and would run another one each time it is asked again. */
function playStops(body: ChatRequest): ScriptedTurn {
  const { opening, turn } = conversationOf(body)
  const [, mark = '', tree = ''] = /^Run (\S+) as (\w+)\.$/.exec(opening) ?? []
  const command = trees[tree]?.(mark)
  if (command === undefined || turn > 3) return completing('Done.')
  const first = { name: 'execute_command', arguments: { command: `true ${mark}` } }
  const tall = { name: 'execute_command', arguments: { command, timeout: 600 } }
  return { calls: turn === 0 ? [first, tall, first] : [tall, first] }
}

/** Runs cycles: a command with a tree of processes, then a stop, a cancellation or a kill at a random moment. */
export async function stopCycles(
  build: TestBuild,
  order: { cycles: number; seed: number; workers?: number; onCycle?(done: number): void },
): Promise<StopReport> {
  const { cycles, seed, workers = WORKERS, onCycle = () => {} } = order
  const report: StopReport = { cycles: 0, how: [], processes: 0, acknowledged: [], gone: [], faults: [] }
  let next = 0
  const worker = async () => {
    const place = await makePlace({ 'README.md': '# Sample\n' }, ({ body }) => playStops(body))
    const desk = { place, build, host: null as Host | null, client: null as EngineClient | null }
    try {
      while (next < cycles && report.faults.length === 0) {
        const number = next++
        await cycle(desk, number, createRandom(seed + number), report)
        onCycle(++report.cycles)
      }
    } catch (error) {
      report.faults.push(`A cycle broke: ${error instanceof Error ? error.stack : String(error)}`)
    } finally {
      await leave(desk)
      const left = await waitUntilGone(place.base)
      if (left !== null) report.faults.push(`I6: left at the end: ${left[0]?.command}`)
      report.faults.push(...readTasks(place, 'killed').faults)
      await place.dispose()
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  return report
}

type Desk = { place: Place; build: TestBuild; host: Host | null; client: EngineClient | null }

async function leave(desk: Desk): Promise<void> {
  desk.client?.close()
  await desk.host?.end('SIGTERM')
  desk.client = null
  desk.host = null
}

async function sit(desk: Desk): Promise<EngineClient> {
  if (desk.client !== null) return desk.client
  desk.host = await startHost(desk.build, desk.place)
  desk.client = await connectEngine(desk.host)
  const { call } = desk.client
  await call.settings.setPreferences({ afterRestart: 'wait' })
  const workspace = await call.workspaces.open({ path: desk.place.folder })
  await call.workspaces.setTrust({ workspaceId: workspace.id, trusted: true })
  return desk.client
}

async function cycle(desk: Desk, number: number, random: Random, report: StopReport): Promise<void> {
  const { place } = desk
  const mark = `${place.base.split('-').at(-1)}-cycle-${number}-`
  const tree = random.pick(Object.keys(trees))
  const how = random.pick(['stop', 'stop', 'cancel', 'kill -9'] as const)
  const isUp = random.next() < 0.6
  const wait = random.within(0, isUp ? 100 : 400)
  const fault = (text: string) =>
    report.faults.push(
      `${text} — cycle ${number}: ${tree}, ${how} ${isUp ? `${wait} ms after its processes had come` : `after ${wait} ms`}`,
    )

  const { call } = await sit(desk)
  const [workspace] = await call.workspaces.list()
  if (workspace === undefined) throw new Error('The host lost its workspace.')
  const { id: taskId } = await call.tasks.create({
    ...{ workspaceId: workspace.id, message: `Run ${mark} as ${tree}.`, mode: 'code', delegation: false },
    autoApprove: { command: true },
  })
  if (isUp) await waitForTree(mark)
  await delay(wait)
  report.processes += processesWith(mark).length
  report.how.push(how)
  const began = performance.now()
  if (how === 'kill -9') {
    desk.client?.close()
    await desk.host?.end('SIGKILL')
    desk.client = null
    desk.host = null
  } else {
    if (how === 'stop') await call.task.stop({ taskId })
    else await call.task.cancel({ taskId, reason: 'Enough.' })
    report.acknowledged.push(performance.now() - began)
  }
  const acknowledgedAt = Date.now()
  const left = await waitUntilGone(mark)
  report.gone.push(performance.now() - began)
  if (left !== null) {
    const names = left.map(({ pid, command }) => `${pid} ${command}`).join('; ')
    fault(`T9: ${left.length} processes outlived their task: ${names}`)
    return
  }
  const late = how === 'kill -9' ? null : await startedAfterTheEnd(desk, taskId)
  if (late !== null) fault(`T9: ${late} after the stop was acknowledged.`)
  for (const command of commandsOf(place, taskId)) {
    if (command.startedAt > acknowledgedAt) fault(`T9: ${command.command} was started after the stop.`)
  }
}

/** What the records in the data folder say of a task's commands that came to run. */
function commandsOf(place: Place, taskId: TaskId): { startedAt: number; command: string }[] {
  const folder = join(place.dataFolder, 'commands')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  return names
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .filter((record) => record.taskId === taskId && record.pid !== null)
}

/** Resolves once a tree of processes stands, or after a while in which it did not come to that. */
async function waitForTree(mark: string): Promise<void> {
  for (let looks = 0; looks < 100 && processesWith(mark).length < 3; looks++) await delay(20)
}

/** A tool or a request that began after the task had been stopped or had ended, in words, or null. */
async function startedAfterTheEnd({ client }: Desk, taskId: TaskId): Promise<string | null> {
  if (client === null) return null
  const abort = new AbortController()
  try {
    for await (const { events } of await client.call.task.watch({ taskId }, { signal: abort.signal })) {
      const end = events.findIndex(
        ({ body }) => body.type === 'status.changed' && (body.to === 'paused' || body.to === 'cancelled'),
      )
      const later = events
        .slice(end + 1)
        .find(({ body }) => ['tool.started', 'command.started', 'turn.requested'].includes(body.type))
      return end === -1 ? 'nothing says that it was stopped' : (later?.body.type ?? null)
    }
  } finally {
    abort.abort()
  }
  return null
}
