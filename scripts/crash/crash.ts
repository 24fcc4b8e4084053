import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { killAtFailpoints } from './failpoints.ts'
import { countEach, duration, percentile } from './figures.ts'
import { randomKills, type WorkReport, work } from './kills.ts'
import { createRandom } from './random.ts'
import { type StopReport, stopCycles } from './stops.ts'
import { buildForTests, type TestBuild } from './test-build.ts'

// Kills the app a great many times and holds what must hold afterwards.
//   npm run crash -- --kills 1000        at random moments of a tree three levels deep
//   npm run crash -- --failpoints        at every failpoint, the first, second, third, fifth and eighth time
//   npm run crash -- --stops 500         stops, cancellations and kills while a command has processes of its own
//   --seed 7                             the moments and choices of an earlier run
//   --at before:file.rename,after:tool   only these failpoints
// Ends with 1 and says seed, moment and invariant when something does not hold.

const usage = 'npm run crash -- [--kills N] [--failpoints [--at NAMES]] [--stops N] [--seed S]'

/** I5: from the start of a process over data that is there to its first news, which a list of tasks comes before. */
const RESTART_MS = 3_000

/** T9: until a stop is acknowledged, 95 times in 100, and until a task's last process is gone, always. */
const ACKNOWLEDGED_MS = 300
const GONE_MS = 5_000

/** More processes than this that want each core, in the last minute: times are not judged. The harness needs one. */
const MOST_LOAD = 2

/** Which passing of a failpoint kills, round after round. */
const TIMES = [1, 2, 3, 5, 8]

const began = performance.now()
let lastTold = began

/** One line of progress every five seconds, on stderr. */
function progress(line: string): void {
  if (performance.now() - lastTold < 5_000) return
  lastTold = performance.now()
  process.stderr.write(`${duration(lastTold - began)}  ${line}\n`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Two at a time, each with a seed of its own: the machine has more than one core, and much of it is waiting. */
async function atRandom(build: TestBuild, kills: number, seed: number): Promise<string[]> {
  const works: { seed: number; report: WorkReport }[] = []
  const total = () => works.reduce((sum, { report }) => sum + report.kills, 0)
  const broken = () => works.some(({ report }) => report.faults.length > 0)
  let next = seed
  const worker = async () => {
    while (total() < kills && !broken()) {
      const mine = next++
      const random = createRandom(mine)
      works.push({ seed: mine, report: await work(build, randomKills(random), random) })
      progress(`${total()} of ${kills} kills in ${works.length} trees`)
    }
  }
  const start = performance.now()
  await Promise.all([worker(), worker()])
  const reports = works.map(({ report }) => report)
  const restarts = reports.flatMap((report) => report.restarts)
  const slow = works.flatMap(({ seed, report }) =>
    tooSlow(`I5: a restart, seed ${seed},`, percentile(report.restarts, 1), RESTART_MS),
  )
  const settled = (how: 'rerun' | 'done' | 'skip' | 'unknown') =>
    reports.reduce((sum, report) => sum + report.settled[how], 0)
  say(`\nKills at random moments, seeds ${seed} to ${next - 1}`)
  say(
    `  kills                  ${total()}, in ${works.length} trees three levels deep, each brought to its end`,
  )
  say(`  events acknowledged    ${reports.reduce((sum, { events }) => sum + events, 0)}`)
  say(`  commands cut off       ${settled('unknown')} with an outcome that nobody knew`)
  say(
    `  answered by a person   ${settled('rerun')} run again, ${settled('done')} done, ${settled('skip')} skipped`,
  )
  say(`  restart to first news  ${restartFigures(restarts)}`)
  say(`  wall time              ${duration(performance.now() - start)}`)
  const found = works.flatMap(({ seed, report }) =>
    report.faults.map((fault) => `${fault}\n    again: npm run crash -- --kills 1 --seed ${seed}`),
  )
  return [...found, ...slow]
}

/**
 * A limit that was not kept, in words; none when it was. On a machine that has much else to do times say nothing of
 * the app: then they are told, and not judged.
 */
function tooSlow(what: string, ms: number, limit: number): string[] {
  if (ms <= limit) return []
  const words = `${what} took ${Math.round(ms)} ms; the limit is ${limit} ms`
  const [load = 0] = loadavg()
  if (load <= MOST_LOAD * availableParallelism()) return [`${words}.`]
  say(
    `  not judged             ${words}, but the load is ${load.toFixed(1)} on ${availableParallelism()} cores`,
  )
  return []
}

function restartFigures(restarts: readonly number[]): string {
  const at = (share: number) => `${Math.round(percentile(restarts, share))} ms`
  return `median ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} (limit ${RESTART_MS} ms)`
}

async function atFailpoints(build: TestBuild, seed: number, names?: string[]): Promise<string[]> {
  const start = performance.now()
  const reached: string[] = []
  const restarts: number[] = []
  let missing: string[] = []
  let kills = 0
  for (const time of TIMES) {
    const report = await killAtFailpoints(build, {
      ...{ names, time, seed, twice: true },
      onKill: (name) => progress(`${name}, time ${time}`),
    })
    reached.push(...report.reached)
    kills += report.peopleKills + report.works.reduce((sum, one) => sum + one.kills, 0)
    restarts.push(...report.works.flatMap((one) => one.restarts))
    if (time === 1) missing = report.unreached
    if (report.faults.length > 0) {
      return report.faults.map(
        (fault) => `${fault}\n    again: npm run crash -- --failpoints --seed ${seed} (time ${time})`,
      )
    }
  }
  const each = countEach(reached)
  say(`\nKills at failpoints, seed ${seed}`)
  say(`  failpoints             ${each.length} reached, ${missing.length} not`)
  say(
    `  kills                  ${kills}, of the terminal host and the browser host, at the ${TIMES.join('., ')}. passing where there is one`,
  )
  say(`  restart to first news  ${restartFigures(restarts)}`)
  say(`  wall time              ${duration(performance.now() - start)}`)
  return [
    ...tooSlow('I5: a restart', percentile(restarts, 1), RESTART_MS),
    ...missing.map((name) => `No story comes by ${name}: give scripts/crash/story.ts or people.ts a step.`),
  ]
}

async function atStops(build: TestBuild, cycles: number, seed: number): Promise<string[]> {
  const start = performance.now()
  const report: StopReport = await stopCycles(build, {
    cycles,
    seed,
    onCycle: (done) => progress(`${done} of ${cycles} cycles`),
  })
  const times = (list: readonly number[]) =>
    `median ${Math.round(percentile(list, 0.5))} ms, p95 ${Math.round(percentile(list, 0.95))} ms, longest ${Math.round(percentile(list, 1))} ms`
  say(`\nStops with process trees, seed ${seed}`)
  say(
    `  cycles                 ${report.cycles}: ${countEach(report.how)
      .map(([how, count]) => `${count} ${how}`)
      .join(', ')}`,
  )
  say(`  processes seen         ${report.processes}`)
  say(`  acknowledged           ${times(report.acknowledged)} (limit p95 ${ACKNOWLEDGED_MS} ms)`)
  say(`  until all were gone    ${times(report.gone)} (limit ${GONE_MS} ms)`)
  say(`  wall time              ${duration(performance.now() - start)}`)
  return [
    ...report.faults,
    ...tooSlow('T9: 5 in 100 acknowledgements', percentile(report.acknowledged, 0.95), ACKNOWLEDGED_MS),
    ...tooSlow('T9: the end of a tree of processes', percentile(report.gone, 1), GONE_MS),
  ]
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string' },
      failpoints: { type: 'boolean' },
      stops: { type: 'string' },
      seed: { type: 'string' },
      at: { type: 'string' },
    },
  })
  const count = (text: string | undefined) => (/^\d{1,7}$/.test(text ?? '') ? Number(text) : 0)
  const [kills, stops] = [count(values.kills), count(values.stops)]
  if (kills === 0 && stops === 0 && !values.failpoints) {
    process.stderr.write(`${usage}\n`)
    process.exitCode = 2
    return
  }
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : count(values.seed)
  const build = await buildForTests({ failpoints: true })
  const faults: string[] = []
  if (kills > 0) faults.push(...(await atRandom(build, kills, seed)))
  if (values.failpoints) faults.push(...(await atFailpoints(build, seed, values.at?.split(','))))
  if (stops > 0) faults.push(...(await atStops(build, stops, seed)))
  say(faults.length === 0 ? '\nEverything held.' : `\n${faults.length} faults:`)
  for (const fault of faults) say(`  ${fault}`)
  process.exitCode = faults.length === 0 ? 0 : 1
}

await main()
