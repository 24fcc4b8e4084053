import { once } from 'node:events'
import { connectEngine, type EngineClient } from '../../e2e/support/engine-client.ts'
import { type Host, HostEnded, startHost } from './host.ts'
import { brokenFiles, type Known, readTasks } from './inspect.ts'
import { type Step, viewOf } from './people-hand.ts'
import { files, playForPeople, versions } from './people-model.ts'
import { steps } from './people-steps.ts'
import { makePlace, type Place } from './place.ts'
import { waitUntilGone } from './processes.ts'
import type { TestBuild } from './test-build.ts'

/** More lives than this without an end: it goes round in circles. */
const MOST_LIVES = 200

/** A step that takes longer, in milliseconds, waits for what never comes. */
const STEP_MS = 20_000

/** What became of it: what it was killed at, and what does not hold. */
export type PeopleReport = { kills: number; killedAt: string[]; faults: string[] }

/**
 * Does everything that people do through the browser host, which is killed at each of `failpoints` (names with
 * `:n`) that it comes by, and started again. What was acknowledged must stand in the log from then on.
 */
export async function people(build: TestBuild, failpoints: readonly string[]): Promise<PeopleReport> {
  const place = await makePlace(files, ({ body }) => playForPeople(body))
  const report: PeopleReport = { kills: 0, killedAt: [], faults: [] }
  const pending = new Set(failpoints)
  const acknowledged = new Set<Step>()
  const isDone = (tasks: readonly Known[], { about, fact }: Step) =>
    tasks.some(({ events }) => {
      const [first] = events
      const mine = first?.body.type === 'task.created' && first.body.message === about
      return mine && events.some(({ body }) => body.type === fact)
    })
  const look = (state: 'killed' | 'ended') => {
    const { tasks, faults } = readTasks(place, state)
    const lost = [...acknowledged].filter((step) => !isDone(tasks, step))
    report.faults.push(...faults, ...lost.map(({ fact }) => `I1: ${fact} was acknowledged and is lost.`))
    report.faults.push(...brokenFiles(place, files, versions, state))
    return tasks
  }
  try {
    for (let life = 1; report.faults.length === 0; life++) {
      if (life > MOST_LIVES) throw new Error(`I3: it did not come to an end in ${MOST_LIVES} lives.`)
      const todo = (tasks: readonly Known[]) => steps.filter((step) => !isDone(tasks, step))
      const open = todo(look('killed'))
      const killedAt = await hostLife(build, place, [...pending], open, acknowledged)
      if (killedAt.length > 0) {
        report.kills++
        report.killedAt.push(...killedAt)
        for (const point of killedAt) pending.delete(point)
        continue
      }
      const left = todo(look('ended'))
      if (left.length > 0) report.faults.push(`${left[0]?.fact} did not come about.`)
      const alive = await waitUntilGone(place.base)
      report.faults.push(...(alive ?? []).map(({ command }) => `I6: a process is left: ${command}`))
      break
    }
  } catch (error) {
    const after = report.killedAt.at(-1) ?? 'its start'
    report.faults.push(
      `${error instanceof Error ? error.message : String(error)} — browser host, after ${after}`,
    )
  } finally {
    await place.dispose()
  }
  return report
}

/** One life of the browser host: does the steps that are open. Resolves with the failpoints that killed it. */
async function hostLife(
  build: TestBuild,
  place: Place,
  failpoints: readonly string[],
  open: readonly Step[],
  acknowledged: Set<Step>,
): Promise<string[]> {
  let host: Host | undefined
  let client: EngineClient | undefined
  try {
    host = await startHost(build, place, failpoints)
    const { died } = host
    const known = await Promise.race([connectEngine(host), died])
    client = known
    const taskId = async (opening: string) => {
      const deleted = await known.call.tasks.deleted()
      for (const { id } of [...(await known.tasks()).values(), ...deleted]) {
        const [first] = (await viewOf(known, id)).items
        if (first?.type === 'message' && first.text === opening) return id
      }
      throw new Error(`There is no task “${opening}”.`)
    }
    for (const step of open) {
      const late = AbortSignal.timeout(STEP_MS)
      const stuck = once(late, 'abort').then((): never => {
        throw new Error(`I3: ${step.about} did not come to ${step.fact}.`)
      })
      await Promise.race([step.act({ client: known, place, taskId }), died, stuck])
      acknowledged.add(step)
    }
    await host.end('SIGTERM')
    return host.killedAt()
  } catch (error) {
    // A call that a kill cut off is no fault; everything else is.
    await host?.end('SIGKILL')
    const killedAt = host?.killedAt() ?? (error instanceof HostEnded ? error.killedAt : [])
    if (killedAt.length === 0) throw error
    return killedAt
  } finally {
    client?.close()
  }
}
