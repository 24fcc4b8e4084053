import { failpointNames, isolationFailpointNames } from '../../src/main/base/failpoint.ts'
import { type WorkReport, work } from './kills.ts'
import { people } from './people.ts'
import { createRandom } from './random.ts'
import type { TestBuild } from './test-build.ts'

/** Every failpoint that a story must come by. */
export function allFailpoints(): string[] {
  return [...failpointNames(), ...isolationFailpointNames()]
}

/** What killing at every failpoint came to. */
export type FailpointReport = {
  /** Names at which a process was killed. */
  reached: string[]
  /** Names that no story came by. */
  unreached: string[]
  works: WorkReport[]
  /** How often the browser host was killed. */
  peopleKills: number
  faults: string[]
}

/**
 * Kills at every failpoint, the `time`th time that a process passes it: the terminal host over the whole story
 * as long as it comes by one that is left, then the browser host over what people do. With `twice` that is
 * killed at each that it comes by, else only at those that are left.
 */
export async function killAtFailpoints(
  build: TestBuild,
  order: {
    names?: readonly string[]
    time: number
    seed: number
    twice?: boolean
    onKill?(name: string): void
  },
): Promise<FailpointReport> {
  const { names = allFailpoints(), time, seed, twice = false, onKill = () => {} } = order
  const pending = new Set(names)
  const report: FailpointReport = { reached: [], unreached: [], works: [], peopleKills: 0, faults: [] }
  const take = (killedAt: readonly string[]) => {
    for (const point of killedAt) {
      const name = point.replace(/:\d+$/, '')
      if (!pending.delete(name)) continue
      report.reached.push(name)
      onKill(name)
    }
  }
  const points = () => [...pending].map((name) => `${name}:${time}`)
  for (let round = 0; pending.size > 0 && report.faults.length === 0; round++) {
    const before = pending.size
    const done = await work(
      build,
      (last) => {
        take(last?.failpoints ?? [])
        return { at: 'failpoint', names: points() }
      },
      createRandom(seed + round),
    )
    report.works.push(done)
    report.faults.push(...done.faults)
    if (pending.size === before) break
  }
  if ((twice || pending.size > 0) && report.faults.length === 0) {
    const done = await people(build, twice ? names.map((name) => `${name}:${time}`) : points())
    take(done.killedAt)
    report.peopleKills = done.kills
    report.faults.push(...done.faults)
  }
  report.unreached = [...pending]
  return report
}
